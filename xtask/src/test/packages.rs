//! The programs that tests compare with: installs them where that is ours to do, and says what is missing elsewhere.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::report::{Outcome, Report};
use crate::run::{find_program, is_executable, output, run};

/// A program that some tests start.
struct Program {
    name: &'static str,
    package: &'static str,
    without_it: &'static str,
}

const PROGRAMS: &[Program] = &[
    Program {
        name: "ipsec",
        package: "libreswan",
        without_it: "no test asks Libreswan",
    },
    Program {
        name: "certutil",
        package: "libnss3-tools",
        without_it: "no test loads a conn with a certificate",
    },
    Program {
        name: "ip",
        package: "iproute2",
        without_it: "no test runs a daemon",
    },
    Program {
        name: "iptables",
        package: "iptables",
        without_it: "no test looks at a packet filter",
    },
    Program {
        name: "ping",
        package: "iputils-ping",
        without_it: "no test sends a packet through a tunnel",
    },
    Program {
        name: "python3",
        package: "python3",
        without_it: "no check over recorded behaviour runs",
    },
    Program {
        name: "vim",
        package: "vim",
        without_it: "no test asks Vim for its syntax groups",
    },
    Program {
        name: ALE,
        package: "vim-ale",
        without_it: "no test runs the language server in Vim",
    },
    Program {
        name: "nvim",
        package: "neovim",
        without_it: "no test runs the language server in an old Neovim",
    },
    Program {
        name: "emacs",
        package: "emacs-nox",
        without_it: "no test asks Emacs for its faces",
    },
    Program {
        name: EGLOT,
        package: "elpa-eglot",
        without_it: "no test runs the language server in Emacs with Eglot",
    },
    Program {
        name: LSP_MODE,
        package: "elpa-lsp-mode",
        without_it: "no test runs the language server in Emacs with lsp-mode",
    },
    Program {
        name: BATCAT,
        package: "bat",
        without_it: "no test reads the syntax definition of Sublime Text",
    },
    Program {
        name: "node",
        package: "nodejs",
        without_it: "no test reads the TextMate grammar",
    },
    Program {
        name: "npm",
        package: "npm",
        without_it: "the engine that reads the TextMate grammar is not installed",
    },
    Program {
        name: "zsh",
        package: "zsh",
        without_it: "no test asks Zsh for completions",
    },
    Program {
        name: "fish",
        package: "fish",
        without_it: "no test asks Fish for completions",
    },
    Program {
        name: "mandoc",
        package: "mandoc",
        without_it: "no test checks the manual pages",
    },
    Program {
        name: "groff",
        package: "groff-base",
        without_it: "no test formats the manual pages as `man` does",
    },
    Program {
        name: "mmdebstrap",
        package: "mmdebstrap",
        without_it: "no test installs the Debian packages",
    },
    Program {
        name: "dpkg-shlibdeps",
        package: "dpkg-dev",
        without_it: "the Debian packages are not built",
    },
    Program {
        name: "kate-syntax-highlighter",
        package: "libkf5syntaxhighlighting-tools",
        without_it: "no test reads the syntax definition of Kate",
    },
    Program {
        name: "valgrind",
        package: "valgrind",
        without_it: "no step of the CI counts instructions",
    },
    Program {
        name: "chromium",
        package: "chromium",
        without_it: "no test starts VS Code",
    },
];

/// Some packages have no program, and `bat` has another name in Debian.
const ALE: &str = "/usr/share/vim-ale/plugin/ale.vim";
const EGLOT: &str = "(require 'eglot)";
const LSP_MODE: &str = "(require 'lsp-mode)";
const BATCAT: &str = "batcat";

/// Only unpacked, never installed: these packages conflict with libreswan.
const STRONGSWAN: &[&str] = &[
    "strongswan-starter",
    "strongswan-charon",
    "libstrongswan",
    "strongswan-libcharon",
    "libcharon-extra-plugins",
    "libcharon-extauth-plugins",
    "libstrongswan-standard-plugins",
    "libstrongswan-extra-plugins",
    "strongswan-swanctl",
    "charon-systemd",
    "strongswan-pki",
];

