//! A directory of ten thousand small files, each a configuration of its own.

use std::fs;
use std::process::Command;

use anyhow::{Result, ensure};
use ipsec_conf_bench::hostile;

use super::Bench;
use super::promises::Figures;
use super::race::{ensure_success, in_turns, middle};
use super::table;
use crate::run::output;

const FILES: usize = 10_000;
const PER_FOLDER: usize = 100;

pub(super) fn measure(bench: &Bench<'_>, figures: &mut Figures) -> Result<()> {
    println!("### Many files\n");
    let dir = bench.dir.join("offices");
    if dir.exists() {
        fs::remove_dir_all(&dir)?;
    }
    for number in 0..FILES {
        let folder = dir.join(format!("{:03}", number / PER_FOLDER));
        fs::create_dir_all(&folder)?;
        fs::write(
            folder.join(format!("{number}.ipsec.conf")),
            hostile::small_file(number),
        )?;
    }
    let lint = || {
        let mut command = Command::new(bench.program("ipsec-lint"));
        command.args(["--no-config", "--target", "libreswan@4.10"]);
        command.arg(&dir);
        command
    };
    let said = output(&mut { lint() })?;
    ensure!(said.is_empty(), "{} is not clean:\n{said}", dir.display());
    let commands = [lint()];
    let runs = in_turns(
        &commands,
        if bench.is_quick() { 3 } else { 9 },
        bench.patience(),
    )?;
    ensure_success(&commands[0], &runs[0])?;
    let wall = middle(runs[0].walls());
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let speed = FILES as f64 / wall;
    println!(
        "`ipsec-lint` reads {} files of three conns in {}, {speed:.0} a second; processor time and memory: {}.\n",
        table::thousands(FILES as u64),
        table::seconds(wall),
        table::usage(&runs[0].median())
    );
    figures.files = Some(speed);
    Ok(())
}
