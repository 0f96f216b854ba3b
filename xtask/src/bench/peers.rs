//! The programs of others that read the same files, as far as they are here.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};
use ipsec_conf_bench::Dialect;

use crate::run::output;
use crate::starter::Starter;
use crate::test::{has_libreswan, strongswan};
use crate::workspace::Workspace;

pub(super) struct Peers {
    pub(super) starter: Result<Starter>,
    pub(super) addconn: Result<Addconn>,
}

impl Peers {
    pub(super) fn find(workspace: &Workspace) -> Peers {
        Peers {
            starter: strongswan().and_then(|root| Starter::new(&root, &workspace.target)),
            addconn: Addconn::find(),
        }
    }

    /// What the program is called that reads files of a dialect.
    pub(super) fn name(dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Libreswan => "addconn --checkconfig",
            Dialect::Strongswan => "starter --conftest",
        }
    }

    /// Lets it read a file and all its conns.
    pub(super) fn reads(&self, dialect: Dialect, file: &Path) -> Option<Command> {
        match dialect {
            Dialect::Libreswan => self
                .addconn
                .as_ref()
                .ok()
                .map(|addconn| addconn.checkconfig(file)),
            Dialect::Strongswan => self
                .starter
                .as_ref()
                .ok()
                .map(|starter| starter.conftest(file)),
        }
    }

    /// The versions that are here, and why another is not.
    pub(super) fn described(&self) -> String {
        let said = |version: Result<String, String>, name: &str| {
            version.unwrap_or_else(|reason| format!("{name} is not measured: {reason}"))
        };
        let addconn = self.addconn.as_ref().map(|addconn| addconn.version.clone());
        let addconn = addconn.map_err(|error| format!("{error:#}"));
        let starter = self.starter.as_ref().map_err(|error| format!("{error:#}"));
        let starter =
            starter.and_then(|starter| starter.version().map_err(|error| format!("{error:#}")));
        format!("{}; {}", said(addconn, "addconn"), said(starter, "starter"))
    }
}

/// The program of Libreswan that reads ipsec.conf.
pub(super) struct Addconn {
    program: PathBuf,
    version: String,
}

impl Addconn {
    fn find() -> Result<Addconn> {
        ensure!(
            has_libreswan(),
            "Libreswan is not installed (Debian package libreswan)"
        );
        let dir = output(Command::new("ipsec").arg("--directory"))?;
        let version = output(Command::new("ipsec").arg("--version"))?;
        Ok(Addconn {
            program: Path::new(dir.trim()).join("addconn"),
            version: version.trim().to_owned(),
        })
    }

    /// Reads a file and all its conns, and asks no daemon.
    pub(super) fn checkconfig(&self, conf: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("--config").arg(conf).arg("--checkconfig");
        command
    }
}