/// Returns where strongSwan is unpacked, if it is.
///
/// A machine that cannot be prepared is no failure here: a test that needs what is missing decides that.
pub(crate) fn prepare(report: &mut Report) -> Option<PathBuf> {
    report.step("programs that the tests compare with", || {
        let missing = missing();
        if missing.is_empty() {
            return Ok(Outcome::Prepared);
        }
        let reason = match may_install() {
            Ok(()) => match install(&missing) {
                Ok(()) => return Ok(Outcome::Prepared),
                Err(error) => format!("{error:#}"),
            },
            Err(reason) => reason.to_owned(),
        };
        println!("not installed, because {reason}:");
        for program in &missing {
            println!(
                "  `{}` (package {}): {}",
                program.name, program.package, program.without_it
            );
        }
        let names: Vec<_> = missing.iter().map(|program| program.package).collect();
        Ok(Outcome::Skipped(format!("without {}", names.join(", "))))
    });

    let root = strongswan_root()?;
    report.step("strongSwan to compare with", || {
        if is_unpacked(&root) {
            return Ok(Outcome::Prepared);
        }
        match unpack_strongswan(&root) {
            Ok(()) => Ok(Outcome::Prepared),
            Err(error) => Ok(Outcome::Skipped(format!(
                "no test asks strongSwan: {error:#}"
            ))),
        }
    });
    is_unpacked(&root).then_some(root)
}

/// Whether the daemon that the `ipsec` in the path belongs to is Libreswan.
pub(crate) fn has_libreswan() -> bool {
    // strongSwan's command has the same name.
    find_program("ipsec")
        .and_then(|ipsec| output(Command::new(ipsec).arg("--version")).ok())
        .is_some_and(|version| version.contains("Libreswan"))
}

/// Debian's packages for Emacs are found with `-q`, and not with `-Q`.
fn emacs_evaluates(form: &str) -> bool {
    let load = ["-q", "--batch", "--eval", "(require 'package)"];
    let start = ["-f", "package-initialize", "--eval", form];
    output(Command::new("emacs").args(load).args(start)).is_ok()
}

pub(crate) fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|uid| uid.trim() == "0")
}

fn missing() -> Vec<&'static Program> {
    PROGRAMS
        .iter()
        .filter(|program| !is_there(program))
        .collect()
}

fn is_there(program: &Program) -> bool {
    match program.name {
        "ipsec" => has_libreswan(),
        ALE => Path::new(ALE).is_file(),
        EGLOT | LSP_MODE => emacs_evaluates(program.name),
        name => find_program(name).is_some(),
    }
}

fn may_install() -> Result<(), &'static str> {
    if find_program("apt-get").is_none() {
        Err("this is neither Debian nor Ubuntu")
    } else if !is_root() {
        Err("only root can install packages")
    } else {
        Ok(())
    }
}

fn install(missing: &[&Program]) -> Result<()> {
    let packages: Vec<_> = missing.iter().map(|program| program.package).collect();
    println!("installing {}", packages.join(", "));
    let running = plutos();
    let started_by_us = || {
        plutos()
            .into_iter()
            .filter(|pid| !running.contains(pid))
            .collect::<Vec<_>>()
    };
    let _no_service = NoService::begin()?;
    let apt = || {
        // An installed strongSwan stays: its owner wants it more than we want Libreswan.
        let mut command = Command::new("apt-get");
        command
            .args([
                "install",
                "--yes",
                "--quiet",
                "--no-install-recommends",
                "--no-remove",
            ])
            .args(&packages);
        run(command.env("DEBIAN_FRONTEND", "noninteractive"))
    };
    if apt().is_err() {
        run(Command::new("apt-get").args(["update", "--quiet"]))?;
        apt()?;
    }
    match started_by_us().as_slice() {
        [] => Ok(()),
        pids => bail!(
            "the installation started a daemon (pluto, process {pids:?}); stop it with `ipsec stop`"
        ),
    }
}

