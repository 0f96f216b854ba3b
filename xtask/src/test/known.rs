//! Recorded cases in which our answer differs and must, each with its reason; every other difference fails the step.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::run::shown;

/// A case whose recorded answer is an accident of how it was taken, or a fact about the host that no file tells.
#[derive(Debug)]
pub(crate) struct Known {
    /// How the line begins that the program prints for it.
    line: &'static str,
    reason: &'static str,
}

const VHOST: &str = "pluto 4.10 aborts only where neither end is an address of the host; where the other end is, the conn works";
const NAME: &str =
    "the conn is not named `t`, under which it was asked for; nothing is wrong with the file";
const VERSION: &str =
    "the check writes `config setup` above the file, so that `version` no longer comes first";

pub(crate) const VERDICTS: &[Known] = &[Known {
    line: "libreswan/v4.10/testing/pluto/ikev1-l2tp-02/north.conf: conn any-east-l2tp:",
    reason: VHOST,
}];

pub(crate) const TRUTH_4: &[Known] = &[
    Known {
        line: "left-pc-nosuch0-right-pc-any: ",
        reason: "whether there is an interface of this name is a question to the host",
    },
    Known {
        line: "left-pc-nosuch0-right-pc-any (with setup): ",
        reason: "whether there is an interface of this name is a question to the host",
    },
    Known {
        line: "not-ours-vhost-pc-priv (with setup): ",
        reason: VHOST,
    },
    Known {
        line: "text-case-of-name: ",
        reason: NAME,
    },
    Known {
        line: "text-case-of-name (with setup): ",
        reason: NAME,
    },
    Known {
        line: "text-version-2 (with setup): ",
        reason: VERSION,
    },
];

const NOT_RUN_WITH_DROP: &str = "the daemon was asked with `ikev1-policy=accept` only, because `ikev2=n` was not taken for a wish for IKEv1";

pub(crate) const TRUTH_5: &[Known] = &[
    Known {
        line: "enum-ikev2-n: ",
        reason: NOT_RUN_WITH_DROP,
    },
    Known {
        line: "enum-ikev2-off: ",
        reason: NOT_RUN_WITH_DROP,
    },
    Known {
        line: "text-case-of-name: ",
        reason: NAME,
    },
    Known {
        line: "text-case-of-name (with setup): ",
        reason: NAME,
    },
    Known {
        line: "text-conn-digits: ",
        reason: NAME,
    },
    Known {
        line: "text-conn-digits (with setup): ",
        reason: NAME,
    },
    Known {
        line: "text-version-2 (with setup): ",
        reason: VERSION,
    },
];

const TUNNEL: &str = "`whack --client` sets the policy bit TUNNEL even on a shunt; the policies in the kernel are the same";

pub(crate) const WHACK: &[Known] = &[
    Known {
        line: "DIFF     pass-ssh ",
        reason: TUNNEL,
    },
    Known {
        line: "DIFF     drop-net ",
        reason: TUNNEL,
    },
];

/// Runs a program that prints a line for each case in which we differ, and exits with 1 if there was one.
pub(crate) fn run(command: &mut Command, known: &[Known]) -> Result<()> {
    let out = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start {}", shown(command)))?;
    let text = String::from_utf8_lossy(&out.stdout);
    print!("{text}");
    match out.status.code() {
        Some(0) => Ok(()),
        Some(1) if !known.is_empty() => only_known(&text, known),
        _ => bail!("{} failed: {}", shown(command), out.status),
    }
}

fn only_known(text: &str, known: &[Known]) -> Result<()> {
    let mut explained = 0;
    let mut unknown = Vec::new();
    for line in text.lines().filter(|line| is_difference(line)) {
        match known.iter().find(|known| line.starts_with(known.line)) {
            Some(known) => {
                explained += 1;
                println!("{}\n    known: {}", known.line.trim_end(), known.reason);
            }
            None => unknown.push(line),
        }
    }
    if !unknown.is_empty() || explained == 0 {
        bail!(
            "{} differences, of which {explained} are known; the others:\n{}",
            explained + unknown.len(),
            unknown.join("\n")
        );
    }
    Ok(())
}

/// The programs name a case at the beginning of its line; sums and headings have no place to name one.
fn is_difference(line: &str) -> bool {
    let roundtrip = ["DIFF ", "MISSED ", "EXTRA ", "CRASH ", "NONE ", "BADCONF "];
    let sums = [
        "errors in loaded files: ",
        "refused: ",
        "most wrong by group: ",
        "4.10: ",
        "5.4: ",
    ];
    if roundtrip.iter().any(|word| line.starts_with(word)) {
        return true;
    }
    line.contains(": ")
        && !line.starts_with([' ', '#', '@', '+', '-'])
        && !sums.iter().any(|word| line.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[Known] = &[Known {
        line: "a-case: ",
        reason: "it was taken on a Monday",
    }];

    #[test]
    fn a_known_difference_passes_and_an_unknown_one_is_named() {
        let known = "a-case: daemon refuses\n4.10: 1 of 2 right\n";
        only_known(known, KNOWN).expect("all of them are known");
        let unknown = format!("another-case: daemon loads\n{known}");
        let error = only_known(&unknown, KNOWN).expect_err("another-case is not known");
        assert_eq!(
            error.to_string(),
            "2 differences, of which 1 are known; the others:\nanother-case: daemon loads"
        );
    }

    #[test]
    fn a_failure_without_a_line_that_explains_it_stays_a_failure() {
        only_known("4.10: 1 of 2 right\n", KNOWN).expect_err("nothing explains it");
    }

    #[test]
    fn a_case_of_the_round_trip_is_a_difference_unless_it_is_the_same() {
        assert!(is_difference(
            "MISSED   vti    0.1s addconn rc=0 commands rc=1"
        ));
        assert!(!is_difference(
            "SAME     vti    0.1s addconn rc=0 commands rc=0"
        ));
    }
}
