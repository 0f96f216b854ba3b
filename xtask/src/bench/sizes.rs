//! Site-to-site configurations without a fault, from 30 conns to 100,000, read by our programs and by a peer in turns.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, ensure};
use ipsec_conf_bench::{Dialect, hostile, sites};

use super::peers::Peers;
use super::promises::Figures;
use super::race::{Runs, ensure_success, in_turns};
use super::table::{self, Table, or_dash};
use super::usage::Usage;
use super::{Bench, callgrind, target};
use crate::run::output;

const LARGEST: usize = 100_000;

/// How many conns the measured configurations have.
pub(super) fn conns(bench: &Bench<'_>) -> Vec<usize> {
    let all = [30, 100, 1_000, 10_000, LARGEST];
    let is_wanted = |conns: &usize| !bench.is_quick() || *conns < LARGEST;
    all.into_iter().filter(is_wanted).collect()
}

/// How often a program reads a file of so many conns.
fn times(bench: &Bench<'_>, conns: usize) -> usize {
    match conns {
        _ if bench.is_quick() => 3,
        0..=1_000 => 21,
        1_001..=10_000 => 9,
        _ => 3,
    }
}

pub(super) fn measure(bench: &Bench<'_>, figures: &mut Figures) -> Result<()> {
    for dialect in [Dialect::Strongswan, Dialect::Libreswan] {
        of_dialect(bench, dialect, figures)?;
    }
    start_up(bench, figures)
}

/// What is asked about one file: ipsec-lint, ipsec-fmt, ipsec-auto, and the peer if it is there.
fn questions(bench: &Bench<'_>, dialect: Dialect, file: &Path) -> Vec<Command> {
    let mut commands = vec![
        bench.lint(dialect, file),
        bench.fmt(dialect, file),
        bench.auto(dialect, file, hostile::SITE),
    ];
    commands.extend(bench.peers.reads(dialect, file));
    commands
}

fn of_dialect(bench: &Bench<'_>, dialect: Dialect, figures: &mut Figures) -> Result<()> {
    let peer = Peers::name(dialect);
    println!("### As {} reads\n", target(dialect));
    let mut table = Table::new(&[
        "conns",
        "size",
        "ipsec-lint",
        peer,
        "ratio",
        "ipsec-fmt --check",
        "ipsec-auto --add",
        "ratio to the peer",
    ]);
    let mut before: Option<Usage> = None;
    for conns in self::conns(bench) {
        let text = sites(dialect, conns);
        let file = bench.dir.join(format!("{}-{conns}.conf", target(dialect)));
        fs::write(&file, &text)?;
        let mut commands = questions(bench, dialect, &file);
        let found = output(&mut commands[0])?;
        ensure!(
            found.is_empty(),
            "{} is not clean:\n{found}",
            file.display()
        );
        let runs = in_turns(&commands, times(bench, conns), bench.patience())?;
        for (command, runs) in commands.iter().zip(&runs) {
            ensure_success(command, runs)?;
        }
        let (lint, fmt, auto, peer) = (&runs[0], &runs[1], &runs[2], runs.get(3));
        let ratio = |ours: &Runs| peer.and_then(|peer| ours.ratio(peer));
        let shown = |ratio: Option<f64>| or_dash(ratio.map(|ratio| format!("{ratio:.2}")));
        #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
        let size = text.len() as f64;
        table.row([
            table::thousands(conns as u64),
            table::size(text.len()),
            table::usage(&lint.median()),
            or_dash(peer.map(|peer| table::usage(&peer.median()))),
            shown(ratio(lint)),
            table::usage(&fmt.median()),
            table::usage(&auto.median()),
            shown(ratio(auto)),
        ]);
        if dialect == Dialect::Strongswan && conns >= 1_000 {
            let now = lint.median();
            if let Some(before) = before {
                figures.growth.push(now.seconds / before.seconds);
            }
            before = Some(now);
        }
        if conns == 10_000 && dialect == Dialect::Strongswan {
            figures.lint_seconds = Some(lint.median().seconds);
            figures.lint_ratio = ratio(lint);
        }
        if conns == 10_000 && dialect == Dialect::Libreswan {
            figures.auto_seconds = Some(auto.median().seconds);
        }
        if conns == LARGEST {
            let memory = match dialect {
                Dialect::Strongswan => &mut figures.memory_strongswan,
                Dialect::Libreswan => &mut figures.memory_libreswan,
            };
            *memory = Some(lint.median().bytes / size);
        }
    }
    println!("{table}");
    Ok(())
}

/// How many instructions it takes to find nothing in a small file.
fn start_up(bench: &Bench<'_>, figures: &mut Figures) -> Result<()> {
    println!("### Start-up\n");
    if !callgrind::is_there() {
        println!("Not measured: {}.\n", callgrind::MISSING);
        return Ok(());
    }
    fs::write(bench.dir.join("small.conf"), small())?;
    let lint = callgrind::instructions(&bench.program("ipsec-lint"), LINT_SMALL, &bench.dir)?;
    let nothing =
        callgrind::instructions(&bench.program("ipsec-lint"), &["--version"], &bench.dir)?;
    println!(
        "`ipsec-lint` on {} lines without a fault: {} instructions; `ipsec-lint --version`: {}.\n",
        small().lines().count(),
        table::thousands(lint),
        table::thousands(nothing)
    );
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let figure = lint as f64;
    figures.start_up = Some(figure);
    Ok(())
}

/// Some thirty lines.
pub(super) fn small() -> String {
    sites(Dialect::Libreswan, 1)
}

/// The arguments that check `small.conf`.
pub(super) const LINT_SMALL: &[&str] = &["--no-config", "--target", "libreswan@4.10", "small.conf"];
