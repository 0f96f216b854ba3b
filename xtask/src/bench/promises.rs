//! What the programs are to keep: for each figure the floor, which must be kept, and the target, which is better still.

use super::table::{self, Table};

/// What was measured, as far as it was.
#[derive(Debug, Default)]
pub(super) struct Figures {
    /// MB a second, 10,000 conns.
    pub(super) parse_speed: Option<f64>,
    /// For each byte.
    pub(super) parse_instructions: Option<f64>,
    /// 10,000 conns.
    pub(super) lint_seconds: Option<f64>,
    /// To that of starter.
    pub(super) lint_ratio: Option<f64>,
    /// For each step of ten.
    pub(super) growth: Vec<f64>,
    pub(super) growth_faulty: Vec<f64>,
    pub(super) growth_template: Vec<f64>,
    pub(super) growth_chain: Vec<f64>,
    /// The hostile files that no program survived.
    pub(super) killed: Vec<String>,
    /// To the size of the largest file.
    pub(super) memory_strongswan: Option<f64>,
    pub(super) memory_libreswan: Option<f64>,
    /// One conn of 10,000.
    pub(super) auto_seconds: Option<f64>,
    /// Instructions.
    pub(super) start_up: Option<f64>,
    /// Milliseconds.
    pub(super) key_at_1000: Option<f64>,
    pub(super) key_at_10000: Option<f64>,
    /// Files a second.
    pub(super) files: Option<f64>,
}

struct Promise {
    what: &'static str,
    bound: Bound,
    floor: f64,
    target: f64,
    measured: Option<f64>,
    shown: fn(f64) -> String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    AtLeast,
    AtMost,
}

pub(super) fn table(figures: &Figures) -> String {
    let mut table = Table::new(&["what", "floor", "target", "measured", "kept"]);
    for promise in promises(figures) {
        let sign = match promise.bound {
            Bound::AtLeast => "≥",
            Bound::AtMost => "≤",
        };
        let limit = |limit: f64| {
            let shown = (promise.shown)(limit);
            if limit.is_finite() {
                format!("{sign} {shown}")
            } else {
                shown
            }
        };
        table.row([
            promise.what.to_owned(),
            limit(promise.floor),
            limit(promise.target),
            table::or_dash(promise.measured.map(promise.shown)),
            promise.kept().to_owned(),
        ]);
    }
    let survived = if figures.killed.is_empty() {
        "every program ends by itself or is broken off with all hostile files".to_owned()
    } else {
        format!("killed: {}", figures.killed.join(", "))
    };
    format!("### Targets\n\n{table}\nStack: {survived}.")
}

impl Promise {
    fn kept(&self) -> &'static str {
        let Some(measured) = self.measured else {
            return "not measured";
        };
        let keeps = |limit: f64| match self.bound {
            Bound::AtLeast => measured >= limit,
            Bound::AtMost => measured <= limit,
        };
        match (keeps(self.floor), keeps(self.target)) {
            (_, true) => "target",
            (true, false) => "floor",
            (false, false) => "**neither**",
        }
    }
}

