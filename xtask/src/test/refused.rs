//! Every configuration of the corpus, read as strongSwan reads it: ipsec-lint says that a file or a conn is refused if and
//! only if starter refuses it.
//!
//! Files of other dialects count too: nothing is refused in more ways than a file for another program.
//! starter is only the reader. It hands proposals to charon as they are, and charon then refuses the conn; the
//! findings about them say so and are left out here, unless starter drops the conn for another reason.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::corpus;
use crate::run::{in_parallel, shown};
use crate::starter::Starter;
use crate::workspace::Workspace;

const TARGET: &str = "strongswan@5.9.8";

/// What the note of a finding says when the reader takes the conn and the daemon does not.
const BY_THE_DAEMON: &str = "checking the file says nothing";

pub(crate) fn check(workspace: &Workspace, corpus: &Path, root: &Path) -> Result<()> {
    let starter = Starter::new(root, &workspace.target)?;
    let ipsec_lint = workspace.release_binary("ipsec-lint");
    let paths = corpus::configurations(corpus)?;
    let pairs = in_parallel(&paths, |path| {
        let file = corpus.join(path);
        Ok((
            said_by_starter(&starter, &file)?,
            found(&ipsec_lint, &file)?,
        ))
    })?;
    let mut sums = Sums::default();
    let mut different = Vec::new();
    for (path, (starter, lint)) in paths.iter().zip(&pairs) {
        let differences = sums.compare(starter, lint);
        different.extend(differences.iter().map(|what| format!("{path}: {what}")));
    }
    println!("{}", different.join("\n"));
    println!(
        "files {}: refused by starter {}, by ipsec-lint {}; conns and cas in the others: dropped by starter {}, found {}, \
         refused by charon alone {}; differences {}",
        paths.len(),
        sums.refused,
        sums.found_refused,
        sums.dropped,
        sums.found_dropped,
        sums.by_charon,
        different.len()
    );
    ensure!(different.is_empty(), "{} differences", different.len());
    ensure!(
        sums.refused > 0 && sums.dropped > 0,
        "starter refused nothing"
    );
    Ok(())
}

/// What becomes of a file.
#[derive(Debug, Default, PartialEq, Eq)]
struct Verdict {
    is_refused: bool,
    /// The names of the sections that are left out of a file that loads.
    dropped: BTreeSet<String>,
    /// The names of those that the daemon will not have.
    by_charon: BTreeSet<String>,
}

#[derive(Debug, Default)]
struct Sums {
    refused: usize,
    found_refused: usize,
    dropped: usize,
    found_dropped: usize,
    by_charon: usize,
}

impl Sums {
    fn compare(&mut self, starter: &Verdict, lint: &Verdict) -> Vec<String> {
        self.refused += usize::from(starter.is_refused);
        self.found_refused += usize::from(lint.is_refused);
        match (starter.is_refused, lint.is_refused) {
            (true, true) => return Vec::new(),
            (true, false) => return vec!["starter refuses the file".to_owned()],
            (false, true) => return vec!["starter takes the file".to_owned()],
            (false, false) => {}
        }
        let both = starter.dropped.intersection(&lint.dropped).count();
        // A conn may be at fault in both ways.
        let missed = starter.dropped.difference(&lint.dropped);
        let wrong = lint.dropped.difference(&starter.dropped);
        self.dropped += starter.dropped.len();
        self.found_dropped += both;
        self.by_charon += lint.by_charon.difference(&starter.dropped).count();
        missed
            .map(|name| format!("starter drops `{name}`"))
            .chain(wrong.map(|name| format!("starter takes `{name}`")))
            .collect()
    }
}

fn said_by_starter(starter: &Starter, file: &Path) -> Result<Verdict> {
    let mut command = starter.conftest(file);
    let out = command
        .output()
        .with_context(|| format!("cannot start {}", shown(&command)))?;
    let said = [out.stdout, out.stderr].concat();
    let is_refused = match out.status.code() {
        Some(0) => false,
        Some(2) => true,
        _ => bail!("{} failed: {}", shown(&command), out.status),
    };
    Ok(Verdict {
        is_refused,
        dropped: dropped(&String::from_utf8_lossy(&said)),
        ..Verdict::default()
    })
}

/// The names in lines such as `# ignored conn 'office' due to 1 parsing error`.
fn dropped(said: &str) -> BTreeSet<String> {
    let name = |line: &str| {
        let rest = line.strip_prefix("# ignored ")?;
        let (_, rest) = rest.split_once(" '")?;
        let (name, _) = rest.rsplit_once("' due to ")?;
        Some(name.to_owned())
    };
    said.lines().filter_map(name).collect()
}

