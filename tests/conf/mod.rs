//! What the tests of `ipsec-conf` share: the program run in a directory.

#![allow(
    dead_code,
    reason = "every test binary compiles this module and uses its own part of it"
)]
#![allow(clippy::disallowed_methods, reason = "tests start the program")]

#[path = "../dir/mod.rs"]
mod dir;

use std::process::{Command, Output};

pub(crate) use dir::Dir;

impl Dir {
    /// Both streams and the exit status of `ipsec-conf` with these words.
    pub(crate) fn run(&self, words: &str, input: &str) -> String {
        dir::shown(&self.output(words, input))
    }

    pub(crate) fn stdout(&self, words: &str) -> String {
        let output = self.output(words, "");
        String::from_utf8(output.stdout).expect("the answer is UTF-8")
    }

    pub(crate) fn json(&self, words: &str) -> serde_json::Value {
        serde_json::from_str(&self.stdout(words)).expect("the answer is JSON")
    }

    fn output(&self, words: &str, input: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ipsec-conf"));
        command
            .args(words.split_whitespace())
            .current_dir(self.path())
            .env_remove("CLICOLOR_FORCE");
        dir::answer(&mut command, input)
    }
}
