//! What the tests of the commands share: a directory of files, and a program that runs with an input.

#![allow(
    dead_code,
    reason = "every test binary compiles this module and uses its own part of it"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "tests write files and start the program"
)]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// A directory that goes away with the value.
pub(crate) struct Dir(tempfile::TempDir);

impl Dir {
    pub(crate) fn new() -> Dir {
        Dir(tempfile::tempdir().expect("a temporary directory can be made"))
    }

    pub(crate) fn with(files: &[(&str, &str)]) -> Dir {
        let dir = Dir::new();
        for (name, text) in files {
            dir.write(name, text);
        }
        dir
    }

    pub(crate) fn with_file(name: &str, text: &str) -> Dir {
        Dir::with(&[(name, text)])
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path().join(name);
        let parent = path.parent().expect("the file is in the directory");
        fs::create_dir_all(parent).expect("the directory can be made");
        fs::write(path, text).expect("the file can be written");
    }

    /// A program in the directory, below what the shell is told first, such as `ulimit -t 1;`.
    pub(crate) fn limited(&self, limits: &str, program: &str, words: &[&str]) -> Command {
        let mut command = Command::new("sh");
        command
            .args(["-c", &format!("{limits} exec \"$0\" \"$@\""), program])
            .args(words)
            .current_dir(self.path())
            .env("HOME", self.path());
        command
    }

    pub(crate) fn read(&self, name: &str) -> String {
        String::from_utf8_lossy(&fs::read(self.path().join(name)).expect("the file is there"))
            .into_owned()
    }
}

/// What a program answers to an input.
pub(crate) fn answer(command: &mut Command, input: impl AsRef<[u8]>) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    // A program that does not read its input closes the pipe: no fault of the test.
    let _ = stdin.write_all(input.as_ref());
    drop(stdin);
    child.wait_with_output().expect("the program was started")
}

/// Both streams and the exit status.
pub(crate) fn shown(output: &Output) -> String {
    let mut shown = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.stderr.is_empty() {
        shown.push_str("--- standard error\n");
        shown.push_str(&String::from_utf8_lossy(&output.stderr));
    }
    let status = output.status.code().expect("the program ends by itself");
    format!("{shown}--- status {status}\n")
}
