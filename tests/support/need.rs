//! What a test needs of the machine, and what happens when it is not there.

use std::io::Write;
use std::process::Command;
use std::sync::OnceLock;

use super::{charon, mounts, netns, output, search_path, which};

/// One requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// The rights of root.
    Root,
    /// Network namespaces joined by veth.
    NetNs,
    /// Mount namespaces, and file systems mounted in them.
    MountNs,
    /// An installed Libreswan: `ipsec` with `pluto`, `whack` and `addconn`.
    Libreswan,
    /// `certutil` of the NSS tools.
    Certutil,
    /// strongSwan, unpacked beside the system; fetched once with `apt-get download`.
    StrongSwan,
    /// `/dev/net/tun`, for ESP in user space.
    Tun,
    /// `ping` of iputils.
    Ping,
    /// The packet filter's `iptables` and `iptables-save`.
    Iptables,
}

/// Whether the machine has all of `needs`.
///
/// Says on standard error what is missing. Panics instead when `IPSEC_TESTS_REQUIRE_ALL=1`.
#[track_caller]
pub(crate) fn requires(needs: &[Need]) -> bool {
    let Some(reason) = needs.iter().find_map(|need| need.missing()) else {
        return true;
    };
    let all_required = std::env::var("IPSEC_TESTS_REQUIRE_ALL").is_ok_and(|value| value == "1");
    assert!(
        !all_required,
        "IPSEC_TESTS_REQUIRE_ALL is set, but {reason}"
    );
    // Written past the capture of test output: a skipped test must not look like one that passed.
    let _ = writeln!(std::io::stderr(), "skipped: {reason}");
    false
}

impl Need {
    /// Why it is not there, or nothing if it is.
    fn missing(self) -> Option<String> {
        match self {
            Self::Root => {
                let is_root = rustix::process::geteuid().is_root();
                (!is_root).then(|| "this test needs root".to_owned())
            }
            Self::NetNs => {
                static PROBE: OnceLock<Option<String>> = OnceLock::new();
                PROBE.get_or_init(|| netns::probe().err()).clone()
            }
            Self::MountNs => mounts::missing(),
            Self::Libreswan => {
                static PROBE: OnceLock<Option<String>> = OnceLock::new();
                PROBE.get_or_init(libreswan_missing).clone()
            }
            Self::Certutil => program_missing("certutil"),
            Self::StrongSwan => charon::root().as_ref().err().cloned(),
            Self::Tun => {
                let exists = std::path::Path::new("/dev/net/tun").exists();
                (!exists).then(|| "there is no /dev/net/tun".to_owned())
            }
            Self::Ping => program_missing("ping"),
            Self::Iptables => program_missing("iptables"),
        }
    }
}

fn program_missing(program: &str) -> Option<String> {
    which(program)
        .is_none()
        .then(|| format!("`{program}` is not installed"))
}

fn libreswan_missing() -> Option<String> {
    if let Some(reason) = program_missing("ipsec") {
        return Some(reason);
    }
    let version = output(
        Command::new("ipsec")
            .arg("--version")
            .env("PATH", search_path()),
        "",
    );
    let is_libreswan = version.stdout.contains("Libreswan");
    (!is_libreswan).then(|| "the installed `ipsec` is not Libreswan's".to_owned())
}
