//! The report of lcov, as far as it is about lines and functions.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use anyhow::{Context, Result};

/// How many there are, and how many of them ran.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Share {
    pub(super) all: usize,
    pub(super) run: usize,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) lines: Share,
    pub(super) functions: Share,
}

/// One source file; line numbers with whether the line ran.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct SourceFile {
    pub(super) path: String,
    lines: BTreeMap<usize, bool>,
    /// By the line where it begins: what a generic function is made into is one function.
    functions: BTreeMap<usize, bool>,
}

impl Share {
    pub(super) fn share(self) -> String {
        // Exact for any number of lines that a project has.
        #[allow(clippy::cast_precision_loss)]
        let percent = 100.0 * self.run as f64 / self.all.max(1) as f64;
        format!("{percent:.1} %")
    }

    fn of(items: &BTreeMap<usize, bool>, end: usize) -> Share {
        let items = items.range(..end);
        Share {
            all: items.clone().count(),
            run: items.filter(|(_, run)| **run).count(),
        }
    }
}

impl AddAssign for Share {
    fn add_assign(&mut self, other: Self) {
        self.all += other.all;
        self.run += other.run;
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.lines += other.lines;
        self.functions += other.functions;
    }
}

impl SourceFile {
    /// Of what stands above the line `end`.
    pub(super) fn counts(&self, end: usize) -> Counts {
        Counts {
            lines: Share::of(&self.lines, end),
            functions: Share::of(&self.functions, end),
        }
    }
}

/// A module of tests stands at the end of its file.
pub(super) fn first_test_line(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    let is_module = |pair: &[&str]| pair[0] == "#[cfg(test)]" && pair[1].ends_with('{');
    let at = lines.windows(2).position(is_module);
    at.map_or(usize::MAX, |at| at + 1)
}

pub(super) fn files(report: &str) -> Result<Vec<SourceFile>> {
    let mut files = Vec::new();
    let mut file = SourceFile::default();
    let mut starts: BTreeMap<&str, usize> = BTreeMap::new();
    for line in report.lines() {
        let Some((kind, rest)) = line.split_once(':') else {
            if line == "end_of_record" {
                files.push(std::mem::take(&mut file));
                starts.clear();
            }
            continue;
        };
        let fields = || {
            rest.split_once(',')
                .with_context(|| format!("lcov: `{line}`"))
        };
        match kind {
            "SF" => rest.clone_into(&mut file.path),
            "FN" => {
                let (start, name) = fields()?;
                starts.insert(name, start.parse()?);
            }
            "FNDA" => {
                let (count, name) = fields()?;
                let start = starts
                    .get(name)
                    .with_context(|| format!("lcov: no line for `{name}`"))?;
                *file.functions.entry(*start).or_default() |= count != "0";
            }
            "DA" => {
                let (number, count) = fields()?;
                let count = count.split(',').next().unwrap_or_default();
                *file.lines.entry(number.parse()?).or_default() |= count != "0";
            }
            _ => {}
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "\
SF:src/a.rs
FN:3,one
FN:3,one_again
FN:8,two
FNDA:0,one
FNDA:5,one_again
FNDA:0,two
FNF:3
DA:3,5
DA:4,5
DA:8,0
DA:20,1
LF:4
end_of_record
SF:src/b.rs
DA:1,0
end_of_record
";

    #[test]
    fn lines_and_functions_of_files() {
        let files = files(REPORT).expect("it is lcov");
        assert_eq!(files[0].path, "src/a.rs");
        let share = |all, run| Share { all, run };
        let counts = Counts {
            lines: share(4, 3),
            functions: share(2, 1),
        };
        assert_eq!(files[0].counts(usize::MAX), counts);
        assert_eq!(files[0].counts(8).lines, share(2, 2));
        assert_eq!(files[1].counts(usize::MAX).lines, share(1, 0));
    }

    #[test]
    fn what_is_no_report_is_an_error() {
        assert!(files("DA:x,1\n").is_err());
        assert!(files("FNDA:1,nobody\n").is_err());
    }

    #[test]
    fn tests_at_the_end_of_a_file_do_not_count() {
        assert_eq!(
            first_test_line("fn a() {}\n\n#[cfg(test)]\nmod tests {\n"),
            3
        );
        // A module in a file of its own may stand anywhere.
        let text = "#[cfg(test)]\nmod tests;\n\nfn a() {}\n";
        assert_eq!(first_test_line(text), usize::MAX);
    }
}
