//! A small Debian in a directory, with Libreswan and nothing of ours: what a package needs beyond itself shows there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::emptied;
use crate::run::{find_program, output, run};
use crate::test::{cache, is_root};
use crate::workspace::Workspace;

pub(crate) struct CleanRoot {
    path: PathBuf,
}

impl CleanRoot {
    /// Why there can be none here.
    pub(crate) fn missing() -> Option<String> {
        if !is_root() {
            Some("only root can install packages in a clean root".to_owned())
        } else if find_program("mmdebstrap").is_none() {
            Some("a clean root is made by `mmdebstrap`, which is not here".to_owned())
        } else {
            None
        }
    }

    /// Unpacks a fresh one; it is downloaded once and kept in the cache directory.
    pub(crate) fn unpacked(workspace: &Workspace) -> Result<CleanRoot> {
        let cache = cache().context("neither XDG_CACHE_HOME nor HOME is set")?;
        let image = cache.join("ipsec-conf-tools-clean-root.tar");
        if !image.exists() {
            println!("making a clean root");
            fs::create_dir_all(&cache)?;
            // In a place of its own until it is complete: a stopped run must not look like a finished one.
            let partial = image.with_extension("partial.tar");
            run(Command::new("mmdebstrap")
                .args([
                    "--quiet",
                    "--mode=root",
                    "--variant=essential",
                    "--include=libreswan",
                ])
                .arg(suite()?)
                .arg(&partial)
                .stdin(std::process::Stdio::null()))?;
            fs::rename(&partial, &image)?;
        }
        let path = emptied(workspace.target.join("clean-root"))?;
        run(Command::new("tar")
            .args(["--extract", "--file"])
            .arg(&image)
            .arg("--directory")
            .arg(&path))?;
        Ok(CleanRoot { path })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Runs in it, with nothing of our environment.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new("chroot");
        command.arg(&self.path).args([
            "env",
            "-i",
            "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
            "DEBIAN_FRONTEND=noninteractive",
        ]);
        command.arg(program);
        command
    }

    pub(crate) fn install(&self, package: &Path) -> Result<()> {
        let inside = "/tmp/package.deb";
        fs::copy(package, self.path.join(&inside[1..]))
            .with_context(|| format!("cannot copy {}", package.display()))?;
        run(self.command("dpkg").args(["--install", inside]))?;
        self.remove_file(&inside[1..])
    }

    pub(crate) fn purge(&self, package: &str) -> Result<()> {
        run(self.command("dpkg").args(["--purge", package]))
    }

    pub(crate) fn read(&self, file: &str) -> Option<String> {
        fs::read_to_string(self.path.join(file)).ok()
    }

    pub(crate) fn write(&self, file: &str, text: &str) -> Result<()> {
        fs::write(self.path.join(file), text).with_context(|| format!("cannot write {file}"))
    }

    pub(crate) fn remove_file(&self, file: &str) -> Result<()> {
        fs::remove_file(self.path.join(file)).with_context(|| format!("cannot remove {file}"))
    }

    /// Every file, link and directory, but for the notes that dpkg keeps.
    pub(crate) fn files(&self) -> Result<BTreeSet<String>> {
        let list = output(
            Command::new("find")
                .args([".", "-xdev", "-not", "-path", "./var/lib/dpkg/*"])
                .args(["-not", "-path", "./var/log/*", "-printf", "%P %y %l\n"])
                .current_dir(&self.path),
        )?;
        Ok(list.lines().map(str::to_owned).collect())
    }
}

impl Drop for CleanRoot {
    fn drop(&mut self) {
        // There is nobody left to tell; the next one is put in its place.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// The release of this machine: its own package sources have it.
fn suite() -> Result<String> {
    let about = fs::read_to_string("/etc/os-release").context("cannot read /etc/os-release")?;
    let name = about
        .lines()
        .find_map(|line| line.strip_prefix("VERSION_CODENAME="));
    Ok(name
        .context("/etc/os-release has no VERSION_CODENAME")?
        .trim_matches('"')
        .to_owned())
}
