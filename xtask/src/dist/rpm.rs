//! The rpm, made by cargo-generate-rpm from `[package.metadata.generate-rpm]`, and tried with the rpm of Debian.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::{BROKEN, Built, Tried, check_found, check_versions, emptied, folder, strip};
use super::{licences, programs, tools};
use crate::run::{find_program, output, run};
use crate::workspace::Workspace;

const CARGO_GENERATE_RPM: (&str, &str) = ("cargo-generate-rpm", "0.21.1");

pub(super) fn build(workspace: &Workspace) -> Result<Built> {
    licences::write(workspace)?;
    let generate = tools::of_cargo(workspace, CARGO_GENERATE_RPM.0, CARGO_GENERATE_RPM.1)?;
    // It packs programs as they are, and looks for them in a target directory.
    let staged = emptied(workspace.target.join("dist-rpm"))?;
    for name in programs(workspace) {
        strip(
            &workspace.release_binary(name),
            &staged.join("release").join(name),
        )?;
    }
    run(Command::new(generate)
        .args(["--auto-req", "builtin", "--target-dir"])
        .arg(&staged)
        .current_dir(&workspace.root))?;
    let made = super::files_in(&staged.join("generate-rpm"))?;
    let made = made.first().context("cargo-generate-rpm made nothing")?;
    let file = folder(workspace)?.join(made.file_name().unwrap_or_default());
    fs::copy(made, &file)?;
    let tried = if find_program("rpm").is_none() {
        Tried::Not("`rpm` is not here (package rpm)".to_owned())
    } else {
        Tried::Works(check(workspace, &file)?)
    };
    Ok(Built {
        files: vec![file],
        tried,
    })
}

/// Its dependencies are those of another distribution: they are read, and not asked of this machine.
fn check(workspace: &Workspace, package: &Path) -> Result<String> {
    let root = emptied(workspace.target.join("dist-rpm/root"))?;
    let rpm = |words: &[&str]| {
        let mut command = Command::new("rpm");
        command.args(words).arg("--root").arg(&root);
        command
    };
    run(rpm(&["--install", "--nodeps", "--noscripts", "--ignorearch"]).arg(package))?;
    let bin = root.join("usr/bin");
    check_versions(workspace, |name| Command::new(bin.join(name)))?;
    let conf = root.join("broken.ipsec.conf");
    fs::write(&conf, BROKEN.0)?;
    check_found(Command::new(bin.join("ipsec-lint")).arg(&conf))?;
    for file in [
        "usr/libexec/ipsec/lint",
        "usr/share/man/man8/ipsec-auto.8",
        "usr/share/bash-completion/completions/ipsec-lint",
        "usr/share/licenses/ipsec-conf-tools/licences.txt",
    ] {
        ensure!(root.join(file).is_file(), "the rpm has no {file}");
    }
    let wants = output(rpm(&["--query", "--requires"]).arg("ipsec-conf-tools"))?;
    ensure!(
        wants.contains("libc.so.6"),
        "the rpm does not want a C library: {wants}"
    );
    run(rpm(&["--erase", "--nodeps", "--noscripts"]).arg("ipsec-conf-tools"))?;
    ensure!(
        !bin.join("ipsec-lint").exists(),
        "the program is still there"
    );
    Ok("installed by rpm in an empty root, run, and removed".to_owned())
}
