//! `cargo xtask tidy`: what neither the compiler nor clippy holds us to.

mod layers;
mod lints;
mod sources;

use anyhow::{Result, bail};

use crate::workspace::Workspace;

/// Shows every finding, not only the first.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let mut findings = layers::check(&workspace.members, &workspace.carried()?);
    findings.extend(lints::check(&workspace.root, &workspace.members)?);
    findings.extend(sources::check(&workspace.root)?);
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => Ok(()),
        1 => bail!("tidy has one finding"),
        count => bail!("tidy has {count} findings"),
    }
}
