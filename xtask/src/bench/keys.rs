//! From the key stroke to the findings, through the language server that users have, behind two pipes.

use std::io::BufReader;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use ipsec_conf_bench::{Dialect, Typist, sites};

use super::Bench;
use super::promises::Figures;
use super::table::{Table, thousands};

const CONNS: [usize; 3] = [30, 1_000, 10_000];

pub(super) fn measure(bench: &Bench<'_>, figures: &mut Figures) -> Result<()> {
    let strokes = if bench.is_quick() { 100 } else { 600 };
    println!("### Key strokes\n");
    let mut table = Table::new(&["conns", "strokes", "median", "99 of 100 within", "longest"]);
    for conns in CONNS {
        let mut times = times(bench, conns, strokes)?;
        times.sort_unstable();
        let within = |percent: usize| millis(times[(times.len() - 1) * percent / 100]);
        match conns {
            1_000 => figures.key_at_1000 = Some(within(99)),
            10_000 => figures.key_at_10000 = Some(within(99)),
            _ => {}
        }
        table.row([
            thousands(conns as u64),
            strokes.to_string(),
            format!("{:.1} ms", within(50)),
            format!("{:.1} ms", within(99)),
            format!("{:.1} ms", within(100)),
        ]);
    }
    println!("{table}");
    Ok(())
}

fn times(bench: &Bench<'_>, conns: usize, strokes: usize) -> Result<Vec<Duration>> {
    let mut server = Command::new(bench.program("ipsec-lsp"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start ipsec-lsp")?;
    let input = server.stdout.take().context("bug: it is piped")?;
    let output = server.stdin.take().context("bug: it is piped")?;
    let text = sites(Dialect::Libreswan, conns);
    let mut typist = Typist::open(BufReader::new(input), output, &text)?;
    let times = (0..strokes)
        .map(|_| typist.strike())
        .collect::<Result<Vec<_>, _>>();
    let times = times.context("ipsec-lsp did not answer")?;
    typist.close()?;
    let status = server.wait()?;
    ensure!(status.success(), "ipsec-lsp failed: {status}");
    Ok(times)
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
