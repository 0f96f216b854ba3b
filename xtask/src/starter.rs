//! starter, the program of strongSwan that reads ipsec.conf. It lies unpacked beside the system.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

pub(crate) struct Starter {
    program: PathBuf,
    libraries: PathBuf,
    settings: PathBuf,
}

impl Starter {
    /// Of the packages unpacked at `root`.
    pub(crate) fn new(root: &Path, target: &Path) -> Result<Starter> {
        let dir = target.join("xtask");
        std::fs::create_dir_all(&dir)?;
        let settings = dir.join("strongswan.conf");
        std::fs::write(&settings, "")?;
        Ok(Starter {
            program: root.join("usr/lib/ipsec/starter"),
            libraries: root.join("usr/lib/ipsec"),
            settings,
        })
    }

    /// Reads a file as when it starts the daemon, and stops there: the status says whether it takes the file.
    pub(crate) fn conftest(&self, conf: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command
            .env("STRONGSWAN_CONF", &self.settings)
            .env("LD_LIBRARY_PATH", &self.libraries)
            .args(["--conftest", "--conf"])
            .arg(conf);
        command
    }
}
