//! The steps of a task: announced when they start, summed up when all are done.
//!
//! A failed step does not stop the ones after it: one run shows everything that is wrong.

use std::fmt;
use std::ops::AddAssign;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// How many tests passed, failed, or could not run; a step that is no collection of tests counts as one.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) skipped: usize,
}

pub(crate) enum Outcome {
    Passed,
    /// The step only prepares others: it is no test, so it counts only when it fails.
    Prepared,
    /// The step ran several tests; it failed if one of them did.
    Counted(Tally),
    Skipped(String),
}

/// What ended well and has nothing more to say.
impl From<()> for Outcome {
    fn from((): ()) -> Self {
        Self::Passed
    }
}

struct Step {
    name: String,
    result: anyhow::Result<Outcome>,
    time: Duration,
}

#[derive(Default)]
pub(crate) struct Report {
    steps: Vec<Step>,
}

impl Report {
    /// Runs one step and tells whether it passed.
    pub(crate) fn step<T: Into<Outcome>>(
        &mut self,
        name: impl Into<String>,
        work: impl FnOnce() -> anyhow::Result<T>,
    ) -> bool {
        let name = name.into();
        println!("==> {name}");
        let start = Instant::now();
        let result = work().map(Into::into);
        if let Err(error) = &result {
            eprintln!("error: {error:#}");
        }
        let step = Step {
            name,
            result,
            time: start.elapsed(),
        };
        let passed = step.tally().failed == 0;
        self.steps.push(step);
        passed
    }

    pub(crate) fn skip(&mut self, name: impl Into<String>, reason: impl Into<String>) {
        self.step(name, || Ok(Outcome::Skipped(reason.into())));
    }

    /// Prints the summary; its last line holds the counts alone, for programs to read.
    pub(crate) fn close(&self) -> ExitCode {
        println!("\n{self}");
        if self.tally().failed == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }

    fn tally(&self) -> Tally {
        let mut sum = Tally::default();
        for step in &self.steps {
            sum += step.tally();
        }
        sum
    }
}

impl Step {
    fn tally(&self) -> Tally {
        match &self.result {
            Ok(Outcome::Passed) => Tally {
                passed: 1,
                ..Tally::default()
            },
            Ok(Outcome::Prepared) => Tally::default(),
            Ok(Outcome::Counted(tally)) => *tally,
            Ok(Outcome::Skipped(_)) => Tally {
                skipped: 1,
                ..Tally::default()
            },
            Err(_) => Tally {
                failed: 1,
                ..Tally::default()
            },
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.steps {
            writeln!(f, "{step}")?;
        }
        write!(f, "{}", self.tally())
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, result, time } = self;
        let seconds = time.as_secs_f64();
        match result {
            Ok(Outcome::Skipped(reason)) => write!(f, "skipped {seconds:7.1} s  {name}: {reason}"),
            Ok(Outcome::Passed | Outcome::Prepared) => write!(f, "ok      {seconds:7.1} s  {name}"),
            Ok(Outcome::Counted(tally)) => {
                let word = if tally.failed == 0 {
                    "ok     "
                } else {
                    "FAILED "
                };
                write!(f, "{word} {seconds:7.1} s  {name} ({tally})")
            }
            Err(_) => write!(f, "FAILED  {seconds:7.1} s  {name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_holds_the_counts_alone() {
        let mut report = Report::default();
        assert!(report.step("build", || Ok(Outcome::Prepared)));
        assert!(report.step("tests", || Ok(Outcome::Counted(Tally {
            passed: 40,
            failed: 0,
            skipped: 0
        }))));
        assert_eq!(
            report.to_string().lines().last(),
            Some("40 passed, 0 failed")
        );
        report.skip("daemon", "not root");
        assert!(!report.step("deny", || Err::<(), _>(anyhow::anyhow!("a licence"))));
        assert!(!report.step("more tests", || Ok(Outcome::Counted(Tally {
            passed: 2,
            failed: 1,
            skipped: 3
        }))));
        let text = report.to_string();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 6);
        assert!(lines[2].starts_with("skipped") && lines[2].ends_with("daemon: not root"));
        assert!(lines[3].starts_with("FAILED") && lines[3].ends_with("deny"));
        assert!(
            lines[4].starts_with("FAILED") && lines[4].ends_with("(2 passed, 1 failed, 3 skipped)")
        );
        assert_eq!(lines[5], "42 passed, 2 failed, 4 skipped");
    }
}
