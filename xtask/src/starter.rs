//! starter, the program of strongSwan that reads ipsec.conf. It lies unpacked beside the system.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

pub(crate) struct Starter {
    program: PathBuf,
    libraries: PathBuf,
    settings: PathBuf,
    /// strongSwan's `ipsec`, a script.
    script: PathBuf,
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
            script: root.join("usr/sbin/ipsec"),
        })
    }

    /// `strongSwan 5.9.8`, as the script beside it says; starter itself does not tell.
    pub(crate) fn version(&self) -> Result<String> {
        let script = std::fs::read_to_string(&self.script)
            .with_context(|| format!("cannot read {}", self.script.display()))?;
        let version = script
            .split_once("IPSEC_VERSION=\"U")
            .and_then(|(_, rest)| rest.split_once('/'));
        let (version, _) =
            version.with_context(|| format!("{} has no version", self.script.display()))?;
        Ok(format!("strongSwan {version}"))
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
