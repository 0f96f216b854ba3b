//! `cargo xtask test`: prepares the machine, then runs every test there is.

mod cargo_test;
mod formatted;
mod known;
mod material;
mod packages;
mod refused;
mod vscode;

use crate::dist::clean_root::CleanRoot;
use crate::dist::deb;
use crate::report::{Outcome, Report};
use crate::run::{cargo, is_ci, run};
use crate::workspace::Workspace;

pub(crate) use packages::{cache, has_libreswan, is_root, strongswan};
pub(crate) use refused::check as refused;

pub(crate) fn all(workspace: &Workspace, cargo_args: &[String], report: &mut Report) {
    let strongswan = packages::prepare(report);
    let is_built = report.step("cargo build --release --bins", || {
        run(cargo(workspace).args(["build", "--release", "--bins"])).map(|()| Outcome::Prepared)
    });

    let mut tests = cargo(workspace);
    tests
        .args(["test", "--workspace", "--no-fail-fast"])
        .args(cargo_args);
    if let Some(root) = &strongswan {
        tests.env("STRONGSWAN_ROOT", root);
    }
    if is_ci() {
        tests.env("IPSEC_TESTS_REQUIRE_ALL", "1");
        // The same texts each time, lest a change be blamed for what was there before. Runs by hand try new ones.
        tests.env("PROPTEST_RNG_SEED", "1");
    }
    report.step("cargo test --workspace", || {
        cargo_test::run_and_count(&mut tests)
    });
    vscode::all(workspace, report);

    if is_built {
        report.step("the Debian packages in a clean root", || {
            if let Some(reason) = CleanRoot::missing() {
                anyhow::ensure!(!is_ci(), "{reason}");
                return Ok(Outcome::Skipped(reason));
            }
            println!("{}", deb::check(workspace, &deb::packages(workspace)?)?);
            Ok(Outcome::Passed)
        });
        material::all(workspace, strongswan.as_deref(), report);
    } else {
        // An older binary may lie there still.
        report.skip(
            "checks over recorded behaviour",
            "the binaries do not build",
        );
    }
}
