//! `cargo xtask dist`: builds what users install, tries each of it as a user would, and puts it into `target/dist`.

pub(crate) mod clean_root;
mod container;
mod crates;
pub(crate) mod deb;
mod flake;
mod licences;
mod npm;
mod rpm;
mod sbom;
mod tarball;
pub(crate) mod tools;
mod wheel;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::run::{cargo, find_program, output, run};
use crate::workspace::{Workspace, host};

/// What can be built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Tarball,
    Deb,
    Rpm,
    Wheel,
    Npm,
    Container,
    Crates,
    Flake,
    Sbom,
}

impl Kind {
    const ALL: [Kind; 9] = [
        Kind::Tarball,
        Kind::Deb,
        Kind::Rpm,
        Kind::Wheel,
        Kind::Npm,
        Kind::Container,
        Kind::Crates,
        Kind::Flake,
        Kind::Sbom,
    ];

    pub(crate) fn named(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    fn word(self) -> &'static str {
        match self {
            Kind::Tarball => "tarball",
            Kind::Deb => "deb",
            Kind::Rpm => "rpm",
            Kind::Wheel => "wheel",
            Kind::Npm => "npm",
            Kind::Container => "container",
            Kind::Crates => "crates",
            Kind::Flake => "flake",
            Kind::Sbom => "sbom",
        }
    }

    fn build(self, workspace: &Workspace) -> Result<Built> {
        match self {
            Kind::Tarball => tarball::build(workspace),
            Kind::Deb => {
                build_release(workspace)?;
                deb::build(workspace)
            }
            Kind::Rpm => {
                build_release(workspace)?;
                rpm::build(workspace)
            }
            Kind::Wheel => wheel::build(workspace),
            Kind::Npm => npm::build(workspace),
            Kind::Container => container::build(workspace),
            Kind::Crates => crates::build(workspace),
            Kind::Flake => flake::build(workspace),
            Kind::Sbom => sbom::build(workspace),
        }
    }
}

/// Files of one kind, and how they were tried.
pub(crate) struct Built {
    pub(crate) files: Vec<PathBuf>,
    pub(crate) tried: Tried,
}

pub(crate) enum Tried {
    /// What was done with it.
    Works(String),
    /// Why nothing was.
    Not(String),
}

/// Builds everything, or one kind.
pub(crate) fn all(workspace: &Workspace, only: Option<Kind>) -> Result<()> {
    let folder = folder(workspace)?;
    let mut story = String::new();
    for kind in Kind::ALL {
        if only.is_some_and(|only| only != kind) {
            continue;
        }
        println!("==> {}", kind.word());
        let built = kind
            .build(workspace)
            .with_context(|| format!("cannot build the {}", kind.word()))?;
        for file in &built.files {
            let size = fs::metadata(file)?.len().div_ceil(1024);
            let _ = writeln!(story, "{size:7} KiB  {}", file.display());
        }
        let (word, how) = match &built.tried {
            Tried::Works(how) => ("tried", how),
            Tried::Not(why) => ("NOT tried", why),
        };
        let _ = writeln!(story, "             {word}: {how}");
    }
    checksums(&folder)?;
    println!(
        "\n{story}\nchecksums: {}",
        folder.join("SHA256SUMS").display()
    );
    Ok(())
}

/// Where everything is put.
pub(crate) fn folder(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.target.join("dist");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    Ok(folder)
}

/// The programs of the root package, in order.
fn programs(workspace: &Workspace) -> impl Iterator<Item = &str> {
    workspace
        .binaries
        .iter()
        .map(String::as_str)
        .filter(|name| name.starts_with("ipsec-"))
}

fn build_release(workspace: &Workspace) -> Result<()> {
    run(release(workspace).args(["--bins"]))
}

/// As anybody builds it: what hurries a developer's builds would only build everything once more.
fn release(workspace: &Workspace) -> Command {
    let mut command = cargo(workspace);
    command.args(["build", "--release", "--locked"]);
    command.env("CARGO_INCREMENTAL", "0");
    command
}

