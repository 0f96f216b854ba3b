//! The Debian packages, made by cargo-deb from `[package.metadata.deb]`, and tried with the real dpkg and Libreswan.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::clean_root::CleanRoot;
use super::{BROKEN, Built, Tried, check_found, check_versions, emptied, files_in, folder, tools};
use super::{licences, needed};
use crate::run::{output, run};
use crate::workspace::Workspace;

const CARGO_DEB: (&str, &str) = ("cargo-deb", "3.8.0");
const TOOLS: &str = "ipsec-conf-tools";
/// The one that makes `ipsec auto` ours.
const AUTO: &str = "ipsec-conf-auto";

/// From the programs in `target/release`.
pub(super) fn build(workspace: &Workspace) -> Result<Built> {
    let files = packages(workspace)?;
    let tried = match CleanRoot::missing() {
        Some(reason) => Tried::Not(reason),
        None => Tried::Works(check(workspace, &files)?),
    };
    Ok(Built { files, tried })
}

/// Builds both packages.
pub(crate) fn packages(workspace: &Workspace) -> Result<Vec<PathBuf>> {
    licences::write(workspace)?;
    let cargo_deb = tools::of_cargo(workspace, CARGO_DEB.0, CARGO_DEB.1)?;
    needed("dpkg-shlibdeps", "dpkg-dev")?;
    let dir = emptied(workspace.target.join("dist-deb"))?;
    for variant in [&[][..], &["--variant=auto"]] {
        run(Command::new(&cargo_deb)
            .args(["--no-build", "--quiet", "--package", TOOLS])
            .args(variant)
            .arg("--output")
            .arg(&dir)
            .current_dir(&workspace.root))?;
    }
    let mut files = Vec::new();
    for made in files_in(&dir)? {
        let name = made.file_name().unwrap_or_default();
        let file = folder(workspace)?.join(name);
        std::fs::copy(&made, &file)?;
        files.push(file);
    }
    ensure!(files.len() == 2, "cargo-deb made {files:?}");
    Ok(files)
}

/// Installs, uses and removes the packages in a clean root that has Libreswan; tells what was done.
pub(crate) fn check(workspace: &Workspace, packages: &[PathBuf]) -> Result<String> {
    let root = CleanRoot::unpacked(workspace)?;
    let auto = root.path().join("usr/libexec/ipsec/auto");
    let theirs = std::fs::read(&auto)?;
    let before = root.files()?;
    root.install(named(packages, TOOLS)?)?;
    check_versions(workspace, |name| root.command(name))?;
    root.write("tmp/ipsec.conf", BROKEN.0)?;
    check_found(root.command("ipsec-lint").arg("/tmp/ipsec.conf"))?;
    // Through the dispatcher of Libreswan.
    check_found(root.command("ipsec").args(["lint", "/tmp/ipsec.conf"]))?;
    let said = output(root.command("ipsec").args(["fmt", "--version"]))?;
    ensure!(
        said.starts_with("ipsec-fmt "),
        "`ipsec fmt --version` said {said}"
    );
    check_names(&root)?;
    let changed = output(root.command("dpkg").args(["--verify", TOOLS]))?;
    ensure!(
        changed.is_empty(),
        "files differ from their package: {changed}"
    );
    ensure!(
        std::fs::read(&auto)? == theirs,
        "Libreswan's `auto` was changed"
    );

    root.install(named(packages, AUTO)?)?;
    let said = output(root.command("ipsec").args(["auto", "--version"]))?;
    ensure!(
        said.starts_with("ipsec-auto "),
        "`ipsec auto --version` said {said}"
    );
    root.purge(AUTO)?;
    ensure!(
        std::fs::read(&auto)? == theirs,
        "Libreswan's `auto` did not come back"
    );

    root.remove_file("tmp/ipsec.conf")?;
    root.purge(TOOLS)?;
    let after = root.files()?;
    let left: Vec<_> = after.difference(&before).collect();
    let lost: Vec<_> = before.difference(&after).collect();
    ensure!(left.is_empty(), "left behind by the packages: {left:?}");
    ensure!(lost.is_empty(), "taken away by the packages: {lost:?}");
    Ok(
        "installed by dpkg in a clean root, run, run as `ipsec lint`, `ipsec fmt` and `ipsec auto`, and removed without a trace"
            .to_owned(),
    )
}

fn named<'a>(packages: &'a [PathBuf], name: &str) -> Result<&'a Path> {
    let is_it = |path: &&PathBuf| {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        file.starts_with(&format!("{name}_"))
    };
    let found = packages.iter().find(is_it);
    Ok(found.with_context(|| format!("no package {name}"))?)
}

/// A name is looked up in `/etc/hosts` by whatever C library the program has.
fn check_names(root: &CleanRoot) -> Result<()> {
    root.write(
        "tmp/names.conf",
        "conn a\n\tleft=192.0.2.1\n\tright=nowhere.invalid\n",
    )?;
    let lint = |root: &CleanRoot| -> Result<String> {
        let mut command = root.command("ipsec-lint");
        command.args([
            "--host",
            "--select",
            "H413",
            "--fail-on",
            "never",
            "--quiet",
        ]);
        output(command.args(["--output-format", "concise", "/tmp/names.conf"]))
    };
    let hosts = "etc/hosts";
    let old = root.read(hosts);
    let unknown = lint(root)?;
    root.write(hosts, "192.0.2.7 nowhere.invalid\n")?;
    let known = lint(root)?;
    match old {
        Some(text) => root.write(hosts, &text)?,
        None => root.remove_file(hosts)?,
    }
    root.remove_file("tmp/names.conf")?;
    ensure!(
        unknown.contains("H413"),
        "a name that nobody knows is not reported: {unknown}"
    );
    ensure!(
        !known.contains("H413"),
        "a name in /etc/hosts is reported: {known}"
    );
    Ok(())
}
