//! A table in Markdown, and how figures are written in it.

use std::fmt;

use super::usage::{End, Usage};

pub(super) struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new(head: &[&str]) -> Table {
        Table {
            head: head.iter().map(ToString::to_string).collect(),
            rows: Vec::new(),
        }
    }

    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let cells: Vec<String> = cells.into_iter().collect();
        assert_eq!(cells.len(), self.head.len(), "bug: {cells:?}");
        self.rows.push(cells);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| {} |", self.head.join(" | "))?;
        writeln!(f, "|{}", "---|".repeat(self.head.len()))?;
        for row in &self.rows {
            writeln!(f, "| {} |", row.join(" | "))?;
        }
        Ok(())
    }
}

/// Processor time and memory of a run.
pub(super) fn usage(usage: &Usage) -> String {
    match usage.end {
        End::BrokenOff => format!("over {:.0} s", usage.seconds),
        End::Killed(signal) => {
            format!("killed by signal {signal} after {}", seconds(usage.seconds))
        }
        End::Status(_) if usage.is_memory_known() => {
            format!("{}, {}", seconds(usage.seconds), megabytes(usage.bytes))
        }
        End::Status(_) => seconds(usage.seconds),
    }
}

/// Two digits that say something.
pub(super) fn seconds(seconds: f64) -> String {
    if seconds < 0.01 {
        format!("{:.1} ms", seconds * 1e3)
    } else if seconds < 1.0 {
        format!("{:.0} ms", seconds * 1e3)
    } else {
        format!("{seconds:.1} s")
    }
}

pub(super) fn megabytes(bytes: f64) -> String {
    format!("{:.0} MB", bytes / 1e6)
}

/// The size of a file.
#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
pub(super) fn size(bytes: usize) -> String {
    format!("{:.2} MB", bytes as f64 / 1e6)
}

/// How many times as much.
pub(super) fn growth(times: f64) -> String {
    if times.is_infinite() {
        "broken off".to_owned()
    } else {
        format!("{times:.1} x")
    }
}

/// `12,345,678`
pub(super) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// What was measured, or that it was not.
pub(super) fn or_dash(figure: Option<String>) -> String {
    figure.unwrap_or_else(|| "-".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_markdown() {
        let mut table = Table::new(&["conns", "time"]);
        table.row(["30".to_owned(), seconds(0.0024)]);
        assert_eq!(
            table.to_string(),
            "| conns | time |\n|---|---|\n| 30 | 2.4 ms |\n"
        );
    }

    #[test]
    fn times_have_two_digits_or_more() {
        let shown = [0.0024, 0.024, 0.24, 2.4].map(seconds);
        assert_eq!(shown, ["2.4 ms", "24 ms", "240 ms", "2.4 s"]);
    }

    #[test]
    fn digits_stand_in_groups_of_three() {
        assert_eq!(
            [1, 999, 1_000, 1_234_567].map(thousands),
            ["1", "999", "1,000", "1,234,567"]
        );
    }
}
