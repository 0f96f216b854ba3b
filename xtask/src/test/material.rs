//! Checks over recorded behaviour of the real programs, which is too large for this repository.
//!
//! The material lies in the directory `shared` beside the repository. Where there is none, nothing is checked here.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::known::{self, Known};
use super::packages::{has_libreswan, is_root};
use super::{formatted, refused};
use crate::report::Report;
use crate::run::{find_program, run};
use crate::workspace::Workspace;

/// A program of the material that judges one of our binaries.
struct Check {
    program: &'static str,
    /// Which binary is judged, and by which option the program learns its path.
    binary: &'static str,
    option: &'static str,
    args: &'static [&'static str],
    asks: Asks,
    known: &'static [Known],
}

#[derive(PartialEq, Eq)]
enum Asks {
    /// What was recorded is enough.
    Nobody,
    Libreswan,
}

const CHECKS: &[Check] = &[
    Check {
        program: "classic-auto",
        binary: "ipsec-auto",
        option: "--auto",
        args: &[],
        asks: Asks::Nobody,
        known: &[],
    },
    Check {
        program: "flatten",
        binary: "ipsec-auto",
        option: "--auto",
        args: &[],
        asks: Asks::Libreswan,
        known: &[],
    },
    Check {
        program: "bad",
        binary: "ipsec-lint",
        option: "--lint",
        args: &[],
        asks: Asks::Nobody,
        known: &[],
    },
    Check {
        program: "verdicts",
        binary: "ipsec-lint",
        option: "--lint",
        args: &["--list"],
        asks: Asks::Nobody,
        known: known::VERDICTS,
    },
    Check {
        program: "truth",
        binary: "ipsec-lint",
        option: "--lint",
        args: &["--version", "4.10", "--list"],
        asks: Asks::Nobody,
        known: known::TRUTH_4,
    },
    Check {
        program: "truth",
        binary: "ipsec-lint",
        option: "--lint",
        args: &["--version", "5.4", "--list"],
        asks: Asks::Nobody,
        known: known::TRUTH_5,
    },
];

pub(crate) fn all(workspace: &Workspace, strongswan: Option<&Path>, report: &mut Report) {
    let shared = workspace
        .root
        .parent()
        .unwrap_or(Path::new("/"))
        .join("shared");
    if !shared.is_dir() {
        report.skip(
            "checks over recorded behaviour",
            "there is no directory `shared` beside this one",
        );
        return;
    }
    for check in CHECKS
        .iter()
        .filter(|check| workspace.binaries.contains(check.binary))
    {
        judge(workspace, &shared, check, report);
    }
    if workspace.binaries.contains("ipsec-auto") {
        roundtrips(workspace, &shared, report);
    }
    let corpus = shared.join("corpus");
    report.step("cargo xtask corpus", || crate::corpus::read_all(&corpus));
    let name = "ipsec-lint against starter of strongSwan on the corpus";
    match strongswan {
        Some(root) => {
            report.step(name, || refused::check(workspace, &corpus, root));
        }
        None => report.skip(name, "there is no strongSwan"),
    }
    if workspace.binaries.contains("ipsec-fmt") {
        formatted::all(workspace, &corpus, strongswan, report);
    }
}

fn judge(workspace: &Workspace, shared: &Path, check: &Check, report: &mut Report) {
    let Check {
        program,
        binary,
        option,
        args,
        asks,
        known,
    } = check;
    let name = [&["check", program], *args].concat().join(" ");
    let program = shared.join("check").join(program);
    let binary = workspace.release_binary(binary);
    match obstacle(&[&program, &binary], asks) {
        Some(reason) => report.skip(name, reason),
        None => {
            report.step(name, || {
                let mut command = Command::new(program);
                known::run(command.arg(option).arg(binary).args(*args), known)
            });
        }
    }
}

/// What stands in the way, if anything.
fn obstacle(files: &[&Path], asks: &Asks) -> Option<String> {
    if let Some(file) = files.iter().find(|file| !file.is_file()) {
        return Some(format!("there is no {}", file.display()));
    }
    if find_program("python3").is_none() {
        return Some("python3 is not installed".to_owned());
    }
    (*asks == Asks::Libreswan && !has_libreswan()).then(|| "Libreswan is not installed".to_owned())
}

/// A conn loaded by our commands and by `addconn` must be the same conn in a running daemon.
fn roundtrips(workspace: &Workspace, shared: &Path, report: &mut Report) {
    let roundtrip = Roundtrip {
        program: shared.join("oracle/pluto-roundtrip"),
        make_nss: shared.join("oracle/make-nss"),
        config: shared.join("golden/whack-libreswan-4.10/conns.conf"),
        auto: workspace.release_binary("ipsec-auto"),
        nss: workspace.target.join("xtask/nss"),
    };
    for backend in ["addconn", "whack"] {
        let name = format!("oracle/pluto-roundtrip, backend {backend}");
        match roundtrip.obstacle() {
            Some(reason) => report.skip(name, reason),
            None => {
                report.step(name, || roundtrip.run(backend));
            }
        }
    }
}

struct Roundtrip {
    program: PathBuf,
    make_nss: PathBuf,
    config: PathBuf,
    auto: PathBuf,
    nss: PathBuf,
}

impl Roundtrip {
    fn obstacle(&self) -> Option<String> {
        let reason = obstacle(
            &[&self.program, &self.make_nss, &self.config, &self.auto],
            &Asks::Libreswan,
        );
        reason
            .or_else(|| {
                let missing = ["certutil", "ip"]
                    .into_iter()
                    .find(|name| find_program(name).is_none());
                missing.map(|name| format!("`{name}` is not installed"))
            })
            .or_else(|| (!is_root()).then(|| "only root can run a daemon".to_owned()))
    }

    fn run(&self, backend: &str) -> Result<()> {
        // Certificates expire: make them anew.
        if self.nss.exists() {
            std::fs::remove_dir_all(&self.nss)?;
        }
        std::fs::create_dir_all(&self.nss)?;
        run(Command::new(&self.make_nss).arg(&self.nss))?;
        let mut command = Command::new(&self.program);
        command
            .arg("--config")
            .arg(&self.config)
            .arg("--emit")
            .arg(emit(&self.auto, backend));
        let known = match backend {
            "whack" => known::WHACK,
            _ => &[],
        };
        known::run(command.arg("--nss").arg(&self.nss), known)
    }
}

/// The shell command that prints the commands for `$CONN`.
///
/// It runs in the network namespace of the daemon, which is named after the program that starts the shell: the default
/// route of a `left=%defaultroute` must be the daemon's.
fn emit(auto: &Path, backend: &str) -> String {
    let auto = auto.display().to_string().replace('\'', r"'\''");
    format!(
        r#"ip netns exec plrt$PPID '{auto}' --target libreswan@4.10 --backend {backend} --config "$CONFIG" --showonly --add "$CONN""#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_word_for_the_shell() {
        let command = emit(Path::new("/srv/it's here/ipsec-auto"), "whack");
        assert!(
            command.contains(r" '/srv/it'\''s here/ipsec-auto' --target"),
            "{command}"
        );
    }

    #[test]
    fn a_missing_file_is_named_as_the_obstacle() {
        let reason = obstacle(&[Path::new("/no/such/program")], &Asks::Nobody);
        assert_eq!(reason.as_deref(), Some("there is no /no/such/program"));
    }
}
