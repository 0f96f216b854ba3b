//! What the tests of `ipsec-lint` share: the program run in a directory, within limits.

#![allow(
    dead_code,
    reason = "every test binary compiles this module and uses its own part of it"
)]
#![allow(clippy::disallowed_methods, reason = "tests start the program")]

#[path = "../dir/mod.rs"]
mod dir;

use std::process::{Command, Output};

pub(crate) use dir::Dir;

/// Kibibytes of memory that a run may take: what grows without bound fails instead of slowing the machine down.
const MEMORY: u32 = 4_000_000;

/// Seconds of processor time that a run may take.
const PROCESSOR: u32 = 120;

/// What the tests are about: a rule that comes later changes none of them.
const SELECT: &str = "--select M102,M163,R108,R110,R112,R121,R125,S108,S113,S120,S129,S133,S140,V101,Y390,Y391,Y393,Y394";

impl Dir {
    /// Both streams and the exit status of `ipsec-lint` with these words; one line for each finding.
    pub(crate) fn lint(&self, words: &str) -> String {
        self.lint_input(words, "")
    }

    pub(crate) fn lint_input(&self, words: &str, input: impl AsRef<[u8]>) -> String {
        let select = if words.contains("--select") {
            ""
        } else {
            SELECT
        };
        self.shown(&format!("{select} {words}"), input)
    }

    /// As [`Dir::lint`] with the rules that are on by default or by the configuration file.
    pub(crate) fn lint_by_default(&self, words: &str) -> String {
        self.shown(words, "")
    }

    fn shown(&self, words: &str, input: impl AsRef<[u8]>) -> String {
        let concise = format!("--output-format concise {words}");
        let has_format = words.contains("--output-format");
        let output = self.output(if has_format { words } else { &concise }, input);
        let here = self.path().to_string_lossy().into_owned();
        dir::shown(&output).replace(&here, "HERE")
    }

    pub(crate) fn json(&self, words: &str) -> serde_json::Value {
        let output = self.output(&format!("--output-format json {words}"), "");
        serde_json::from_slice(&output.stdout).expect("the findings are JSON")
    }

    pub(crate) fn status(&self, words: &str) -> i32 {
        self.output(words, "")
            .status
            .code()
            .expect("the program ends by itself")
    }

    pub(crate) fn output(&self, words: &str, input: impl AsRef<[u8]>) -> Output {
        dir::answer(&mut self.command(words), input)
    }

    /// The program within its limits; words are split at blanks; a no-break space becomes one.
    pub(crate) fn command(&self, words: &str) -> Command {
        let mut command = Command::new("sh");
        command
            .arg("-c")
            .arg(format!(
                "ulimit -v {MEMORY}; ulimit -t {PROCESSOR}; exec \"$0\" \"$@\""
            ))
            .arg(env!("CARGO_BIN_EXE_ipsec-lint"))
            .args(
                words
                    .split(' ')
                    .filter(|word| !word.is_empty())
                    .map(|word| word.replace('\u{a0}', " ")),
            )
            .current_dir(self.path())
            .env("HOME", self.path())
            .env_remove("IPSEC_CONF")
            .env_remove("CLICOLOR_FORCE");
        command
    }
}

/// Whether the tests run as root, for whom no file is unreadable.
pub(crate) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}
