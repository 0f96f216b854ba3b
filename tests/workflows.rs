//! The workflows: their schema, and what zizmor says about them and about the action.

#![allow(clippy::disallowed_methods, reason = "tests start programs")]

mod python;

use std::path::Path;
use std::process::Command;

use python::{or_skip, run};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn they_fit_the_schema_of_workflows() {
    let found = python::install("check-jsonschema", "check-jsonschema==0.*");
    let Some(program) = or_skip("check-jsonschema", found) else {
        return;
    };
    run(Command::new(program)
        .args(["--builtin-schema", "vendor.github-workflows"])
        .args([".github/workflows/ci.yml", ".github/workflows/release.yml"])
        .current_dir(root()))
    .unwrap_or_else(|fault| panic!("{fault}"));
}

const ZIZMOR: &str = "zizmor==1.32.0";

#[test]
fn zizmor_finds_nothing() {
    let Some(zizmor) = or_skip(ZIZMOR, python::install("zizmor", ZIZMOR)) else {
        return;
    };
    // Without the network; what is ignored says so on its line.
    run(Command::new(zizmor)
        .args(["--offline", "--no-progress", "--quiet"])
        .args([".github/workflows", "action.yml"])
        .current_dir(root()))
    .unwrap_or_else(|fault| panic!("{fault}"));
}
