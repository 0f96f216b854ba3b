//! The packages for crates.io: each is built from what is in it alone, as `cargo install` will do it.

use std::fs;

use anyhow::{Result, ensure};

use super::{Built, Tried, files_in, folder};
use crate::run::{cargo, run};
use crate::workspace::Workspace;

/// Members that stay here.
const PRIVATE: [&str; 3] = ["ipsec-conf-bench", "ipsec-conf-texts", "xtask"];

pub(super) fn build(workspace: &Workspace) -> Result<Built> {
    let target = workspace.target.join("dist-crates");
    let packed = target.join("package");
    if packed.exists() {
        fs::remove_dir_all(&packed)?;
    }
    // What is not committed is packed too, so that it can be tried before.
    run(cargo(workspace)
        .args([
            "package",
            "--quiet",
            "--locked",
            "--allow-dirty",
            "--workspace",
        ])
        .args(PRIVATE.map(|name| format!("--exclude={name}")))
        .arg("--target-dir")
        .arg(&target)
        // It is only asked whether they compile. The last one has profiles of its own, for which the crates of others
        // would be compiled a second time.
        .args(["--config", "profile.dev.package.\"*\".opt-level=0"])
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_INCREMENTAL", "0"))?;
    let mut files = Vec::new();
    for made in files_in(&packed)? {
        if made
            .extension()
            .is_some_and(|extension| extension == "crate")
        {
            let file = folder(workspace)?.join(made.file_name().unwrap_or_default());
            fs::copy(&made, &file)?;
            files.push(file);
        }
    }
    let members = workspace.members.len() - PRIVATE.len();
    ensure!(
        files.len() == members,
        "{members} crates to publish, packed: {files:?}"
    );
    Ok(Built {
        files,
        tried: Tried::Works("each compiled from its package alone".to_owned()),
    })
}
