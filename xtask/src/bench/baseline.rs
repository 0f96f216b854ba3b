//! The recorded counts, `benches/instructions.toml`, and how new ones compare with them.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use super::machine;
use super::table::{Table, thousands};
use crate::workspace::{Workspace, host};

/// By how much a count may differ from the recorded one.
const TOLERANCE: f64 = 0.05;

const RECORD: &str = "cargo xtask bench --instructions --record";

/// Counts, and with what the programs were built that they are of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Baseline {
    rustc: String,
    host: String,
    profile: String,
    /// By workload.
    instructions: BTreeMap<String, u64>,
}

impl Baseline {
    /// Counts of this machine.
    pub(super) fn here(workspace: &Workspace, counts: Vec<(String, u64)>) -> Result<Baseline> {
        Ok(Baseline {
            rustc: machine::rustc()?,
            host: host()?,
            profile: machine::profile(workspace)?,
            instructions: counts.into_iter().collect(),
        })
    }

    pub(super) fn read(workspace: &Workspace) -> Result<Baseline> {
        let file = path(workspace);
        let text = fs::read_to_string(&file)
            .with_context(|| format!("cannot read {} (`{RECORD}` writes it)", file.display()))?;
        toml::from_str(&text).with_context(|| format!("{} is no baseline", file.display()))
    }

    pub(super) fn write(&self, workspace: &Workspace) -> Result<()> {
        let text = toml::to_string(self)?;
        let head =
            format!("# Instructions of whole runs, counted by callgrind. Written by `{RECORD}`.\n");
        fs::write(path(workspace), head + &text)?;
        Ok(())
    }

    /// Why the counts of this machine cannot be compared with these.
    pub(super) fn differs_from_here(&self, workspace: &Workspace) -> Result<Option<String>> {
        let here = Baseline::here(workspace, Vec::new())?;
        let pairs = [
            (&self.rustc, here.rustc),
            (&self.host, here.host),
            (&self.profile, here.profile),
        ];
        let mut pairs = pairs.into_iter();
        let other = pairs.find(|(recorded, here)| *recorded != here);
        Ok(other.map(|(recorded, here)| {
            format!(
                "the counts were recorded with {recorded}, this is {here} (record anew: `{RECORD}`)"
            )
        }))
    }
}

impl fmt::Display for Baseline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new(&["workload", "instructions"]);
        for (name, count) in &self.instructions {
            table.row([name.clone(), thousands(*count)]);
        }
        write!(f, "{table}")
    }
}

fn path(workspace: &Workspace) -> PathBuf {
    workspace.root.join("benches/instructions.toml")
}

/// What was recorded and what was counted, by workload.
pub(super) struct Comparison(BTreeMap<String, (Option<u64>, Option<u64>)>);

impl Comparison {
    pub(super) fn of(recorded: &Baseline, counted: &Baseline) -> Comparison {
        let mut pairs: BTreeMap<String, (Option<u64>, Option<u64>)> = BTreeMap::new();
        for (name, count) in &recorded.instructions {
            pairs.entry(name.clone()).or_default().0 = Some(*count);
        }
        for (name, count) in &counted.instructions {
            pairs.entry(name.clone()).or_default().1 = Some(*count);
        }
        Comparison(pairs)
    }

    /// What the CI fails for, a line each.
    pub(super) fn complaints(&self) -> Vec<String> {
        let complaint = |(name, (recorded, counted)): (&String, &(Option<u64>, Option<u64>))| {
            let (Some(recorded), Some(counted)) = (*recorded, *counted) else {
                return Some(format!(
                    "`{name}` is recorded or counted, not both (record anew: `{RECORD}`)"
                ));
            };
            (change(recorded, counted) > TOLERANCE).then(|| {
                format!(
                    "`{name}` takes {} instructions, {:+.1} % more than the {} that are recorded; \
                     if that has to be, `{RECORD}` records it",
                    thousands(counted),
                    change(recorded, counted) * 100.0,
                    thousands(recorded)
                )
            })
        };
        self.0.iter().filter_map(complaint).collect()
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new(&["workload", "recorded", "counted", "change"]);
        let mut is_better = false;
        for (name, (recorded, counted)) in &self.0 {
            let change = recorded
                .zip(*counted)
                .map(|(recorded, counted)| change(recorded, counted));
            is_better |= change.is_some_and(|change| change < -TOLERANCE);
            let shown = |count: &Option<u64>| count.map_or_else(|| "-".to_owned(), thousands);
            table.row([
                name.clone(),
                shown(recorded),
                shown(counted),
                change.map_or_else(
                    || "-".to_owned(),
                    |change| format!("{:+.1} %", change * 100.0),
                ),
            ]);
        }
        write!(f, "{table}")?;
        if is_better {
            write!(f, "\nLess than was recorded: `{RECORD}` keeps it so.\n")?;
        }
        Ok(())
    }
}

/// Above zero where more is needed.
#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn change(recorded: u64, counted: u64) -> f64 {
    counted as f64 / recorded as f64 - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn baseline(counts: &[(&str, u64)]) -> Baseline {
        Baseline {
            rustc: "rustc 1.95.0".to_owned(),
            host: "x86_64-unknown-linux-gnu".to_owned(),
            profile: "lto = \"fat\"".to_owned(),
            instructions: counts
                .iter()
                .map(|(name, count)| ((*name).to_owned(), *count))
                .collect(),
        }
    }

    fn check(recorded: &[(&str, u64)], counted: &[(&str, u64)], complaints: &[&str]) {
        let comparison = Comparison::of(&baseline(recorded), &baseline(counted));
        assert_eq!(comparison.complaints(), complaints);
    }

    #[test]
    fn a_little_more_is_no_complaint() {
        check(&[("lint", 1_000_000)], &[("lint", 1_049_000)], &[]);
        check(&[("lint", 1_000_000)], &[("lint", 500_000)], &[]);
    }

    #[test]
    fn a_complaint_names_the_workload_and_both_counts() {
        check(
            &[("fmt", 10), ("lint", 1_000_000)],
            &[("fmt", 10), ("lint", 1_100_000)],
            &[
                "`lint` takes 1,100,000 instructions, +10.0 % more than the 1,000,000 that are recorded; \
               if that has to be, `cargo xtask bench --instructions --record` records it",
            ],
        );
    }

    #[test]
    fn a_workload_that_is_not_recorded_is_a_complaint() {
        check(
            &[],
            &[("lint", 1)],
            &[
                "`lint` is recorded or counted, not both (record anew: `cargo xtask bench --instructions --record`)",
            ],
        );
    }

    #[test]
    fn less_than_recorded_is_said() {
        let comparison = Comparison::of(&baseline(&[("lint", 100)]), &baseline(&[("lint", 90)]));
        assert_eq!(
            comparison.to_string(),
            "| workload | recorded | counted | change |\n|---|---|---|---|\n| lint | 100 | 90 | -10.0 % |\n\n\
             Less than was recorded: `cargo xtask bench --instructions --record` keeps it so.\n"
        );
    }

    #[test]
    fn a_baseline_is_read_as_it_was_written() {
        let written = toml::to_string(&baseline(&[("lint", 7)])).expect("it can be written");
        let read: Baseline = toml::from_str(&written).expect("it can be read");
        assert_eq!(read, baseline(&[("lint", 7)]));
    }
}
