//! Real plutos: one alone, or two that can reach each other.
//!
//! The kernels that tests usually run on lack ESP, so an IKE SA comes up and its child SA does not.
//! `--up` then ends with status 0 in version 2 of IKE, and waits until it is stopped in version 1.

use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use super::netns::Netns;
use super::{
    Need, Output, TIME_LIMIT, eventually, limited, output, pki, scratch, search_path, tail,
};

/// The secrets of a [`Setup`] that names none: one secret for any pair of hosts.
pub(crate) const ANY_PSK: &str = ": PSK \"a shared secret for the two hosts, long enough\"\n";

/// What NSS database a host gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nss {
    Empty,
    /// The authority and certificates of [`pki`], with the private keys of both hosts.
    Certificates,
}

/// What both plutos of [`TwoPlutos`] start with. Nothing is loaded: that is the test's business.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setup<'a> {
    /// The `ipsec.conf` that `auto` reads on west.
    pub(crate) conf_west: &'a str,
    pub(crate) conf_east: &'a str,
    pub(crate) secrets: &'a str,
    pub(crate) nss: Nss,
    /// Further lines of the daemons' own `config setup`, not indented.
    pub(crate) daemon_lines: &'a str,
}

impl<'a> Setup<'a> {
    /// The same `ipsec.conf` on both hosts.
    pub(crate) fn both(conf: &'a str) -> Self {
        Self {
            conf_west: conf,
            conf_east: conf,
            secrets: ANY_PSK,
            nss: Nss::Empty,
            daemon_lines: "",
        }
    }
}

/// West, 192.1.2.45 before 10.0.1.0/24, and east, 192.1.2.23 before 10.0.2.0/24.
///
/// Each is the other's default gateway.
pub(crate) struct TwoPlutos {
    pub(crate) west: Pluto,
    pub(crate) east: Pluto,
}

impl TwoPlutos {
    pub(crate) const NEEDS: &[Need] = &[Need::Root, Need::NetNs, Need::Libreswan, Need::Certutil];

    pub(crate) fn start(setup: &Setup) -> Self {
        let (west, east) = Netns::pair("west", "east");
        for (host, address, inner, gateway) in [
            (&west, "192.1.2.45", "10.0.1.1", "192.1.2.23"),
            (&east, "192.1.2.23", "10.0.2.1", "192.1.2.45"),
        ] {
            host.ip(&format!(
                "addr add {address}/24 dev eth0
                 addr add {inner}/24 dev lo
                 link set eth0 up
                 route add default via {gateway}"
            ));
        }
        let host = |netns, conf| {
            let files = Files {
                conf,
                secrets: setup.secrets,
                policies: &[],
            };
            Pluto::launch(netns, &files, setup.nss, setup.daemon_lines)
        };
        let hosts = Self {
            west: host(west, setup.conf_west),
            east: host(east, setup.conf_east),
        };
        hosts.west.wait_until_listening();
        hosts.east.wait_until_listening();
        hosts
    }
}

/// What the pluto of [`OnePluto`] starts with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Alone<'a> {
    pub(crate) conf: &'a str,
    pub(crate) secrets: &'a str,
    pub(crate) nss: Nss,
    /// Further lines of the daemon's own `config setup`, not indented.
    pub(crate) daemon_lines: &'a str,
    /// With prefix length, of either family.
    pub(crate) addresses: &'a [&'a str],
    pub(crate) gateway: Option<&'a str>,
    /// Policy groups: name and contents.
    pub(crate) policies: &'a [(&'a str, &'a str)],
    pub(crate) virtual_private: Option<&'a str>,
}

impl<'a> Alone<'a> {
    /// 192.1.2.45/24 with the gateway 192.1.2.23, where nobody answers.
    pub(crate) fn new(conf: &'a str) -> Self {
        Self {
            conf,
            secrets: ANY_PSK,
            nss: Nss::Empty,
            daemon_lines: "",
            addresses: &["192.1.2.45/24"],
            gateway: Some("192.1.2.23"),
            policies: &[],
            virtual_private: None,
        }
    }
}

/// A pluto without a peer, for what needs none: add, delete, status, lists.
pub(crate) struct OnePluto(Pluto);

