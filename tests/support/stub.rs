//! A stub `ipsec` for tests without daemons: it notes how it was called and answers as told.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::{Output, TIME_LIMIT, limited, output, scratch};

/// One call of the stub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Call {
    /// The arguments after `ipsec`.
    pub(crate) arguments: Vec<String>,
    /// What stood on standard input, if the call was told to read it.
    pub(crate) input: Option<String>,
}

/// What the stub does when it is called in some way.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Answer<'a> {
    pub(crate) status: u8,
    pub(crate) stdout: &'a str,
    pub(crate) stderr: &'a str,
    /// Whether it reads its standard input to the end, and notes it.
    ///
    /// Not for a call from a shell that itself reads its commands from there.
    pub(crate) reads_input: bool,
}

/// A directory with a stub `ipsec` and the record of its calls.
pub(crate) struct Stub {
    directory: TempDir,
}

impl Stub {
    /// A stub that says nothing and succeeds.
    pub(crate) fn silent() -> Self {
        Self::new(&[])
    }

    /// A stub with answers. The first whose words all occur among the arguments, in this order, is given;
    /// `""` fits every call. Where none fits, it says nothing and succeeds.
    pub(crate) fn new(answers: &[(&str, Answer)]) -> Self {
        let directory = scratch();
        fs::create_dir_all(directory.path().join("bin")).expect("scratch is writable");
        fs::create_dir_all(directory.path().join("calls")).expect("scratch is writable");
        let program = directory.path().join("bin/ipsec");
        fs::write(&program, script(directory.path(), answers)).expect("scratch is writable");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("it is ours");
        Self { directory }
    }

    /// Runs our `ipsec-auto` with the stub instead of the real `ipsec`.
    pub(crate) fn auto(&self, arguments: &[&str]) -> Output {
        output(
            self.command(env!("CARGO_BIN_EXE_ipsec-auto"))
                .args(arguments),
            "",
        )
    }

    /// A command that finds the stub before any other `ipsec`, in the stub's directory.
    pub(crate) fn command(&self, program: &str) -> Command {
        let path = format!("{}/bin:/usr/bin:/bin", self.directory.path().display());
        let mut command = limited(TIME_LIMIT, program);
        command
            .current_dir(self.directory.path())
            .env("PATH", path)
            .env("LC_ALL", "C")
            .env_remove("IPSEC_CONF")
            .env_remove("IPSEC_RUNDIR")
            .env_remove("CTLSOCKET");
        command
    }

    /// Writes a file beside the calls, such as `ipsec.conf`.
    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.directory.path().join(name), text).expect("scratch is writable");
    }

    pub(crate) fn path(&self) -> &Path {
        self.directory.path()
    }

    /// The calls so far, in their order.
    pub(crate) fn calls(&self) -> Vec<Call> {
        let directories = (0..).map(|number| self.directory.path().join(format!("calls/{number}")));
        directories
            .take_while(|directory| directory.exists())
            .map(|directory| {
                let arguments =
                    fs::read(directory.join("arguments")).expect("the stub notes them first");
                let arguments = String::from_utf8_lossy(&arguments);
                Call {
                    arguments: arguments
                        .split_terminator('\0')
                        .map(str::to_owned)
                        .collect(),
                    input: fs::read_to_string(directory.join("input")).ok(),
                }
            })
            .collect()
    }

    /// The arguments of the calls so far, each joined by spaces.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.calls()
            .iter()
            .map(|call| call.arguments.join(" "))
            .collect()
    }
}

fn script(directory: &Path, answers: &[(&str, Answer)]) -> String {
    // Each word of the call stands between blanks of its own, so that words can be matched one by one.
    let mut script = format!(
        "#!/bin/sh
calls={calls}
n=0
while ! mkdir \"$calls/$n\" 2>/dev/null; do n=$((n+1)); done
call=$calls/$n
: >\"$call/arguments\"
[ $# = 0 ] || printf '%s\\0' \"$@\" >\"$call/arguments\"
case \"$(printf ' %s ' \"$@\")\" in
",
        calls = quote(&directory.join("calls").to_string_lossy())
    );
    for (words, answer) in answers {
        for word in words.split_whitespace() {
            let _ = write!(script, "*{}", quote(&format!(" {word} ")));
        }
        script.push_str("*)\n");
        if answer.reads_input {
            script.push_str("cat >\"$call/input\"\n");
        }
        let _ = writeln!(script, "printf %s {}", quote(answer.stdout));
        let _ = writeln!(script, "printf %s {} >&2", quote(answer.stderr));
        let _ = writeln!(script, "exit {};;", answer.status);
    }
    script.push_str("esac\n");
    script
}

fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