/// The programs with the C library in them: they run on any Linux with this processor. Returns where they are.
fn build_static(workspace: &Workspace) -> Result<PathBuf> {
    let host = host()?;
    if !host.ends_with("-linux-gnu") {
        bail!(
            "programs without shared libraries are built for Linux with glibc only, and this is {host}"
        );
    }
    // With a target named, build scripts and macros are built without the flags.
    run(cargo(workspace)
        .args([
            "build",
            "--release",
            "--locked",
            "--bins",
            "--target",
            &host,
        ])
        .env("RUSTFLAGS", STATIC))?;
    let folder = workspace.target.join(&host).join("release");
    for name in programs(workspace) {
        let about = output(Command::new("ldd").arg(folder.join(name)))
            .unwrap_or_else(|error| error.to_string());
        if !about.contains("statically linked") && !about.contains("not a dynamic executable") {
            bail!("{name} wants shared libraries: {about}");
        }
    }
    Ok(folder)
}

const STATIC: &str = "-C target-feature=+crt-static";

/// A copy of a program without its symbols.
fn strip(from: &Path, to: &Path) -> Result<()> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent)?;
    }
    run(Command::new("strip")
        .arg("--strip-all")
        .arg("-o")
        .arg(to)
        .arg(from))
}

/// An empty directory for something half-done.
fn emptied(dir: PathBuf) -> Result<PathBuf> {
    if dir.exists() {
        fs::remove_dir_all(&dir).with_context(|| format!("cannot empty {}", dir.display()))?;
    }
    fs::create_dir_all(&dir).with_context(|| format!("cannot create {}", dir.display()))?;
    Ok(dir)
}

/// The files of a directory, sorted.
fn files_in(dir: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Runs each program with `--version` and compares what it says.
fn check_versions(workspace: &Workspace, mut command: impl FnMut(&str) -> Command) -> Result<()> {
    for name in programs(workspace) {
        let said = output(command(name).arg("--version"))?;
        let wanted = format!("{name} {}", env!("CARGO_PKG_VERSION"));
        if said.trim() != wanted {
            bail!("{name} --version says `{}`, not `{wanted}`", said.trim());
        }
    }
    Ok(())
}

/// A configuration with one mistake, and the code of the finding.
const BROKEN: (&str, &str) = (
    "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tlefsubnet=10.0.0.0/8\n",
    "V101",
);

/// Whether this is a run of `ipsec-lint` that found the mistake of [`BROKEN`].
fn check_found(command: &mut Command) -> Result<()> {
    let shown = crate::run::shown(command);
    let done = command
        .output()
        .with_context(|| format!("cannot start {shown}"))?;
    let said = String::from_utf8_lossy(&done.stdout);
    if done.status.code() != Some(1) || !said.contains(BROKEN.1) {
        let complaint = String::from_utf8_lossy(&done.stderr);
        bail!(
            "{shown} ended with {} and said: {said}{complaint}",
            done.status
        );
    }
    Ok(())
}

/// In the form that `sha256sum --check` reads.
fn checksums(folder: &Path) -> Result<()> {
    let sums = folder.join("SHA256SUMS");
    if sums.exists() {
        fs::remove_file(&sums)?;
    }
    let names: Vec<_> = files_in(folder)?
        .iter()
        .filter_map(|file| file.file_name().map(ToOwned::to_owned))
        .collect();
    let text = output(Command::new("sha256sum").args(names).current_dir(folder))?;
    fs::write(&sums, text).with_context(|| format!("cannot write {}", sums.display()))
}

/// A program that is needed to build something; says where it comes from.
fn needed(name: &str, package: &str) -> Result<PathBuf> {
    find_program(name).with_context(|| format!("`{name}` is not here (package {package})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_name() {
        for kind in Kind::ALL {
            assert_eq!(Kind::named(kind.word()), Some(kind));
        }
        assert_eq!(Kind::named("zip"), None);
    }

    #[test]
    fn checksums_are_those_of_the_files() {
        let folder = tempfile::tempdir().expect("a temporary directory");
        fs::write(folder.path().join("a.deb"), "abc").expect("writable");
        checksums(folder.path()).expect("it writes them");
        // The second time its own result is not among them.
        checksums(folder.path()).expect("it writes them again");
        assert_eq!(
            fs::read_to_string(folder.path().join("SHA256SUMS")).expect("there"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.deb\n"
        );
    }
}
