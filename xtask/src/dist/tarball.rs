//! Programs without shared libraries, with everything that belongs to them, for any Linux with this processor.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::{BROKEN, Built, Tried, build_static, check_found, check_versions, emptied, folder};
use super::{licences, programs, strip};
use crate::run::{output, run};
use crate::workspace::{Workspace, host};

/// What comes along, file or folder.
const BESIDE: &[&str] = &[
    "README.md",
    "CHANGELOG.md",
    "LICENSE-MIT",
    "LICENSE-APACHE",
    "man",
    "completions",
    "editors",
    "schema",
    "packaging/systemd",
];

pub(super) fn build(workspace: &Workspace) -> Result<Built> {
    let built = build_static(workspace)?;
    let name = format!("ipsec-conf-tools-{}-{}", env!("CARGO_PKG_VERSION"), host()?);
    let staged = emptied(workspace.target.join("dist-tarball"))?;
    let tree = staged.join(&name);
    for program in programs(workspace) {
        strip(&built.join(program), &tree.join("bin").join(program))?;
    }
    // What is committed of it: an editor's folder may hold what its tools have downloaded.
    let beside = output(
        Command::new("git")
            .args(["ls-files", "--"])
            .args(BESIDE)
            .current_dir(&workspace.root),
    )?;
    run(Command::new("cp")
        .args(["--no-dereference", "--parents"])
        .args(beside.lines())
        .arg(&tree)
        .current_dir(&workspace.root))?;
    fs::copy(licences::write(workspace)?, tree.join("licences.txt"))?;
    let file = folder(workspace)?.join(format!("{name}.tar.gz"));
    pack(workspace, &staged, &name, &file)?;
    let tried = Tried::Works(check(workspace, &file, &name)?);
    Ok(Built {
        files: vec![file],
        tried,
    })
}

/// The same bytes for the same commit, whoever packs it.
fn pack(workspace: &Workspace, staged: &Path, name: &str, file: &Path) -> Result<()> {
    let when = output(
        Command::new("git")
            .args(["log", "-1", "--format=%ct"])
            .current_dir(&workspace.root),
    )
    .context("the time of the commit is that of the files")?;
    run(Command::new("tar")
        .args(["--sort=name", "--owner=0", "--group=0", "--numeric-owner"])
        .args(["--mode=u=rwX,go=rX", &format!("--mtime=@{}", when.trim())])
        .args(["--use-compress-program=gzip -9n", "--create", "--file"])
        .arg(file)
        .arg("--directory")
        .arg(staged)
        .arg(name))
}

fn check(workspace: &Workspace, file: &Path, name: &str) -> Result<String> {
    let dir = emptied(workspace.target.join("dist-tarball-tried"))?;
    run(Command::new("tar")
        .args(["--extract", "--gzip", "--file"])
        .arg(file)
        .arg("--directory")
        .arg(&dir))?;
    let bin = dir.join(name).join("bin");
    let conf = dir.join("broken.ipsec.conf");
    fs::write(&conf, BROKEN.0)?;
    // No C library can be found from an empty root, so that would not start what wants one.
    if crate::test::is_root() {
        check_versions(workspace, |program| {
            let mut command = Command::new("chroot");
            command.arg(&dir).arg(format!("/{name}/bin/{program}"));
            command
        })?;
    } else {
        check_versions(workspace, |program| Command::new(bin.join(program)))?;
    }
    check_found(Command::new(bin.join("ipsec-lint")).arg(&conf))?;
    let where_ = if crate::test::is_root() {
        "a root with nothing else in it"
    } else {
        "a directory"
    };
    Ok(format!("unpacked and run in {where_}"))
}
