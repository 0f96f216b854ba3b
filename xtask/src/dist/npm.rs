//! The npm packages: one that every editor asks for, and one with the programs for this processor.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value, json};

use super::{BROKEN, Built, Tried, build_static, check_found, check_versions, emptied, folder};
use super::{licences, needed, programs, strip};
use crate::run::{output, run};
use crate::workspace::{Workspace, host};

const NAME: &str = "ipsec-conf-tools";

pub(super) fn build(workspace: &Workspace) -> Result<Built> {
    let npm = needed("npm", "npm")?;
    let built = build_static(workspace)?;
    let staged = emptied(workspace.target.join("dist-npm"))?;
    let platform = platform(&host()?)?;
    let with_programs = staged.join("programs");
    for name in programs(workspace) {
        strip(&built.join(name), &with_programs.join("bin").join(name))?;
    }
    fs::copy(
        licences::write(workspace)?,
        with_programs.join("licences.txt"),
    )?;
    let mut about = about(&format!("{NAME}-{platform}"));
    about["description"] = json!(format!("The programs of {NAME} for {platform}"));
    let (os, cpu) = platform.split_once('-').context("os and cpu")?;
    about["os"] = json!([os]);
    about["cpu"] = json!([cpu]);
    about["files"] = json!(["bin", "licences.txt"]);
    finish(workspace, &with_programs, &about)?;

    let package = staged.join("package");
    fs::create_dir_all(package.join("bin"))?;
    let mut about = self::about(NAME);
    about["description"] = json!("Linter, formatter and language server for ipsec.conf");
    let mut bin = Map::new();
    for name in programs(workspace) {
        let script = format!("bin/{name}.js");
        fs::copy(
            workspace.root.join("packaging/npm/run.js"),
            package.join(&script),
        )?;
        bin.insert(name.to_owned(), json!(script));
    }
    about["bin"] = Value::Object(bin);
    about["files"] = json!(["bin"]);
    about["optionalDependencies"] =
        json!({ format!("{NAME}-{platform}"): env!("CARGO_PKG_VERSION") });
    finish(workspace, &package, &about)?;

    let mut files = Vec::new();
    for dir in [&with_programs, &package] {
        let said = output(
            Command::new(&npm)
                .args(["pack", "--silent", "--pack-destination"])
                .arg(folder(workspace)?)
                .current_dir(dir),
        )?;
        let name = said.lines().last().context("npm names what it packed")?;
        files.push(folder(workspace)?.join(name));
    }
    let tried = Tried::Works(check(workspace, &npm, &staged, &files)?);
    Ok(Built { files, tried })
}

/// As npm calls it.
fn platform(host: &str) -> Result<String> {
    let cpu = match host.split('-').next() {
        Some("x86_64") => "x64",
        Some("aarch64") => "arm64",
        _ => bail!("npm has no name for {host} here"),
    };
    Ok(format!("linux-{cpu}"))
}

fn about(name: &str) -> Value {
    json!({
        "name": name,
        "version": env!("CARGO_PKG_VERSION"),
        "license": "MIT OR Apache-2.0",
        "engines": { "node": ">=16" },
    })
}

fn finish(workspace: &Workspace, dir: &Path, about: &Value) -> Result<()> {
    fs::write(
        dir.join("package.json"),
        format!("{}\n", serde_json::to_string_pretty(about)?),
    )?;
    for file in ["README.md", "LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(workspace.root.join(file), dir.join(file))?;
    }
    Ok(())
}

/// In a scratch directory, from the two files alone.
fn check(workspace: &Workspace, npm: &Path, staged: &Path, files: &[PathBuf]) -> Result<String> {
    let dir = staged.join("tried");
    fs::create_dir_all(&dir)?;
    fs::write(dir.join("package.json"), "{\"private\":true}\n")?;
    run(Command::new(npm)
        .args([
            "install",
            "--silent",
            "--offline",
            "--no-audit",
            "--no-fund",
        ])
        .args(files)
        .current_dir(&dir))?;
    let bin = dir.join("node_modules/.bin");
    check_versions(workspace, |name| Command::new(bin.join(name)))?;
    let conf = dir.join("broken.ipsec.conf");
    fs::write(&conf, BROKEN.0)?;
    check_found(Command::new(bin.join("ipsec-lint")).arg(&conf))?;
    // An editor without the optional package is told so.
    fs::remove_dir_all(
        dir.join("node_modules")
            .join(format!("{NAME}-{}", platform(&host()?)?)),
    )?;
    let told = Command::new(bin.join("ipsec-lint")).output()?;
    let said = String::from_utf8_lossy(&told.stderr);
    ensure!(
        told.status.code() == Some(2) && said.contains("no programs for linux"),
        "without its programs it said: {said}"
    );
    Ok("installed by npm in a scratch directory from the files alone, and run".to_owned())
}