fn promises(figures: &Figures) -> [Promise; 15] {
    let worst = |growth: &[f64]| growth.iter().copied().reduce(f64::max);
    let speed = |speed: f64| format!("{speed:.0} MB/s");
    let each = |count: f64| format!("{count:.0}");
    let ratio = |ratio: f64| format!("{ratio:.2}");
    let times = |times: f64| format!("{times:.1} x");
    let growth = table::growth;
    let millis = |millis: f64| format!("{millis:.1} ms");
    let instructions = |count: f64| format!("{:.2} million", count / 1e6);
    let files = |files: f64| format!("{files:.0} files/s");
    let at_most = |what, floor, target, measured, shown| Promise {
        what,
        bound: Bound::AtMost,
        floor,
        target,
        measured,
        shown,
    };
    let at_least = |what, floor, target, measured, shown| Promise {
        bound: Bound::AtLeast,
        ..at_most(what, floor, target, measured, shown)
    };
    [
        at_least(
            "parse, 10,000 conns",
            40.0,
            80.0,
            figures.parse_speed,
            speed,
        ),
        at_most(
            "instructions of parsing for each byte",
            200.0,
            200.0,
            figures.parse_instructions,
            each,
        ),
        at_most(
            "lint, 10,000 conns: processor time",
            0.14,
            0.06,
            figures.lint_seconds,
            table::seconds,
        ),
        at_most(
            "lint, 10,000 conns: processor time to that of starter",
            1.0,
            0.4,
            figures.lint_ratio,
            ratio,
        ),
        at_most(
            "lint, for each ten times the conns",
            15.0,
            12.0,
            worst(&figures.growth),
            growth,
        ),
        at_most(
            "lint where no line is right, for each ten times the conns",
            15.0,
            12.0,
            worst(&figures.growth_faulty),
            growth,
        ),
        at_most(
            "lint of `also=`, all on one template, for each ten times the conns",
            15.0,
            12.0,
            worst(&figures.growth_template),
            growth,
        ),
        at_most(
            "lint of `also=`, in a chain, for ten times the conns",
            f64::INFINITY,
            12.0,
            worst(&figures.growth_chain),
            |times| {
                if times.is_finite() {
                    table::growth(times)
                } else {
                    "no stack overflow".to_owned()
                }
            },
        ),
        at_most(
            "lint for strongSwan, 100,000 conns: peak memory to the size of the file",
            8.0,
            4.0,
            figures.memory_strongswan,
            times,
        ),
        at_most(
            "lint for Libreswan, 100,000 conns: peak memory to the size of the file",
            8.0,
            4.0,
            figures.memory_libreswan,
            times,
        ),
        at_most(
            "`ipsec-auto --showonly --add`, one conn of 10,000",
            0.05,
            0.01,
            figures.auto_seconds,
            table::seconds,
        ),
        at_most(
            "`ipsec-lint`, 27 lines without a fault: instructions",
            3e6,
            1e6,
            figures.start_up,
            instructions,
        ),
        at_most(
            "from key to findings, 10,000 conns: 99 of 100 within",
            16.0,
            5.0,
            figures.key_at_10000,
            millis,
        ),
        at_most(
            "from key to findings, 1,000 conns: 99 of 100 within",
            6.0,
            3.0,
            figures.key_at_1000,
            millis,
        ),
        at_least("10,000 small files", 25e3, 60e3, figures.files, files),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(figures: &Figures, what: &str) -> &'static str {
        let promise = promises(figures)
            .into_iter()
            .find(|promise| promise.what.starts_with(what));
        promise.expect("there is such a promise").kept()
    }

    #[test]
    fn a_limit_is_kept_from_the_right_side() {
        let figures = |files, memory| Figures {
            files: Some(files),
            memory_libreswan: Some(memory),
            ..Figures::default()
        };
        let good = figures(70e3, 3.0);
        let fair = figures(30e3, 7.0);
        let bad = figures(10e3, 9.0);
        for (figures, expected) in [(good, "target"), (fair, "floor"), (bad, "**neither**")] {
            assert_eq!(kept(&figures, "10,000 small files"), expected);
            assert_eq!(
                kept(&figures, "lint for Libreswan, 100,000 conns"),
                expected
            );
        }
    }

    #[test]
    fn the_worst_step_counts() {
        let figures = Figures {
            growth: vec![9.0, 20.0, 8.0],
            ..Figures::default()
        };
        assert_eq!(kept(&figures, "lint, for each ten"), "**neither**");
        assert_eq!(kept(&figures, "parse"), "not measured");
    }

    #[test]
    fn a_chain_has_no_bound_but_a_target() {
        let figures = |growth| Figures {
            growth_chain: vec![growth],
            ..Figures::default()
        };
        assert_eq!(
            kept(&figures(100.0), "lint of `also=`, in a chain"),
            "floor"
        );
        assert_eq!(kept(&figures(9.0), "lint of `also=`, in a chain"), "target");
        let table = table(&figures(f64::INFINITY));
        let row = table.lines().find(|line| line.contains("in a chain"));
        assert_eq!(
            row,
            Some(
                "| lint of `also=`, in a chain, for ten times the conns | no stack overflow | ≤ 12.0 x | no stack overflow | floor |"
            )
        );
    }
}