/// While it lives, packages do not start their services (the `policy-rc.d` of Debian's policy, section 9.3.3).
struct NoService {
    policy: Option<PathBuf>,
}

impl NoService {
    fn begin() -> Result<Self> {
        use std::os::unix::fs::PermissionsExt;

        let policy = Path::new("/usr/sbin/policy-rc.d");
        // Containers have one already.
        if policy.exists() {
            return Ok(Self { policy: None });
        }
        let guard = Self {
            policy: Some(policy.to_owned()),
        };
        std::fs::write(policy, "#!/bin/sh\nexit 101\n").context("cannot write policy-rc.d")?;
        std::fs::set_permissions(policy, std::fs::Permissions::from_mode(0o755))?;
        Ok(guard)
    }
}

impl Drop for NoService {
    fn drop(&mut self) {
        if let Some(policy) = &self.policy {
            // There is nobody left to tell; the next run finds the file and leaves it alone.
            let _ = std::fs::remove_file(policy);
        }
    }
}

/// The processes of Libreswan's daemon.
fn plutos() -> Vec<u32> {
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    processes
        .filter(|entry| {
            std::fs::read_to_string(entry.path().join("comm"))
                .is_ok_and(|name| name.trim() == "pluto")
        })
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect()
}

fn strongswan_root() -> Option<PathBuf> {
    variable("STRONGSWAN_ROOT").or_else(|| Some(cache()?.join("strongswan-root")))
}

/// Where downloads are kept from one run to the next.
pub(crate) fn cache() -> Option<PathBuf> {
    variable("XDG_CACHE_HOME").or_else(|| Some(variable("HOME")?.join(".cache")))
}

fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}

/// Where strongSwan is unpacked; unpacks it if it is not there.
pub(crate) fn strongswan() -> Result<PathBuf> {
    let root = strongswan_root().context("neither STRONGSWAN_ROOT nor HOME is set")?;
    if !is_unpacked(&root) {
        unpack_strongswan(&root)?;
    }
    Ok(root)
}

fn is_unpacked(root: &Path) -> bool {
    is_executable(&root.join("usr/lib/ipsec/starter"))
}

/// Needs no root: packages are fetched and unpacked, nothing of them is run.
fn unpack_strongswan(root: &Path) -> Result<()> {
    if find_program("apt-get").is_none() || find_program("dpkg").is_none() {
        bail!("its packages are unpacked with apt-get and dpkg, which are not here");
    }
    println!("unpacking strongSwan into {}", root.display());
    let download = root.with_extension("download");
    std::fs::create_dir_all(&download)
        .with_context(|| format!("cannot create {}", download.display()))?;
    let apt = || {
        let mut command = Command::new("apt-get");
        run(command
            .args(["download", "--quiet"])
            .args(STRONGSWAN)
            .current_dir(&download))
    };
    if apt().is_err() {
        if !is_root() {
            bail!("apt-get cannot download its packages (try `apt-get update` as root)");
        }
        run(Command::new("apt-get").args(["update", "--quiet"]))?;
        apt()?;
    }
    // In a place of its own until it is complete: a stopped run must not look like a finished one.
    let partial = root.with_extension("partial");
    for entry in std::fs::read_dir(&download)? {
        let package = entry?.path();
        if package
            .extension()
            .is_some_and(|extension| extension == "deb")
        {
            run(Command::new("dpkg").arg("-x").arg(&package).arg(&partial))?;
        }
    }
    if root.exists() {
        std::fs::remove_dir_all(root)?;
    }
    std::fs::rename(&partial, root).with_context(|| format!("cannot create {}", root.display()))?;
    std::fs::remove_dir_all(&download)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strongswan_is_never_installed() {
        assert!(
            PROGRAMS
                .iter()
                .all(|program| !STRONGSWAN.contains(&program.package))
        );
    }

    #[test]
    fn an_empty_directory_is_no_unpacked_strongswan() {
        let root = tempfile::tempdir().expect("a temporary directory");
        assert!(!is_unpacked(root.path()));
    }
}
