//! Configurations that are hard by their size or their shape, and those of which no line is right.

use std::fs;

use anyhow::Result;
use ipsec_conf_bench::Dialect;
use ipsec_conf_bench::hostile::{all, chain, faulty, one_template};

use super::Bench;
use super::promises::Figures;
use super::race::{Runs, in_turns};
use super::table::{self, Table, or_dash};
use super::usage::{End, Usage};

/// How often each is read.
const TIMES: usize = 3;

/// Seconds of processor time after which a run is broken off.
const PATIENCE: u64 = 5;
/// The same where it is asked how the time grows, but for `--quick`.
const LONG_PATIENCE: u64 = 30;

pub(super) fn measure(bench: &Bench<'_>, figures: &mut Figures) -> Result<()> {
    println!("### Hostile files\n");
    let mut table = Table::new(&[
        "file",
        "size",
        "ipsec-lint for Libreswan",
        "addconn",
        "ipsec-lint for strongSwan",
        "starter",
        "ipsec-fmt --check",
        "ipsec-auto --add",
    ]);
    let file = bench.dir.join("hostile.conf");
    for hostile in all() {
        fs::write(&file, &hostile.text)?;
        let asked = [
            Some(bench.lint(Dialect::Libreswan, &file)),
            bench.peers.reads(Dialect::Libreswan, &file),
            Some(bench.lint(Dialect::Strongswan, &file)),
            bench.peers.reads(Dialect::Strongswan, &file),
            Some(bench.fmt(Dialect::Libreswan, &file)),
            Some(bench.auto(Dialect::Libreswan, &file, hostile.conn)),
        ];
        let is_asked = asked.each_ref().map(Option::is_some);
        let commands: Vec<_> = asked.into_iter().flatten().collect();
        let mut runs = in_turns(&commands, TIMES, PATIENCE)?.into_iter();
        let used = is_asked
            .map(|is_asked| is_asked.then(|| runs.next()).flatten())
            .map(|runs| runs.as_ref().map(Runs::median));
        let ours = [used[0], used[2], used[4], used[5]];
        for usage in ours.into_iter().flatten() {
            if let End::Killed(signal) = usage.end {
                let name = hostile.name;
                figures.killed.push(format!("{name}: signal {signal}"));
            }
        }
        let start = [hostile.name.to_owned(), table::size(hostile.text.len())];
        let cells = used
            .iter()
            .map(|usage| or_dash(usage.as_ref().map(table::usage)));
        table.row(start.into_iter().chain(cells));
    }
    println!("{table}");
    growing(bench, figures)
}

/// One shape in several sizes.
struct Growing {
    name: &'static str,
    text: fn(usize) -> String,
    conns: &'static [usize],
}

const GROWING: [Growing; 3] = [
    Growing {
        name: "no line is right",
        text: faulty,
        conns: &[1_000, 10_000, 100_000],
    },
    Growing {
        name: CHAIN,
        text: chain,
        conns: &[1_000, 10_000],
    },
    Growing {
        name: ONE_TEMPLATE,
        text: one_template,
        conns: &[1_000, 10_000, 100_000],
    },
];

const CHAIN: &str = "a chain of `also=`";
const ONE_TEMPLATE: &str = "all on one template";

/// What ten times the conns cost.
fn growing(bench: &Bench<'_>, figures: &mut Figures) -> Result<()> {
    println!("### Growth of hostile files\n");
    let mut table = Table::new(&[
        "file",
        "conns",
        "size",
        "ipsec-lint for Libreswan",
        "times the one before",
        "addconn",
        "times the one before",
    ]);
    let file = bench.dir.join("hostile.conf");
    let patience = if bench.is_quick() {
        PATIENCE
    } else {
        LONG_PATIENCE
    };
    for Growing { name, text, conns } in GROWING {
        let (mut ours, mut theirs): (Option<Usage>, Option<Usage>) = (None, None);
        for conns in conns
            .iter()
            .copied()
            .filter(|conns| !bench.is_quick() || *conns < 100_000)
        {
            let text = text(conns);
            fs::write(&file, &text)?;
            let mut commands = vec![bench.lint(Dialect::Libreswan, &file)];
            // Where it was broken off it would be again.
            if theirs.is_none_or(|before| before.end != End::BrokenOff) {
                commands.extend(bench.peers.reads(Dialect::Libreswan, &file));
            }
            let runs = in_turns(&commands, TIMES, patience)?;
            let our = runs[0].median();
            let their = runs.get(1).map(Runs::median);
            let our_growth = ours.and_then(|before| growth(&before, &our));
            let their_growth = theirs
                .zip(their)
                .and_then(|(before, now)| growth(&before, &now));
            let known = match name {
                CHAIN => &mut figures.growth_chain,
                ONE_TEMPLATE => &mut figures.growth_template,
                _ => &mut figures.growth_faulty,
            };
            known.extend(our_growth);
            (ours, theirs) = (Some(our), their.or(theirs));
            let shown = |growth: Option<f64>| or_dash(growth.map(table::growth));
            table.row([
                name.to_owned(),
                table::thousands(conns as u64),
                table::size(text.len()),
                table::usage(&our),
                shown(our_growth),
                or_dash(their.as_ref().map(table::usage)),
                shown(their_growth),
            ]);
        }
    }
    println!("{table}");
    Ok(())
}

/// What was broken off grew without a bound that anybody knows.
fn growth(before: &Usage, now: &Usage) -> Option<f64> {
    match (before.end, now.end) {
        (End::Status(_), End::Status(_)) => Some(now.seconds / before.seconds),
        (End::Status(_), End::BrokenOff) => Some(f64::INFINITY),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_broken_off_keeps_no_limit() {
        let usage = |seconds, end| Usage {
            seconds,
            wall: seconds,
            bytes: 1.0,
            least: 1.0,
            end,
        };
        let small = usage(0.5, End::Status(0));
        assert_eq!(growth(&small, &usage(4.0, End::Status(1))), Some(8.0));
        assert_eq!(
            growth(&small, &usage(5.0, End::BrokenOff)),
            Some(f64::INFINITY)
        );
        let over = usage(5.0, End::BrokenOff);
        assert_eq!(growth(&over, &over), None);
    }
}
