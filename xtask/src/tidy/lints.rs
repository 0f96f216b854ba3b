//! Every crate takes over the lints of the workspace, which forbid unsafe code; one outside of it says so by itself.

use std::path::Path;

use anyhow::{Context, Result};

use crate::workspace::Member;

const FORBIDDEN: &str = "unsafe_code = \"forbid\"";

/// Manifests that do not belong to the workspace.
const OUTSIDE: &[&str] = &["fuzz/Cargo.toml"];

pub(crate) fn check(root: &Path, members: &[Member]) -> Result<Vec<String>> {
    let read = |path: &Path| {
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
    };
    let mut findings = Vec::new();
    findings.extend(missing(
        "Cargo.toml",
        &read(&root.join("Cargo.toml"))?,
        "[workspace.lints.rust]",
        FORBIDDEN,
    ));
    for member in members {
        let text = read(&member.dir.join("Cargo.toml"))?;
        findings.extend(missing(&member.name, &text, "[lints]", "workspace = true"));
    }
    for manifest in OUTSIDE {
        let text = read(&root.join(manifest))?;
        findings.extend(missing(manifest, &text, "[lints.rust]", FORBIDDEN));
    }
    Ok(findings)
}

/// A finding, if the table of a manifest has no such line.
fn missing(name: &str, manifest: &str, table: &str, wanted: &str) -> Option<String> {
    let is_header = |line: &&str| line.trim_start().starts_with('[');
    let mut lines = manifest.lines();
    let is_there = lines.any(|line| line.trim() == table)
        && lines
            .take_while(|line| !is_header(line))
            .any(|line| line.split('#').next().unwrap_or_default().trim() == wanted);
    (!is_there).then(|| format!("{name}: `{table}` lacks `{wanted}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_a_table() {
        for (manifest, is_there) in [
            ("[lints]\nworkspace = true\n", true),
            ("[lints]\n# all\nworkspace = true # of them\n", true),
            ("[lints]\n[dependencies]\nworkspace = true\n", false),
            ("[lints]\n# workspace = true\n", false),
            ("[dependencies]\n", false),
        ] {
            let finding = missing("a", manifest, "[lints]", "workspace = true");
            let expect = "a: `[lints]` lacks `workspace = true`".to_owned();
            assert_eq!(finding, (!is_there).then_some(expect), "{manifest}");
        }
    }
}
