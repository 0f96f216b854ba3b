//! The gate: a few fixed runs of the programs, counted in instructions and compared with what was recorded.
//!
//! Instructions say the same on a busy machine as on a quiet one, so a step of the CI may hang on them.

use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};
use ipsec_conf_bench::{Dialect, hostile, sites};

use super::baseline::{Baseline, Comparison};
use super::{Plan, callgrind, sizes, target};
use crate::report::Outcome;
use crate::run::{cargo, in_parallel, run};
use crate::workspace::Workspace;

/// One run of a program.
struct Workload {
    name: &'static str,
    program: &'static str,
    args: Vec<&'static str>,
}

const LIBRESWAN: &str = "libreswan-1000.conf";
const STRONGSWAN: &str = "strongswan-1000.conf";

fn workloads() -> Vec<Workload> {
    let (libreswan, strongswan) = (target(Dialect::Libreswan), target(Dialect::Strongswan));
    let workload = |name, program, args: &[&'static str]| Workload {
        name,
        program,
        args: args.to_vec(),
    };
    vec![
        workload("lint-30-lines", "ipsec-lint", sizes::LINT_SMALL),
        workload(
            "lint-libreswan-1000-conns",
            "ipsec-lint",
            &["--no-config", "--target", libreswan, LIBRESWAN],
        ),
        workload(
            "lint-strongswan-1000-conns",
            "ipsec-lint",
            &["--no-config", "--target", strongswan, STRONGSWAN],
        ),
        workload(
            "fmt-check-1000-conns",
            "ipsec-fmt",
            &["--no-config", "--target", libreswan, "--check", LIBRESWAN],
        ),
        workload(
            "auto-add-1-of-1000-conns",
            "ipsec-auto",
            &[
                "--target",
                libreswan,
                "--config",
                LIBRESWAN,
                "--showonly",
                "--add",
                hostile::SITE,
            ],
        ),
        workload(
            "conf-show-1000-conns",
            "ipsec-conf",
            &["show", "--target", libreswan, LIBRESWAN],
        ),
    ]
}

/// As a command: builds, and a machine on which nothing can be counted is a failure.
pub(super) fn perform(workspace: &Workspace, plan: Plan) -> Result<()> {
    ensure!(callgrind::is_there(), callgrind::MISSING);
    run(cargo(workspace).args(["build", "--quiet", "--release", "--bins"]))?;
    if plan == Plan::Record {
        let counted = Baseline::here(workspace, count(workspace)?)?;
        counted.write(workspace)?;
        println!("{counted}");
        return Ok(());
    }
    match compare(workspace)? {
        Outcome::Skipped(reason) => anyhow::bail!("nothing to compare with: {reason}"),
        _ => Ok(()),
    }
}

/// Compares what was built with what was recorded.
pub(crate) fn compare(workspace: &Workspace) -> Result<Outcome> {
    if !callgrind::is_there() {
        return Ok(Outcome::Skipped(callgrind::MISSING.to_owned()));
    }
    let recorded = Baseline::read(workspace)?;
    if let Some(reason) = recorded.differs_from_here(workspace)? {
        return Ok(Outcome::Skipped(reason));
    }
    let comparison = Comparison::of(&recorded, &Baseline::here(workspace, count(workspace)?)?);
    println!("{comparison}");
    let complaints = comparison.complaints();
    ensure!(complaints.is_empty(), "{}", complaints.join("\n"));
    Ok(Outcome::Passed)
}

fn count(workspace: &Workspace) -> Result<Vec<(String, u64)>> {
    let dir = workspace.target.join("xtask/instructions");
    write_inputs(&dir)?;
    in_parallel(&workloads(), |workload| {
        let program = workspace.release_binary(workload.program);
        let count = callgrind::instructions(&program, &workload.args, &dir)?;
        Ok((workload.name.to_owned(), count))
    })
}

fn write_inputs(dir: &Path) -> Result<()> {
    fs::create_dir_all(dir)?;
    fs::write(dir.join("small.conf"), sizes::small())?;
    fs::write(dir.join(LIBRESWAN), sites(Dialect::Libreswan, 1_000))?;
    fs::write(dir.join(STRONGSWAN), sites(Dialect::Strongswan, 1_000))?;
    Ok(())
}
