//! Gives the script to a shell.
//!
//! The script is an argument of the shell and not its input, because standard input belongs to the commands: whack asks for
//! secrets there.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};

use super::filter::Filter;
use super::report::say;
use super::terminal;
use crate::command::Script;

/// Linux takes no argument longer than 128 KiB.
const LONGEST_ARGUMENT: usize = 100_000;
/// Joins its arguments and runs them.
const JOIN: &str = "script=; for part do script=$script$part; done; set --; eval \"$script\"";

/// How output reaches our standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    All,
    /// Without the daemon's log lines.
    WithoutLog,
}

/// How the script is run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Options {
    /// `sh -x`
    pub(super) show: bool,
    pub(super) lines: Lines,
    pub(super) output: To,
}

/// What the commands find as their standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum To {
    Pipe,
    /// addconn shows what pluto answers on a terminal only.
    Terminal,
}

/// Prints the commands instead of running them.
pub(super) fn show(script: &Script) -> u8 {
    match io::stdout().lock().write_all(script.to_string().as_bytes()) {
        Ok(()) => 0,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => 0,
        Err(error) => {
            say(&format!("cannot write the commands: {error}"));
            1
        }
    }
}

/// Runs the commands and returns the exit status of the one that failed, else 0. Every complete line of their standard
/// output is also given to `watch`.
pub(super) fn run(script: &Script, options: Options, watch: &mut dyn FnMut(&str)) -> u8 {
    if script.commands.is_empty() {
        return 0;
    }
    match stream(script, options, watch) {
        Ok(status) => understand(status),
        Err(error) => {
            say(&format!("cannot run the commands with `sh`: {error}"));
            if error.kind() == io::ErrorKind::NotFound {
                127
            } else {
                126
            }
        }
    }
}

fn stream(
    script: &Script,
    options: Options,
    watch: &mut dyn FnMut(&str),
) -> io::Result<ExitStatus> {
    let (mut child, mut output) = start(script, options)?;
    let mut filter = (options.lines == Lines::WithoutLog).then(Filter::new);
    let mut line = Vec::new();
    let mut piece = [0; 8192];
    let mut out = Output { is_open: true };
    loop {
        let read = match output.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            // So ends a terminal that nobody has open any more.
            Err(error) if error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error()) => {
                break;
            }
            Err(error) => return Err(error),
        };
        for part in piece[..read].split_inclusive(|&b| b == b'\n') {
            line.extend_from_slice(part);
            if let Some(text) = line.strip_suffix(b"\n") {
                watch(&String::from_utf8_lossy(text));
                line.clear();
            }
        }
        match &mut filter {
            Some(filter) => out.write(&filter.push(&piece[..read])),
            None => out.write(&piece[..read]),
        }
    }
    if let Some(filter) = filter {
        out.write(&filter.finish());
    }
    if !line.is_empty() {
        watch(&String::from_utf8_lossy(&line));
    }
    child.wait()
}

/// The shell, and where its output can be read.
fn start(script: &Script, options: Options) -> io::Result<(Child, File)> {
    let mut shell = Command::new("sh");
    shell.args(arguments(&script.to_string(), options.show));
    let terminal = if options.output == To::Terminal {
        terminal::open()
    } else {
        None
    };
    // The shell must be the only one that holds the writing end.
    let (reader, writer) = if let Some(ends) = terminal {
        ends
    } else {
        let (reader, writer) = io::pipe()?;
        (reader.into(), writer.into())
    };
    let child = shell.stdout(Stdio::from(writer)).spawn()?;
    Ok((child, File::from(reader)))
}

fn arguments(script: &str, show: bool) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = Vec::new();
    arguments.extend(show.then(|| "-x".into()));
    arguments.push("-c".into());
    if script.len() <= LONGEST_ARGUMENT {
        arguments.push(script.into());
        return arguments;
    }
    arguments.extend([JOIN.into(), "sh".into()]);
    let mut rest = script;
    while !rest.is_empty() {
        let longest = LONGEST_ARGUMENT.min(rest.len());
        let end = (1..=longest)
            .rev()
            .find(|&end| rest.is_char_boundary(end))
            .unwrap_or(rest.len());
        let (part, behind) = rest.split_at(end);
        arguments.push(part.into());
        rest = behind;
    }
    arguments
}

/// Standard output, until somebody closes it: the commands are then still run to their end, for their status.
struct Output {
    is_open: bool,
}

impl Output {
    fn write(&mut self, bytes: &[u8]) {
        if !self.is_open || bytes.is_empty() {
            return;
        }
        let mut stdout = io::stdout().lock();
        if let Err(error) = stdout.write_all(bytes).and_then(|()| stdout.flush()) {
            self.is_open = false;
            if error.kind() != io::ErrorKind::BrokenPipe {
                say(&format!("cannot write what the commands print: {error}"));
            }
        }
    }
}

fn understand(status: ExitStatus) -> u8 {
    const INSTALL: &str =
        "install Libreswan, Openswan or strongSwan, or add its directory to the search path";
    let code = match (status.code(), status.signal()) {
        (Some(code), _) => code,
        (None, Some(signal)) => 128 + signal,
        (None, None) => 1,
    };
    match code {
        127 if !is_installed() => say(&format!("the program `ipsec` is not found; {INSTALL}")),
        129..=192 => {
            let signal = code - 128;
            say(&format!(
                "a command was ended by signal {signal}{}, before it was done",
                signal_name(signal)
            ));
        }
        _ => {}
    }
    u8::try_from(code).unwrap_or(1)
}

fn is_installed() -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|directory| directory.join("ipsec").is_file())
}

fn signal_name(signal: i32) -> &'static str {
    match signal {
        1 => " (hangup)",
        2 => " (interrupt)",
        6 => " (abort)",
        9 => " (kill)",
        11 => " (memory fault)",
        13 => " (broken pipe)",
        15 => " (terminate)",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Command;

    #[test]
    fn a_script_too_long_for_one_argument_is_joined_again() {
        let long = "ä".repeat(LONGEST_ARGUMENT);
        let words = ["test", &long, "=", &long].map(str::to_owned).to_vec();
        let long = Script {
            commands: vec![Command {
                argv: words,
                ..Command::default()
            }],
            ..Script::default()
        };
        assert_eq!(arguments(&long.to_string(), false).len(), 8);
        let options = Options {
            show: false,
            lines: Lines::All,
            output: To::Pipe,
        };
        // One word of 200 kB is too long for a program, but not for a builtin of the shell.
        assert_eq!(run(&long, options, &mut |_| {}), 0);
    }

    #[test]
    fn the_status_of_the_failing_command() {
        let exit = |status: &str| Command {
            argv: vec!["sh".into(), "-c".into(), format!("exit {status}")],
            ..Command::default()
        };
        let script = Script {
            commands: vec![exit("0"), exit("21"), exit("3")],
            ..Script::default()
        };
        assert_eq!(
            run(
                &script,
                Options {
                    show: false,
                    lines: Lines::All,
                    output: To::Pipe
                },
                &mut |_| {}
            ),
            21
        );
    }
}
