//! `cargo xtask ci`: what has to pass before a change is merged.

use crate::report::Report;
use crate::run::{cargo, find_program, run};
use crate::workspace::Workspace;
use crate::{bench, generate, test, tidy};

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
}

/// Advisories are left out: they need a database from the network, which would make an old commit fail tomorrow.
fn deny(workspace: &Workspace, report: &mut Report) {
    let args = ["deny", "--offline", "check", "licenses", "bans", "sources"];
    let name = format!("cargo {}", args.join(" "));
    if find_program("cargo-deny").is_none() {
        report.skip(
            name,
            "cargo-deny is not installed (cargo install cargo-deny)",
        );
        return;
    }
    report.step(name, || run(cargo(workspace).args(args)));
}
