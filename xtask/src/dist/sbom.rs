//! What the programs are made of, as `CycloneDX`, made by cargo-cyclonedx.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::{Built, Tried, folder, tools};
use crate::run::run;
use crate::workspace::Workspace;

const CARGO_CYCLONEDX: (&str, &str) = ("cargo-cyclonedx", "0.5.9");

pub(super) fn build(workspace: &Workspace) -> Result<Built> {
    let tool = tools::of_cargo(workspace, CARGO_CYCLONEDX.0, CARGO_CYCLONEDX.1)?;
    let name = format!("ipsec-conf-tools-{}.cdx", env!("CARGO_PKG_VERSION"));
    run(Command::new(tool)
        .args([
            "cyclonedx",
            "--quiet",
            "--format",
            "json",
            "--no-build-deps",
        ])
        .args([
            "--manifest-path",
            "Cargo.toml",
            "--override-filename",
            &name,
        ])
        .current_dir(&workspace.root))?;
    // It writes one beside the manifest of each member.
    let made = workspace.root.join(format!("{name}.json"));
    let file = folder(workspace)?.join(format!("{name}.json"));
    fs::copy(&made, &file).with_context(|| format!("cannot read {}", made.display()))?;
    for member in &workspace.members {
        let _ = fs::remove_file(member.dir.join(format!("{name}.json")));
    }
    let bom: Value = serde_json::from_str(&fs::read_to_string(&file)?)?;
    let components = bom["components"].as_array().map_or(0, Vec::len);
    let carried = workspace.third_parties("ipsec-conf-tools")?;
    for package in &carried {
        let is_there = bom["components"].as_array().is_some_and(|all| {
            all.iter().any(|one| {
                one["name"] == package.name.as_str() && one["version"] == package.version.as_str()
            })
        });
        ensure!(
            is_there,
            "the list lacks {} {}",
            package.name,
            package.version
        );
    }
    Ok(Built {
        files: vec![file],
        tried: Tried::Works(format!(
            "{components} components, all {} crates of others in the programs among them",
            carried.len()
        )),
    })
}
