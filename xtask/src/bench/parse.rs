//! Parsing alone: text to flat tree, in a program that does nothing else.

use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result};
use ipsec_conf_bench::{Dialect, sites};

use super::promises::Figures;
use super::table::{self, Table, megabytes, or_dash};
use super::usage::measured;
use super::{Bench, callgrind, sizes};
use crate::run::output;

/// How often a file is parsed for a time; the shortest counts.
const TIMES: usize = 9;

pub(super) fn measure(bench: &Bench<'_>, figures: &mut Figures) -> Result<()> {
    println!("### Parsing\n");
    let mut table = Table::new(&["conns", "size", "MB/s", "instructions per byte", "memory"]);
    let program = bench.program("examples/parse");
    for conns in sizes::conns(bench) {
        let text = sites(Dialect::Libreswan, conns);
        let name = format!("parse-{conns}.conf");
        let file = bench.dir.join(&name);
        fs::write(&file, &text)?;
        #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
        let size = text.len() as f64;
        let parse = |times: usize| {
            let mut command = Command::new(&program);
            command.arg(&file).arg(times.to_string());
            command
        };
        let best: f64 = output(&mut parse(TIMES))?
            .trim()
            .parse()
            .context("the example `parse` prints a time")?;
        let speed = size / best * 1e3;
        let with = measured(&parse(1), bench.patience())?;
        let without = measured(&parse(0), bench.patience())?;
        let memory = without
            .is_memory_known()
            .then_some(with.bytes - without.bytes);
        let count = |times| callgrind::instructions(&program, &[&name, times], &bench.dir);
        // A hundred thousand conns take callgrind half a minute and say nothing new.
        let per_byte = if callgrind::is_there() && conns <= 10_000 {
            #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
            let instructions = (count("1")? - count("0")?) as f64;
            Some(instructions / size)
        } else {
            None
        };
        if conns == 10_000 {
            figures.parse_speed = Some(speed);
            figures.parse_instructions = per_byte;
        }
        table.row([
            table::thousands(conns as u64),
            table::size(text.len()),
            format!("{speed:.0}"),
            or_dash(per_byte.map(|count| format!("{count:.0}"))),
            or_dash(
                memory.map(|memory| format!("{}, {:.1} x file", megabytes(memory), memory / size)),
            ),
        ]);
    }
    println!("{table}");
    if !callgrind::is_there() {
        println!("Instructions are not measured: {}.\n", callgrind::MISSING);
    }
    Ok(())
}