fn found(ipsec_lint: &Path, file: &Path) -> Result<Verdict> {
    let mut command = Command::new(ipsec_lint);
    command
        .args(["--no-config", "--target", TARGET, "--output-format", "json"])
        .arg(file);
    let out = command
        .output()
        .with_context(|| format!("cannot start {}", shown(&command)))?;
    ensure!(
        matches!(out.status.code(), Some(0 | 1)),
        "{} failed: {}\n{}",
        shown(&command),
        out.status,
        String::from_utf8_lossy(&out.stderr)
    );
    let findings: Vec<Value> = serde_json::from_slice(&out.stdout)
        .with_context(|| format!("{} printed no list", shown(&command)))?;
    Ok(verdict(&findings))
}

fn verdict(findings: &[Value]) -> Verdict {
    let mut verdict = Verdict::default();
    let by_daemon: BTreeMap<String, bool> = findings
        .iter()
        .map(|finding| (place(finding), is_by_the_daemon(finding)))
        .collect();
    for finding in findings {
        match finding["effect"].as_str() {
            Some("file-refused") => verdict.is_refused = true,
            Some("conn-refused") => {}
            _ => continue,
        }
        // `%default` is no conn that could be dropped: starter drops those that inherit from it.
        let Some(name) = finding["conn"].as_str().filter(|name| *name != "%default") else {
            continue;
        };
        // What a conn inherits is judged by the finding where it stands.
        let cause = finding["related"].get(0).map(place);
        let is_inherited = finding["name"] == "inherited-refusal";
        let by_charon = match cause.and_then(|cause| by_daemon.get(&cause)) {
            Some(by_daemon) if is_inherited => *by_daemon,
            _ => is_by_the_daemon(finding),
        };
        let names = if by_charon {
            &mut verdict.by_charon
        } else {
            &mut verdict.dropped
        };
        names.insert(name.to_owned());
    }
    verdict
}

fn place(value: &Value) -> String {
    format!("{} {}", value["path"], value["range"])
}

fn is_by_the_daemon(finding: &Value) -> bool {
    let mut notes = finding["notes"].as_array().into_iter().flatten();
    notes.any(|note| {
        note.as_str()
            .is_some_and(|note| note.contains(BY_THE_DAEMON))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn names(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn starter_names_what_it_drops() {
        let said = "# bad value: auto=up\n  bad argument value in conn 'a'\n# ignored conn 'a' due to 1 parsing error\n\
                    # ignored ca 'it's' due to 2 parsing errors\n### 3 parsing errors (0 fatal) ###\nconfig OK\n";
        assert_eq!(dropped(said), names(&["a", "it's"]));
    }

    #[test]
    fn what_the_daemon_refuses_is_not_dropped_by_the_reader() {
        let at = |line: u32| json!({ "start": { "line": line } });
        let findings = [
            json!({ "name": "bad-enum-value", "effect": "conn-refused", "conn": "a", "path": "f", "range": at(1), "notes": [] }),
            json!({ "name": "unknown-algorithm", "effect": "conn-refused", "conn": "b", "path": "f", "range": at(2),
                    "notes": ["charon drops the conn; checking the file says nothing"] }),
            json!({ "name": "inherited-refusal", "effect": "conn-refused", "conn": "c", "path": "f", "range": at(3), "notes": [],
                    "related": [{ "path": "f", "range": at(2) }] }),
            json!({ "name": "inherited-refusal", "effect": "conn-refused", "conn": "d", "path": "f", "range": at(4), "notes": [],
                    "related": [{ "path": "f", "range": at(1) }] }),
            json!({ "name": "unused-secret", "effect": "works", "conn": "e", "path": "f", "range": at(5), "notes": [] }),
        ];
        let expected = Verdict {
            is_refused: false,
            dropped: names(&["a", "d"]),
            by_charon: names(&["b", "c"]),
        };
        assert_eq!(verdict(&findings), expected);
    }

    #[test]
    fn each_difference_is_named() {
        let of = |is_refused, dropped: &[&str]| Verdict {
            is_refused,
            dropped: names(dropped),
            ..Verdict::default()
        };
        let compare = |starter, lint| Sums::default().compare(&starter, &lint);
        assert_eq!(
            compare(of(false, &["a", "b"]), of(false, &["b", "c"])),
            ["starter drops `a`", "starter takes `c`"]
        );
        assert_eq!(
            compare(of(true, &[]), of(false, &[])),
            ["starter refuses the file"]
        );
        assert_eq!(
            compare(of(false, &[]), of(true, &[])),
            ["starter takes the file"]
        );
        assert!(compare(of(true, &["a"]), of(true, &[])).is_empty());
    }
}
