//! What the tests of `ipsec-conf` share: a directory of files, and the program run in it.

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
    pub(crate) fn with(name: &str, text: &str) -> Dir {
        let dir = Dir(tempfile::tempdir().expect("a temporary directory can be made"));
        dir.write(name, text);
        dir
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        let parent = path.parent().expect("the file is in the directory");
        fs::create_dir_all(parent).expect("the directory can be made");
        fs::write(path, text).expect("the file can be written");
    }

    /// Both streams and the exit status of `ipsec-conf` with these words.
    pub(crate) fn run(&self, words: &str, input: &str) -> String {
        let output = self.output(words, input);
        let stdout = String::from_utf8_lossy(&output.stdout);
        let stderr = String::from_utf8_lossy(&output.stderr);
        let mut shown = stdout.into_owned();
        if !stderr.is_empty() {
            shown.push_str("--- standard error\n");
            shown.push_str(&stderr);
        }
        let status = output.status.code().expect("the program ends by itself");
        format!("{shown}--- status {status}\n")
    }

    pub(crate) fn stdout(&self, words: &str) -> String {
        let output = self.output(words, "");
        String::from_utf8(output.stdout).expect("the answer is UTF-8")
    }

    pub(crate) fn json(&self, words: &str) -> serde_json::Value {
        serde_json::from_str(&self.stdout(words)).expect("the answer is JSON")
    }

    fn output(&self, words: &str, input: &str) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_ipsec-conf"))
            .args(words.split_whitespace())
            .current_dir(self.path())
            .env_remove("CLICOLOR_FORCE")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = child.stdin.take().expect("standard input is a pipe");
        // A program that does not read its input closes the pipe: no fault of the test.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        child.wait_with_output().expect("the program was started")
    }
}
