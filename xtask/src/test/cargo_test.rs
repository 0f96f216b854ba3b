//! `cargo test`, with its tests counted from what it prints.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::report::{Outcome, Tally};

pub(crate) fn run_and_count(command: &mut Command) -> Result<Outcome> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start cargo")?;
    let output = child
        .stdout
        .take()
        .context("bug: standard output is not piped")?;
    let counted = count(BufReader::new(output), &mut std::io::stdout())
        .context("cannot read what cargo prints")?;
    let status = child.wait().context("cannot wait for cargo")?;
    Ok(Outcome::Counted(settle(counted, status.success())))
}

/// Adds up the results of all test programs, and passes their output on while it comes.
fn count(input: impl BufRead, output: &mut impl Write) -> std::io::Result<Tally> {
    let mut tally = Tally::default();
    for line in input.split(b'\n') {
        let mut line = line?;
        if let Some(one) = result_line(&String::from_utf8_lossy(&line)) {
            tally += one;
        }
        line.push(b'\n');
        // Whoever closed our output still wants the exit status.
        let _ = output.write_all(&line);
    }
    Ok(tally)
}

/// A crate that does not compile and a test program that dies print no result: they count as one failure.
fn settle(counted: Tally, success: bool) -> Tally {
    let is_unaccounted = !success && counted.failed == 0;
    Tally {
        failed: counted.failed + usize::from(is_unaccounted),
        ..counted
    }
}

/// `test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s`
fn result_line(line: &str) -> Option<Tally> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let mut tally = Tally::default();
    for part in counts.split("; ") {
        let (count, what) = part.split_once(' ')?;
        match what {
            "passed" => tally.passed = count.parse().ok()?,
            "failed" => tally.failed = count.parse().ok()?,
            "ignored" => tally.skipped = count.parse().ok()?,
            _ => break,
        }
    }
    Some(tally)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passed: usize, failed: usize, skipped: usize) -> Tally {
        Tally {
            passed,
            failed,
            skipped,
        }
    }

    #[test]
    fn the_results_of_all_test_programs_are_added_and_passed_on() {
        let printed = "\
test a_test ... ok
test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s

test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 7 filtered out; finished in 0.01s
";
        let mut output = Vec::new();
        let counted = count(printed.as_bytes(), &mut output).expect("it reads from memory");
        assert_eq!(counted, tally(15, 2, 1));
        assert_eq!(output, printed.as_bytes());
    }

    #[test]
    fn a_failure_without_a_result_is_one_failure() {
        assert_eq!(settle(tally(4, 0, 0), false), tally(4, 1, 0));
        assert_eq!(settle(tally(4, 2, 0), false), tally(4, 2, 0));
        assert_eq!(settle(tally(4, 0, 0), true), tally(4, 0, 0));
    }

    #[test]
    fn other_lines_count_nothing() {
        for line in [
            "",
            "test result: ok",
            "running 3 tests",
            "test result: ok. x passed; 0 failed",
        ] {
            assert_eq!(result_line(line), None, "{line}");
        }
    }
}
