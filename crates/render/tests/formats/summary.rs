//! The line under a report.

use ipsec_conf_report::{Tally, summary};

use crate::sample::{Sample, usual};

#[test]
fn counts_in_words() {
    assert_eq!(
        summary(&usual().diagnostics),
        "2 errors, 1 info in 2 files; 1 can be fixed with `--fix`, 1 more with `--unsafe-fixes`"
    );
    assert_eq!(summary(&Sample::default().diagnostics), "nothing to report");
    assert_eq!(
        summary(&Sample::new("x", "x").diagnostics),
        "1 error in 1 file"
    );
}

#[test]
fn tallies_add_up() {
    let sum: Tally = [usual(), usual()]
        .iter()
        .map(|sample| Tally::of(&sample.diagnostics))
        .sum();
    assert_eq!((sum.errors, sum.files), (4, 4));
}
