//! The tools that are no part of Rust: one in the path is taken, another is built into `target/tools`.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::needed;
use crate::run::{cargo, find_program, is_executable, output, run};
use crate::workspace::Workspace;

/// A subcommand of cargo from its registry. Quick to build and slow to run: it does little.
pub(crate) fn of_cargo(workspace: &Workspace, name: &str, version: &str) -> Result<PathBuf> {
    if let Some(found) = find_program(name) {
        return Ok(found);
    }
    let tools = workspace.target.join("tools");
    let program = tools.join("bin").join(name);
    if is_executable(&program) {
        return Ok(program);
    }
    println!("building {name} {version}");
    run(cargo(workspace)
        .args(["install", "--quiet", "--locked", "--root"])
        .arg(&tools)
        .args(["--version", version, name])
        .env("CARGO_TARGET_DIR", tools.join("build"))
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"))?;
    Ok(program)
}

/// A program from the Python package index, in a virtual environment of its own.
pub(super) fn of_python(workspace: &Workspace, name: &str, version: &str) -> Result<PathBuf> {
    let venv = workspace.target.join("tools").join(name);
    let program = venv.join("bin").join(name);
    if !is_executable(&program) {
        let python = needed("python3", "python3-venv")?;
        run(std::process::Command::new(python)
            .args(["-m", "venv"])
            .arg(&venv))?;
        run(std::process::Command::new(venv.join("bin/pip"))
            .args(["install", "--quiet"])
            .arg(format!("{name}=={version}")))?;
    }
    output(std::process::Command::new(&program).arg("--version"))
        .with_context(|| format!("{name} does not start"))?;
    Ok(program)
}
