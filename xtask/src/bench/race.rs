//! Programs in turns on the same input, so that what else the machine does meets all of them.

use std::process::Command;

use anyhow::{Result, ensure};

use super::usage::{End, Usage, measured};
use crate::run::shown;

/// What the runs of one program used.
#[derive(Debug, Clone)]
pub(super) struct Runs(Vec<Usage>);

impl Runs {
    /// The run in the middle, by processor time.
    pub(super) fn median(&self) -> Usage {
        let mut runs = self.0.clone();
        runs.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
        runs[runs.len() / 2]
    }

    /// The times from start to end.
    pub(super) fn walls(&self) -> Vec<f64> {
        self.0.iter().map(|run| run.wall).collect()
    }

    /// The processor time to that of the other, the middle of the ratios of each turn. `None` where one was broken off.
    pub(super) fn ratio(&self, other: &Runs) -> Option<f64> {
        let is_whole = |runs: &Runs| runs.0.iter().all(|run| run.end != End::BrokenOff);
        if !is_whole(self) || !is_whole(other) {
            return None;
        }
        let turns = self.0.iter().zip(&other.0);
        Some(middle(turns.map(|(a, b)| a.seconds / b.seconds).collect()))
    }
}

/// A program that has used so many seconds in all does not run again.
const ENOUGH: f64 = 30.0;

/// Runs each program so many times, in turns, or less often if it takes long; one that is broken off does not run again.
pub(super) fn in_turns(commands: &[Command], times: usize, patience: u64) -> Result<Vec<Runs>> {
    let mut runs: Vec<Runs> = commands.iter().map(|_| Runs(Vec::new())).collect();
    for _ in 0..times {
        for (command, Runs(runs)) in commands.iter().zip(&mut runs) {
            let is_broken_off = runs.iter().any(|run| run.end == End::BrokenOff);
            let used: f64 = runs.iter().map(|run| run.seconds).sum();
            if !is_broken_off && used < ENOUGH {
                runs.push(measured(command, patience)?);
            }
        }
    }
    Ok(runs)
}

/// A measure of a program that has failed says nothing.
pub(super) fn ensure_success(command: &Command, runs: &Runs) -> Result<()> {
    for run in &runs.0 {
        ensure!(
            matches!(run.end, End::Status(0) | End::BrokenOff),
            "{} ended with {:?}",
            shown(command),
            run.end
        );
    }
    Ok(())
}

pub(super) fn middle(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(seconds: &[f64], end: End) -> Runs {
        let run = |seconds: &f64| Usage {
            seconds: *seconds,
            wall: 1.0,
            bytes: 1.0,
            least: 1.0,
            end,
        };
        Runs(seconds.iter().map(run).collect())
    }

    #[test]
    fn the_median_is_that_of_the_time() {
        let runs = runs(&[3.0, 1.0, 2.0], End::Status(0));
        assert!((runs.median().seconds - 2.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_ratio_is_taken_turn_by_turn() {
        let ours = runs(&[1.0, 10.0, 3.0], End::Status(0));
        let theirs = runs(&[2.0, 40.0, 3.0], End::Status(0));
        assert_eq!(ours.ratio(&theirs), Some(0.5));
    }

    #[test]
    fn what_was_broken_off_has_no_ratio() {
        let ours = runs(&[1.0], End::Status(0));
        let theirs = runs(&[20.0], End::BrokenOff);
        assert_eq!(ours.ratio(&theirs), None);
    }
}
