//! On what the figures were taken.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use anyhow::Result;

use super::peers::Peers;
use crate::run::output;
use crate::workspace::Workspace;

pub(super) fn described(workspace: &Workspace, peers: &Peers) -> Result<String> {
    let mut text = format!(
        "Taken on {}",
        output(Command::new("date").args(["-u", "+%Y-%m-%d"]))?.trim()
    );
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let _ = write!(text, ", {} with {threads} threads, Linux ", processor());
    text.push_str(output(Command::new("uname").arg("-r"))?.trim());
    let _ = writeln!(
        text,
        "; {}, release profile: {}; {}.",
        rustc()?,
        profile(workspace)?,
        peers.described()
    );
    Ok(text)
}

/// Its name, as the kernel knows it.
fn processor() -> String {
    let known = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = known
        .lines()
        .find_map(|line| line.strip_prefix("model name"));
    let name = name.map(|rest| rest.trim_start_matches([' ', '\t', ':']));
    name.unwrap_or("an unknown processor").to_owned()
}

/// `rustc 1.95.0`, the one that cargo uses here.
pub(super) fn rustc() -> Result<String> {
    let said = output(Command::new("rustc").arg("--version"))?;
    Ok(said.split(" (").next().unwrap_or(&said).trim().to_owned())
}

/// What the manifest says about release builds.
pub(super) fn profile(workspace: &Workspace) -> Result<String> {
    let manifest: toml::Table = fs::read_to_string(workspace.root.join("Cargo.toml"))?.parse()?;
    let release = manifest
        .get("profile")
        .and_then(|profile| profile.get("release"))
        .and_then(toml::Value::as_table);
    let settings = release.into_iter().flatten();
    let settings: Vec<String> = settings
        .map(|(key, value)| format!("{key} = {value}"))
        .collect();
    Ok(settings.join(", "))
}
