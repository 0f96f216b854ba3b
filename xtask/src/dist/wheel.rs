//! The wheel for the Python package index, made by maturin: `pipx install`, and pre-commit without a compiler.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::{BROKEN, Built, STATIC, Tried, build_static, check_found, check_versions, emptied};
use super::{files_in, folder, needed, tools};
use crate::run::run;
use crate::workspace::{Workspace, host};

const MATURIN: (&str, &str) = ("maturin", "1.16.0");

pub(super) fn build(workspace: &Workspace) -> Result<Built> {
    let maturin = tools::of_python(workspace, MATURIN.0, MATURIN.1)?;
    // maturin then finds them built: with a C library of their own they run on older systems too.
    build_static(workspace)?;
    let staged = emptied(workspace.target.join("dist-wheel"))?;
    run(Command::new(maturin)
        .args([
            "build",
            "--release",
            "--locked",
            "--strip",
            "--target",
            &host()?,
        ])
        .arg("--out")
        .arg(&staged)
        .env("RUSTFLAGS", STATIC)
        .env("CARGO_INCREMENTAL", "0")
        .current_dir(&workspace.root))?;
    let made = files_in(&staged)?;
    ensure!(made.len() == 1, "maturin made {made:?}");
    let file = folder(workspace)?.join(made[0].file_name().context("it has a name")?);
    std::fs::copy(&made[0], &file)?;
    let tried = Tried::Works(check(workspace, &file)?);
    Ok(Built {
        files: vec![file],
        tried,
    })
}

/// From the wheel alone, without the index.
fn check(workspace: &Workspace, wheel: &Path) -> Result<String> {
    let venv = emptied(workspace.target.join("dist-wheel/venv"))?;
    run(Command::new(needed("python3", "python3-venv")?)
        .args(["-m", "venv"])
        .arg(&venv))?;
    let bin = venv.join("bin");
    run(Command::new(bin.join("pip"))
        .args(["install", "--quiet", "--no-index"])
        .arg(wheel))?;
    check_versions(workspace, |name| Command::new(bin.join(name)))?;
    let conf = venv.join("broken.ipsec.conf");
    std::fs::write(&conf, BROKEN.0)?;
    check_found(Command::new(bin.join("ipsec-lint")).arg(&conf))?;
    run(Command::new(bin.join("pip")).args(["uninstall", "--yes", "--quiet", "ipsec-conf-tools"]))?;
    ensure!(
        !bin.join("ipsec-lint").exists(),
        "pip left the program behind"
    );
    Ok("installed by pip in a fresh virtual environment, run, and uninstalled".to_owned())
}