impl OnePluto {
    pub(crate) const NEEDS: &[Need] = TwoPlutos::NEEDS;

    pub(crate) fn start(setup: &Alone) -> Self {
        let netns = Netns::new("alone");
        netns.ip("link add eth0 type veth peer name wire\nlink set eth0 up\nlink set wire up");
        for address in setup.addresses {
            // An IPv6 address can be used only when its search for duplicates is over.
            let nodad = if address.contains(':') { "nodad" } else { "" };
            netns.ip(&format!("addr add {address} dev eth0 {nodad}"));
        }
        if let Some(gateway) = setup.gateway {
            netns.ip(&format!("route add default via {gateway} dev eth0"));
        }
        let mut daemon_lines = setup.daemon_lines.to_owned();
        if let Some(networks) = setup.virtual_private {
            daemon_lines.push_str("\nvirtual-private=");
            daemon_lines.push_str(networks);
        }
        let files = Files {
            conf: setup.conf,
            secrets: setup.secrets,
            policies: setup.policies,
        };
        let pluto = Pluto::launch(netns, &files, setup.nss, &daemon_lines);
        pluto.wait_until_listening();
        Self(pluto)
    }
}

impl Deref for OnePluto {
    type Target = Pluto;

    fn deref(&self) -> &Pluto {
        &self.0
    }
}

/// The files a host is given.
struct Files<'a> {
    conf: &'a str,
    secrets: &'a str,
    policies: &'a [(&'a str, &'a str)],
}

/// A running pluto with its own control socket, databases and network; dropping it stops it.
pub(crate) struct Pluto {
    // Fields are dropped in this order, after `Drop` has stopped the daemon.
    netns: Netns,
    directory: TempDir,
    daemon: Child,
}

