//! `cargo xtask fuzz`: the targets of `fuzz/`, each for a limited time.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::report::Report;
use crate::run::{cargo, find_program, run};
use crate::workspace::Workspace;

/// One for each file in `fuzz/fuzz_targets`, and what its texts are.
const TARGETS: [(&str, &str); 7] = [
    ("parse", "conf"),
    ("edits", "conf"),
    ("resolve", "conf"),
    ("lint", "conf"),
    ("format", "conf"),
    ("plan", "conf"),
    ("secrets", "secrets"),
];

/// The directories below `fuzz/` in which a kind of text has its examples.
const SEEDS: [(&str, &[&str]); 2] = [
    ("conf", &["seeds/conf", "../examples"]),
    // A secret may stand in a configuration, too.
    ("secrets", &["seeds/secrets", "seeds/conf"]),
];

const DICTIONARY: &str = "ipsec.dict";
const SECONDS: u32 = 60;
/// In bytes: longer texts say nothing that shorter ones do not, and cost more.
const LONGEST_TEXT: u32 = 2048;
/// In seconds: a text that takes so long is a finding.
const PATIENCE: u32 = 10;
/// In megabytes; the address sanitizer takes several times what the tool does.
const MEMORY: u32 = 2048;

/// What is to be run, and for how long.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    seconds: u32,
    target: Option<&'static str>,
}

impl Plan {
    /// `[--seconds N] [TARGET]`
    pub(crate) fn parse(words: &[&str]) -> Option<Plan> {
        let (seconds, rest) = match words {
            ["--seconds", seconds, rest @ ..] => (seconds.parse().ok()?, rest),
            rest => (SECONDS, rest),
        };
        let known = |word: &str| TARGETS.iter().find(|(name, _)| *name == word);
        let target = match rest {
            [] => None,
            [word] => Some(known(word)?.0),
            _ => return None,
        };
        Some(Plan { seconds, target })
    }
}

pub(crate) fn all(workspace: &Workspace, plan: &Plan, report: &mut Report) {
    for (target, kind) in TARGETS {
        if plan.target.is_some_and(|wanted| wanted != target) {
            continue;
        }
        report.step(format!("fuzz {target} for {} s", plan.seconds), || {
            one(workspace, target, kind, plan.seconds)
        });
    }
}

fn one(workspace: &Workspace, target: &str, kind: &str, seconds: u32) -> Result<()> {
    if find_program("cargo-fuzz").is_none() {
        bail!(
            "cargo-fuzz is not installed: run `cargo install cargo-fuzz`; it also wants a C++ compiler"
        );
    }
    let dir = workspace.root.join("fuzz");
    // What a run finds is kept here, and is the start of the next one.
    let found = dir.join("corpus").join(target);
    std::fs::create_dir_all(&found)?;
    let mut command = cargo(workspace);
    // The sanitizers and the counters of coverage are unstable options of rustc.
    command
        .env("RUSTC_BOOTSTRAP", "1")
        .args(["fuzz", "run", "--fuzz-dir"])
        .arg(&dir)
        .arg(target)
        .arg(&found)
        .args(seeds(&dir, kind))
        .arg("--")
        .arg(format!("-dict={}", dir.join(DICTIONARY).display()))
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-max_len={LONGEST_TEXT}"))
        .arg(format!("-timeout={PATIENCE}"))
        .arg(format!("-rss_limit_mb={MEMORY}"))
        .args(["-verbosity=0", "-print_funcs=0", "-print_final_stats=1"]);
    run(&mut command)
}

fn seeds(dir: &Path, kind: &str) -> Vec<PathBuf> {
    let of_kind = SEEDS.iter().filter(|(name, _)| *name == kind);
    of_kind
        .flat_map(|(_, places)| *places)
        .map(|place| dir.join(place))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_plan(line: &str, expect: Option<(u32, Option<&'static str>)>) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let expect = expect.map(|(seconds, target)| Plan { seconds, target });
        assert_eq!(Plan::parse(&words), expect, "{line}");
    }

    #[test]
    fn a_time_and_a_target() {
        check_plan("", Some((SECONDS, None)));
        check_plan("--seconds 5", Some((5, None)));
        check_plan("format", Some((SECONDS, Some("format"))));
        check_plan("--seconds 5 format", Some((5, Some("format"))));
        check_plan("fromat", None);
        check_plan("--seconds soon", None);
        check_plan("format plan", None);
    }

    #[test]
    fn every_target_has_its_file_and_its_seeds() {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz");
        let entries = std::fs::read_dir(dir.join("fuzz_targets")).expect("readable");
        let mut files: Vec<String> = entries
            .map(|entry| {
                let path = entry.expect("readable").path();
                path.file_stem().expect("a name").to_string_lossy().into()
            })
            .collect();
        files.sort();
        let mut names: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        assert_eq!(files, names);
        for (name, kind) in TARGETS {
            let seeds = seeds(&dir, kind);
            assert!(!seeds.is_empty(), "{name}");
            assert!(seeds.iter().all(|seed| seed.is_dir()), "{name}");
        }
    }
}
