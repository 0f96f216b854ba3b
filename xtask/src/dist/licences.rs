//! The licences of the crates that end up in the programs, which want to be passed on with them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{files_in, folder};
use crate::workspace::{Package, Workspace};

/// Writes `licences.txt`: which crates, under what, and each text once.
pub(super) fn write(workspace: &Workspace) -> Result<PathBuf> {
    let packages = workspace.third_parties("ipsec-conf-tools")?;
    let file = folder(workspace)?.join("licences.txt");
    fs::write(&file, text(&packages)?)
        .with_context(|| format!("cannot write {}", file.display()))?;
    Ok(file)
}

fn text(packages: &[Package]) -> Result<String> {
    let mut out = "The programs of ipsec-conf-tools contain these crates:\n\n".to_owned();
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in packages {
        let name = format!("{} {}", package.name, package.version);
        let licence = package.licence.as_deref().unwrap_or("see its text");
        let _ = writeln!(out, "- {name}: {licence}");
        for file in files_in(&package.dir)? {
            if is_licence(&file) {
                let text = fs::read_to_string(&file)
                    .with_context(|| format!("cannot read {}", file.display()))?;
                texts
                    .entry(text.trim().to_owned())
                    .or_default()
                    .insert(name.clone());
            }
        }
    }
    for (text, names) in texts {
        let names: Vec<String> = names.into_iter().collect();
        let line = "-".repeat(80);
        let _ = write!(out, "\n{line}\n{}:\n\n{text}\n", names.join(", "));
    }
    Ok(out)
}

fn is_licence(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_uppercase();
    [
        "LICENSE",
        "LICENCE",
        "COPYING",
        "COPYRIGHT",
        "NOTICE",
        "UNLICENSE",
    ]
    .iter()
    .any(|word| name.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_two_crates_share_stands_once() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let package = |name: &str| {
            let dir = dir.path().join(name);
            fs::create_dir(&dir).expect("writable");
            fs::write(dir.join("LICENSE-MIT"), "Permission is granted\n").expect("writable");
            fs::write(dir.join("lib.rs"), "no licence").expect("writable");
            Package {
                name: name.to_owned(),
                version: "1.0.0".to_owned(),
                licence: Some("MIT".to_owned()),
                dir,
            }
        };
        let text = text(&[package("a"), package("b")]).expect("it reads");
        assert!(
            text.contains("\n- a 1.0.0: MIT\n- b 1.0.0: MIT\n"),
            "{text}"
        );
        assert!(
            text.ends_with("\na 1.0.0, b 1.0.0:\n\nPermission is granted\n"),
            "{text}"
        );
        assert!(!text.contains("no licence"), "{text}");
    }
}
