//! `cargo xtask ci`: what has to pass before a change is merged.

use std::process::Command;

use crate::dist::tools;
use crate::report::Report;
use crate::run::{cargo, find_program, is_ci, run};
use crate::workspace::Workspace;
use crate::{bench, generate, msrv, test, tidy};

const CARGO_DENY: (&str, &str) = ("cargo-deny", "0.20.2");

pub(crate) fn all(workspace: &Workspace, report: &mut Report) {
    report.step("cargo fmt --all --check", || {
        run(cargo(workspace).args(["fmt", "--all", "--check"]))
    });
    report.step(
        "cargo clippy --workspace --all-targets -- -D warnings",
        || {
            run(cargo(workspace).args([
                "clippy",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ]))
        },
    );
    report.step("cargo xtask tidy", || tidy::check(workspace));
    report.step("cargo xtask gen --check", || {
        generate::all(workspace, generate::Mode::Check)
    });
    test::all(workspace, &[], report);
    // The programs are those that the tests have built for release.
    report.step("cargo xtask bench --instructions", || {
        bench::instructions::compare(workspace)
    });
    // Libraries only: the binary ipsec-conf and the library of that name would write the same pages.
    report.step("cargo doc --workspace --lib --no-deps", || {
        run(cargo(workspace)
            .args(["doc", "--workspace", "--lib", "--no-deps"])
            .env("RUSTDOCFLAGS", "-D warnings"))
    });
    deny(workspace, report);
    msrv::all(workspace, report);
}

/// Advisories are left out: they need a database from the network, which would make an old commit fail tomorrow.
fn deny(workspace: &Workspace, report: &mut Report) {
    const ARGS: [&str; 5] = ["--offline", "check", "licenses", "bans", "sources"];
    let name = format!("cargo deny {}", ARGS.join(" "));
    if !is_ci() && find_program(CARGO_DENY.0).is_none() {
        report.skip(
            name,
            "cargo-deny is not installed (cargo install cargo-deny)",
        );
        return;
    }
    let check = |manifest: &str| {
        let program = tools::of_cargo(workspace, CARGO_DENY.0, CARGO_DENY.1)?;
        run(Command::new(program)
            .arg("--manifest-path")
            .arg(workspace.root.join(manifest))
            .arg("--config")
            .arg(workspace.root.join("deny.toml"))
            .args(ARGS))
    };
    report.step(name.clone(), || check("Cargo.toml"));
    report.step(format!("{name}, for fuzz"), || check("fuzz/Cargo.toml"));
}