impl Pluto {
    fn launch(netns: Netns, files: &Files, nss: Nss, daemon_lines: &str) -> Self {
        let directory = scratch();
        let root = directory.path();
        let write = |path: PathBuf, text: &str| fs::write(path, text).expect("scratch is writable");
        for name in ["run", "nss", "ipsec.d/policies"] {
            fs::create_dir_all(root.join(name)).expect("scratch is writable");
        }
        write(root.join("ipsec.conf"), files.conf);
        write(root.join("ipsec.secrets"), files.secrets);
        for (name, text) in files.policies {
            write(root.join("ipsec.d/policies").join(name), text);
        }
        write(
            root.join("pluto.conf"),
            &daemon_conf(&root.join("pluto.log"), daemon_lines),
        );
        match nss {
            Nss::Empty => pki::empty(&root.join("nss")),
            Nss::Certificates => pki::copy(&root.join("nss")),
        }
        let stderr = fs::File::create(root.join("pluto.stderr")).expect("scratch is writable");
        let daemon = netns
            .daemon(&["ipsec", "pluto", "--nofork"])
            .arg("--config")
            .arg(root.join("pluto.conf"))
            .arg("--secretsfile")
            .arg(root.join("ipsec.secrets"))
            .arg("--ipsecdir")
            .arg(root.join("ipsec.d"))
            .arg("--nssdir")
            .arg(root.join("nss"))
            .arg("--rundir")
            .arg(root.join("run"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(stderr)
            .spawn()
            .expect("setpriv is part of util-linux");
        Self {
            netns,
            directory,
            daemon,
        }
    }

    fn wait_until_listening(&self) {
        let socket = self.control_socket();
        let listens = || socket.exists() && self.whack(&["--listen"]).status == 0;
        let came_up = eventually(Duration::from_secs(10), listens);
        assert!(came_up, "pluto does not listen:\n{}", tail(&self.log()));
    }

    /// Runs our `ipsec-auto` with this host's configuration and control socket.
    pub(crate) fn auto(&self, arguments: &[&str]) -> Output {
        output(&mut self.auto_command(arguments), "")
    }

    /// Like [`Pluto::auto`], not yet started.
    pub(crate) fn auto_command(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(&[env!("CARGO_BIN_EXE_ipsec-auto"), "--config"]);
        command.arg(self.conf()).args(arguments);
        command
    }

    /// Runs a command on this host.
    pub(crate) fn run(&self, words: &[&str]) -> Output {
        output(&mut self.command(words), "")
    }

    /// Like [`Pluto::run`], not yet started; for other input, environment or time limits.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        self.command_within(TIME_LIMIT, words)
    }

    /// Like [`Pluto::command`], stopped after `seconds`.
    pub(crate) fn command_within(&self, seconds: u32, words: &[&str]) -> Command {
        let mut command = limited(seconds, "ip");
        command
            .args(["netns", "exec", self.netns.name()])
            .args(words)
            .env("PATH", search_path())
            .env("LC_ALL", "C")
            .env("IPSEC_CONF", self.conf())
            .env("IPSEC_RUNDIR", self.path("run"))
            .env("IPSEC_NSSDIR", self.path("nss"))
            .env("CTLSOCKET", self.control_socket());
        command
    }

    /// Runs Libreswan's own `ipsec whack` against this pluto.
    pub(crate) fn whack(&self, arguments: &[&str]) -> Output {
        self.libreswan("whack", arguments)
    }

    /// Runs Libreswan's own `ipsec addconn` against this pluto and configuration.
    pub(crate) fn addconn(&self, arguments: &[&str]) -> Output {
        let conf = self.conf();
        let conf = conf.to_str().expect("scratch paths are ASCII");
        self.libreswan("addconn", &[&["--config", conf], arguments].concat())
    }

    fn libreswan(&self, program: &str, arguments: &[&str]) -> Output {
        let mut command = self.command(&["ipsec", program, "--ctlsocket"]);
        output(command.arg(self.control_socket()).args(arguments), "")
    }

    /// What `whack --status` prints.
    pub(crate) fn status(&self) -> String {
        self.whack(&["--status"]).stdout
    }

    /// The daemon's log.
    pub(crate) fn log(&self) -> String {
        let read = |name| fs::read_to_string(self.path(name)).unwrap_or_default();
        format!("{}{}", read("pluto.stderr"), read("pluto.log"))
    }

    /// Whether pluto knows the connection, or instances of it.
    pub(crate) fn has_conn(&self, name: &str) -> bool {
        let colon = format!("000 \"{name}\":");
        let instance = format!("000 \"{name}\"[");
        self.status()
            .lines()
            .any(|line| line.starts_with(&colon) || line.starts_with(&instance))
    }

    /// Whether an IKE SA of the connection is up, of either version.
    pub(crate) fn ike_established(&self, name: &str) -> bool {
        self.states(name).iter().any(|state| {
            state.contains("(established IKE SA)") || state.contains("(IKE SA established)")
        })
    }

    /// The lines of `whack --status` about states of the connection.
    pub(crate) fn states(&self, name: &str) -> Vec<String> {
        let name = format!("\"{name}\"");
        let status = self.status();
        let about_it = status.lines().filter(|line| {
            line.strip_prefix("000 #")
                .and_then(|rest| rest.split_once(": "))
                .is_some_and(|(_, state)| state.starts_with(&name))
        });
        about_it.map(str::to_owned).collect()
    }

    /// The `ipsec.conf` of this host.
    pub(crate) fn conf(&self) -> PathBuf {
        self.path("ipsec.conf")
    }

    pub(crate) fn control_socket(&self) -> PathBuf {
        self.path("run/pluto.ctl")
    }

    /// Where policy groups, as `policies/NAME`, and certificates are.
    pub(crate) fn ipsec_d(&self) -> PathBuf {
        self.path("ipsec.d")
    }

    pub(crate) fn netns(&self) -> &Netns {
        &self.netns
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }
}

impl Drop for Pluto {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("--- log of {}\n{}", self.netns.name(), tail(&self.log()));
        }
        // All it could save would be a farewell to a peer that is going to be stopped as well.
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

/// The configuration the daemon itself starts with, which has no conn.
fn daemon_conf(log: &Path, daemon_lines: &str) -> String {
    let mut conf = format!(
        "config setup\n\tlogfile={}\n\tikev1-policy=accept\n",
        log.display()
    );
    for line in daemon_lines
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
    {
        conf.push('\t');
        conf.push_str(line);
        conf.push('\n');
    }
    conf
}
