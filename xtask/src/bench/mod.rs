//! `cargo xtask bench`: how fast the programs are, beside the programs that read the same files, and against the targets.
//!
//! A time says something about a machine, a ratio about a program; so whatever can be is measured in turns with a peer. No
//! test hangs on a time: what must not get worse are [`instructions`], which a step of `cargo xtask ci` counts.

mod baseline;
mod callgrind;
mod directory;
mod hostile;
pub(crate) mod instructions;
mod keys;
mod machine;
mod parse;
mod peers;
mod promises;
mod race;
mod sizes;
mod table;
pub(crate) mod usage;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;
use ipsec_conf_bench::Dialect;

use crate::run::{cargo, run};
use crate::workspace::Workspace;
use peers::Peers;
use promises::Figures;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plan {
    /// Everything, in a quarter of an hour.
    Whole,
    /// What takes no more than a few minutes.
    Quick,
    /// Compares instruction counts with the recorded ones.
    Instructions,
    /// Writes them down.
    Record,
}

impl Plan {
    pub(crate) fn parse(words: &[&str]) -> Option<Plan> {
        match words {
            [] => Some(Plan::Whole),
            ["--quick"] => Some(Plan::Quick),
            ["--instructions"] => Some(Plan::Instructions),
            ["--instructions", "--record"] => Some(Plan::Record),
            _ => None,
        }
    }
}

/// What all measures need.
struct Bench<'w> {
    workspace: &'w Workspace,
    plan: Plan,
    peers: Peers,
    /// For inputs.
    dir: PathBuf,
}

impl Bench<'_> {
    fn program(&self, name: &str) -> PathBuf {
        self.workspace.release_binary(name)
    }

    fn lint(&self, dialect: Dialect, file: &Path) -> Command {
        let mut command = Command::new(self.program("ipsec-lint"));
        command.args(["--no-config", "--quiet", "--target", target(dialect)]);
        command.args(["--output-format", "concise"]).arg(file);
        command
    }

    fn fmt(&self, dialect: Dialect, file: &Path) -> Command {
        let mut command = Command::new(self.program("ipsec-fmt"));
        command.args(["--no-config", "--check", "--target", target(dialect)]);
        command.arg(file);
        command
    }

    fn auto(&self, dialect: Dialect, file: &Path, conn: &str) -> Command {
        let mut command = Command::new(self.program("ipsec-auto"));
        command
            .args(["--target", target(dialect), "--config"])
            .arg(file);
        command.args(["--showonly", "--add", conn]);
        command
    }

    fn is_quick(&self) -> bool {
        self.plan == Plan::Quick
    }

    /// Seconds of processor time after which a run is broken off.
    fn patience(&self) -> u64 {
        if self.is_quick() { 20 } else { 60 }
    }
}

/// As which a dialect is read: the releases that Debian 12 has.
fn target(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Libreswan => "libreswan@4.10",
        Dialect::Strongswan => "strongswan@5.9.8",
    }
}

pub(crate) fn perform(workspace: &Workspace, plan: Plan) -> Result<()> {
    match plan {
        Plan::Whole | Plan::Quick => measure(workspace, plan),
        Plan::Instructions | Plan::Record => instructions::perform(workspace, plan),
    }
}

/// Measures and prints tables in Markdown.
fn measure(workspace: &Workspace, plan: Plan) -> Result<()> {
    run(cargo(workspace).args(["build", "--quiet", "--release", "--bins"]))?;
    run(cargo(workspace).args([
        "build",
        "--quiet",
        "--release",
        "--package",
        "ipsec-conf-bench",
        "--example",
        "parse",
    ]))?;
    let dir = workspace.target.join("xtask/bench");
    fs::create_dir_all(&dir)?;
    let bench = Bench {
        workspace,
        plan,
        peers: Peers::find(workspace),
        dir,
    };
    println!("{}", machine::described(workspace, &bench.peers)?);
    let mut figures = Figures::default();
    parse::measure(&bench, &mut figures)?;
    sizes::measure(&bench, &mut figures)?;
    hostile::measure(&bench, &mut figures)?;
    keys::measure(&bench, &mut figures)?;
    directory::measure(&bench, &mut figures)?;
    println!("{}", promises::table(&figures));
    Ok(())
}
