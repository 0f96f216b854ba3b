//! The rpm, made by cargo-generate-rpm from `[package.metadata.generate-rpm]`, and tried with the rpm of Debian.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::clean_root::CleanRoot;
use super::{BROKEN, Built, Tried, check_found, check_versions, emptied, folder, strip};
use super::{licences, programs, tools};
use crate::run::{find_program, output, run};
use crate::workspace::Workspace;

const NAME: &str = "ipsec-conf-tools";
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

/// What it may want of a system: a C library, and a shell for what stands in for links.
const WANTED: &[&str] = &[
    "libc.so.6(",
    "libm.so.6(",
    "libgcc_s.so.1(",
    "ld-linux-",
    "rpmlib(",
    "rtld(",
    "/bin/sh",
];

/// In a Debian with Libreswan where one can be had, else in an empty directory. Debian's rpm knows nothing of what Debian's
/// dpkg has installed, so the dependencies are read, and not resolved.
fn check(workspace: &Workspace, package: &Path) -> Result<String> {
    let clean = match CleanRoot::missing() {
        None => Some(CleanRoot::unpacked(workspace)?),
        Some(_) => None,
    };
    let root = match &clean {
        Some(clean) => clean.path().to_owned(),
        None => emptied(workspace.target.join("dist-rpm/root"))?,
    };
    let rpm = |words: &[&str]| {
        let mut command = Command::new("rpm");
        command.args(words).arg("--root").arg(&root);
        command
    };
    let ask = |what: &str| output(rpm(&["--query", what, "--package"]).arg(package));
    let scripts = ask("--scripts")?;
    ensure!(scripts.is_empty(), "the rpm runs scripts: {scripts}");
    let wants = ask("--requires")?;
    ensure!(
        wants.contains("libc.so.6("),
        "the rpm does not want a C library: {wants}"
    );
    for want in wants.lines() {
        let is_usual = WANTED.iter().any(|usual| want.starts_with(usual));
        ensure!(is_usual, "the rpm wants {want}");
    }
    let files = ask("--list")?;
    for file in files.lines() {
        let below = root.join(file.trim_start_matches('/'));
        ensure!(
            file.starts_with("/usr/") && !below.exists(),
            "the rpm has {file}, which is not its own"
        );
    }

    run(rpm(&["--install", "--nodeps"]).arg(package))?;
    // Modes, owners and contents.
    run(rpm(&["--verify", "--nodeps"]).arg(NAME))?;
    for file in [
        "usr/libexec/ipsec/lint",
        "usr/share/man/man8/ipsec-auto.8",
        "usr/share/bash-completion/completions/ipsec-lint",
        "usr/share/licenses/ipsec-conf-tools/licences.txt",
    ] {
        ensure!(root.join(file).is_file(), "the rpm has no {file}");
    }
    let bin = root.join("usr/bin");
    let conf = root.join("tmp/broken.ipsec.conf");
    fs::create_dir_all(root.join("tmp"))?;
    fs::write(&conf, BROKEN.0)?;
    if let Some(clean) = &clean {
        check_versions(workspace, |name| clean.command(name))?;
        // Through the dispatcher of Libreswan.
        check_found(
            clean
                .command("ipsec")
                .args(["lint", "/tmp/broken.ipsec.conf"]),
        )?;
        let said = output(clean.command("ipsec").args(["fmt", "--version"]))?;
        ensure!(
            said.starts_with("ipsec-fmt "),
            "`ipsec fmt --version` said {said}"
        );
    } else {
        check_versions(workspace, |name| Command::new(bin.join(name)))?;
        check_found(Command::new(bin.join("ipsec-lint")).arg(&conf))?;
    }
    run(rpm(&["--erase", "--nodeps"]).arg(NAME))?;
    for file in files.lines() {
        ensure!(
            !root.join(file.trim_start_matches('/')).exists(),
            "{file} is still there"
        );
    }
    let where_ = if clean.is_some() {
        "a Debian with Libreswan, run, run as `ipsec lint` and `ipsec fmt`,"
    } else {
        "an empty root, run,"
    };
    Ok(format!("installed by rpm in {where_} and removed"))
}
