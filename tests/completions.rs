//! The completions of `completions/`: each shell loads its own, is asked, and answers.

#![allow(clippy::disallowed_methods, reason = "tests start programs")]
#![allow(
    clippy::print_stderr,
    reason = "a test says on standard error why it was skipped"
)]

mod python;

use std::path::{Path, PathBuf};
use std::process::Command;

use python::{or_skip, run};

#[derive(Debug, Clone, Copy)]
enum Shell {
    Bash,
    Zsh,
    Fish,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

impl Shell {
    fn program(self) -> &'static str {
        match self {
            Shell::Bash => "bash",
            Shell::Zsh => "zsh",
            Shell::Fish => "fish",
        }
    }

    #[track_caller]
    fn is_here(self) -> bool {
        let found = run(Command::new(self.program()).arg("--version")).map(|_| PathBuf::new());
        or_skip(self.program(), found).is_some()
    }

    /// What it offers for the last word of a line; Zsh has one answer, the line that it makes of it.
    fn offers(self, line: &str) -> Vec<String> {
        let home = tempfile::tempdir().expect("a temporary directory");
        let folder = root().join("completions").join(self.program());
        let scripts = root().join("tests/completions");
        let mut command = Command::new(self.program());
        match self {
            Shell::Bash => command
                .args(["--norc", "--noprofile"])
                .arg(scripts.join("bash.bash"))
                .arg(folder)
                .args(line.split(' ')),
            Shell::Zsh => command
                .arg("-f")
                .arg(scripts.join("zsh.zsh"))
                .arg(folder)
                .arg(line),
            Shell::Fish => {
                let program = line.split(' ').next().unwrap_or_default();
                let script = "source $argv[1]; complete --do-complete $argv[2]";
                command
                    .args(["--no-config", "--command", script])
                    .arg(folder.join(format!("{program}.fish")))
                    .arg(line)
            }
        };
        let output = run(command.env("HOME", home.path()).env("TERM", "dumb"));
        let output = output.unwrap_or_else(|error| panic!("{self:?} {line}: {error}"));
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        text.lines().map(|line| line.trim().to_owned()).collect()
    }
}

#[test]
fn bash_answers() {
    if !Shell::Bash.is_here() {
        return;
    }
    let offers = |line| Shell::Bash.offers(line);
    assert_eq!(offers("ipsec-lint --explain V101"), ["V101"]);
    assert_eq!(offers("ipsec-lint --fail-on w"), ["warning"]);
    assert_eq!(offers("ipsec-lint --target s"), ["strongswan"]);
    assert_eq!(offers("ipsec-fmt --che"), ["--check"]);
    assert_eq!(offers("ipsec-conf k"), ["keywords"]);
    assert_eq!(offers("ipsec-conf show --ori"), ["--origin"]);
    assert_eq!(offers("ipsec-auto --showo"), ["--showonly"]);
    assert_eq!(offers("ipsec-auto --backend w"), ["whack"]);
    assert_eq!(offers("ipsec-lsp --std"), ["--stdio"]);
}

#[test]
fn fish_answers() {
    if !Shell::Fish.is_here() {
        return;
    }
    let offers = |line| Shell::Fish.offers(line);
    assert_eq!(
        offers("ipsec-lint --explain V101"),
        ["V101\tunknown-keyword"]
    );
    assert_eq!(offers("ipsec-lint --target openswan@3"), ["openswan@3.0"]);
    assert_eq!(
        offers("ipsec-fmt --che"),
        ["--check\tWrite nothing; name the files that would change"]
    );
    assert_eq!(offers("ipsec-conf show --ori").len(), 1);
    assert_eq!(
        offers("ipsec-auto --ondem"),
        ["--ondemand\tLoad a conn and install its route"]
    );
    assert_eq!(offers("ipsec-lsp --std").len(), 1);
}

#[test]
fn zsh_answers() {
    if !Shell::Zsh.is_here() {
        return;
    }
    let becomes = |line, wanted: &str| assert_eq!(Shell::Zsh.offers(line), [wanted], "{line}");
    becomes("ipsec-lint --explain U2", "ipsec-lint --explain U290");
    becomes(
        "ipsec-lint --output-format sar",
        "ipsec-lint --output-format sarif",
    );
    becomes(
        "ipsec-lint --target openswan@3",
        "ipsec-lint --target openswan@3.0",
    );
    becomes("ipsec-fmt --che", "ipsec-fmt --check");
    becomes("ipsec-conf keyw", "ipsec-conf keywords");
    becomes("ipsec-auto --backend wh", "ipsec-auto --backend whack");
    becomes("ipsec-lsp --std", "ipsec-lsp --stdio");
}
