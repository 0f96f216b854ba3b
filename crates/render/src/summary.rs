//! The line under a report.

use std::collections::HashSet;
use std::fmt;

use ipsec_conf::diagnostic::Applicability;
use ipsec_conf::{Diagnostic, Severity};

/// The findings about one configuration, counted in words: `3 errors, 1 warning in 2 files; 2 can be fixed with --fix`.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    Tally::of(diagnostics).to_string()
}

/// How many findings there are; tallies of several configurations can be summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
    /// The files with findings.
    pub files: usize,
    pub safe_fixes: usize,
    pub unsafe_fixes: usize,
}

impl Tally {
    pub fn of(diagnostics: &[Diagnostic]) -> Tally {
        let mut tally = Tally::default();
        let mut files = HashSet::new();
        for diagnostic in diagnostics {
            files.insert(diagnostic.span().file);
            match diagnostic.severity {
                Severity::Error => tally.errors += 1,
                Severity::Warning => tally.warnings += 1,
                Severity::Info => tally.infos += 1,
            }
            match diagnostic.fix.as_ref().map(|fix| fix.applicability) {
                Some(Applicability::Safe) => tally.safe_fixes += 1,
                Some(Applicability::Unsafe) => tally.unsafe_fixes += 1,
                None => {}
            }
        }
        tally.files = files.len();
        tally
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.infos += other.infos;
        self.files += other.files;
        self.safe_fixes += other.safe_fixes;
        self.unsafe_fixes += other.unsafe_fixes;
    }
}

impl std::iter::Sum for Tally {
    fn sum<I: Iterator<Item = Tally>>(tallies: I) -> Tally {
        tallies.fold(Tally::default(), |mut sum, tally| {
            sum += tally;
            sum
        })
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = [
            (self.errors, "error", "errors"),
            (self.warnings, "warning", "warnings"),
            (self.infos, "info", "infos"),
        ];
        let mut separator = "";
        for (count, one, many) in counts.into_iter().filter(|&(count, ..)| count > 0) {
            write!(
                f,
                "{separator}{count} {}",
                if count == 1 { one } else { many }
            )?;
            separator = ", ";
        }
        if separator.is_empty() {
            return f.write_str("nothing to report");
        }
        write!(
            f,
            " in {} {}",
            self.files,
            if self.files == 1 { "file" } else { "files" }
        )?;
        match (self.safe_fixes, self.unsafe_fixes) {
            (0, 0) => Ok(()),
            (safe, 0) => write!(f, "; {safe} can be fixed with `--fix`"),
            (0, risky) => write!(f, "; {risky} can be fixed with `--unsafe-fixes`"),
            (safe, risky) => write!(
                f,
                "; {safe} can be fixed with `--fix`, {risky} more with `--unsafe-fixes`"
            ),
        }
    }
}
