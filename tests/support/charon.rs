//! Two real strongSwans that can reach each other.
//!
//! strongSwan cannot be installed beside Libreswan. It is unpacked, and seen at its proper place only inside
//! the mount namespace of a host, which also has an `/etc` and a `/run` of its own.
//! ESP is done in user space (kernel-libipsec), so that traffic passes on kernels without it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use super::netns::Netns;
use super::{Need, Output, TIME_LIMIT, eventually, limited, output, scratch, search_path, tail};

/// The version of the unpacked strongSwan, as `--target` takes it.
pub(crate) const TARGET: &str = "strongswan@5.9.8";

const PACKAGES: &[&str] = &[
    "strongswan-starter",
    "strongswan-charon",
    "libstrongswan",
    "strongswan-libcharon",
    "libcharon-extra-plugins",
    "libcharon-extauth-plugins",
    "libstrongswan-standard-plugins",
    "libstrongswan-extra-plugins",
    "strongswan-swanctl",
    "strongswan-pki",
];

/// kernel-libipsec comes before kernel-netlink so that it gets the SAs.
const STRONGSWAN_CONF: &str = "\
charon {
  load = random nonce aes sha1 sha2 md5 hmac kdf cmac xcbc pem pkcs1 pkcs8 pkcs7 pkcs12 pgp sshkey dnskey x509 pubkey \
constraints revocation gmp openssl curve25519 gcm ccm ctr chapoly kernel-libipsec kernel-netlink socket-default stroke \
vici updown eap-identity eap-md5 eap-mschapv2 eap-gtc eap-tls eap-ttls xauth-generic xauth-eap addrblock unity counters
  filelog {
    log {
      path = /run/charon.log
      default = 1
      cfg = 2
      flush_line = yes
    }
  }
}
";

/// Puts strongSwan and the host's files in place, then becomes the starter.
///
/// Runs in a mount namespace of its own; `$1` is where strongSwan is unpacked, `$2` the host's scratch directory.
const ENTER: &str = r#"
set -e
mount --make-rprivate /
mount -t overlay overlay -o "lowerdir=$1/usr:/usr" /usr
mkdir "$2/etc"
mount -t tmpfs tmpfs "$2/etc"
mkdir "$2/etc/upper" "$2/etc/work"
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$2/etc/upper,workdir=$2/etc/work" /etc
mount -t tmpfs tmpfs /run
rm -rf /etc/ipsec.d
for d in cacerts certs private aacerts acerts crls ocspcerts; do mkdir -p "/etc/ipsec.d/$d"; done
cp "$2/ipsec.conf" "$2/ipsec.secrets" "$2/strongswan.conf" /etc/
exec /usr/lib/ipsec/starter --nofork
"#;

/// What both charons of [`TwoCharons`] start with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setup<'a> {
    /// The `/etc/ipsec.conf` of host a, which the starter reads.
    pub(crate) conf_a: &'a str,
    pub(crate) conf_b: &'a str,
    pub(crate) secrets: &'a str,
}

impl<'a> Setup<'a> {
    /// The same `ipsec.conf` on both hosts.
    pub(crate) fn both(conf: &'a str) -> Self {
        let secrets = ": PSK \"a shared secret for the two hosts, long enough\"\n";
        Self {
            conf_a: conf,
            conf_b: conf,
            secrets,
        }
    }
}

/// Host a, 192.0.2.1 before 10.1.0.0/16, and host b, 192.0.2.2 before 10.2.0.0/16.
///
/// Each is the other's default gateway, but the networks behind them are reached through a tunnel only.
pub(crate) struct TwoCharons {
    pub(crate) a: Charon,
    pub(crate) b: Charon,
}

impl TwoCharons {
    pub(crate) const NEEDS: &[Need] = &[
        Need::Root,
        Need::NetNs,
        Need::Tun,
        Need::Ping,
        Need::StrongSwan,
    ];

    pub(crate) fn start(setup: &Setup) -> Self {
        let (a, b) = Netns::pair("a", "b");
        for (host, address, inner, gateway, far) in [
            (&a, "192.0.2.1", "10.1.0.1", "192.0.2.2", "10.2.0.0"),
            (&b, "192.0.2.2", "10.2.0.1", "192.0.2.1", "10.1.0.0"),
        ] {
            // Routes of strongSwan are in a table of their own, which the kernel looks at before this one.
            host.ip(&format!(
                "addr add {address}/24 dev eth0
                 addr add {inner}/16 dev lo
                 link set eth0 up
                 route add default via {gateway}
                 route add blackhole {far}/16"
            ));
        }
        let a = Charon::launch(a, "10.1.0.1", setup.conf_a, setup.secrets);
        let b = Charon::launch(b, "10.2.0.1", setup.conf_b, setup.secrets);
        a.wait_until_ready();
        b.wait_until_ready();
        Self { a, b }
    }
}

/// A running starter with its charon in their own network and `/etc`; dropping it stops them.
pub(crate) struct Charon {
    netns: Netns,
    inner: &'static str,
    directory: TempDir,
    starter: Child,
}

impl Charon {
    fn launch(netns: Netns, inner: &'static str, conf: &str, secrets: &str) -> Self {
        let directory = scratch();
        let unpacked = root()
            .as_ref()
            .expect("the test has asked for what it needs");
        for (name, text) in [
            ("ipsec.conf", conf),
            ("ipsec.secrets", secrets),
            ("strongswan.conf", STRONGSWAN_CONF),
        ] {
            fs::write(directory.path().join(name), text).expect("scratch is writable");
        }
        let log = fs::File::create(directory.path().join("out")).expect("scratch is writable");
        let starter = netns
            .daemon(&["unshare", "--mount", "sh", "-c", ENTER, "sh"])
            .arg(unpacked)
            .arg(directory.path())
            .env("LD_LIBRARY_PATH", "/usr/lib/ipsec")
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a file can be opened twice"))
            .stderr(log)
            .spawn()
            .expect("setpriv is part of util-linux");
        Self {
            netns,
            inner,
            directory,
            starter,
        }
    }

    fn wait_until_ready(&self) {
        let socket = self.inside("/run/charon.ctl");
        // Before the starter runs, the mount namespace still shows the system's own /run.
        let comm = format!("/proc/{}/comm", self.starter.id());
        let is_up = || {
            let runs = fs::read_to_string(&comm).is_ok_and(|name| name.trim() == "starter");
            runs && socket.exists()
        };
        assert!(
            eventually(Duration::from_secs(10), is_up),
            "charon does not come up:\n{}",
            tail(&self.log())
        );
    }

    /// Runs our `ipsec-auto` with this host's `/etc/ipsec.conf`.
    pub(crate) fn auto(&self, arguments: &[&str]) -> Output {
        let fixed = [
            env!("CARGO_BIN_EXE_ipsec-auto"),
            "--target",
            TARGET,
            "--config",
            "/etc/ipsec.conf",
        ];
        self.run(&[&fixed, arguments].concat())
    }

    /// Runs a command on this host, where `ipsec` is strongSwan's.
    pub(crate) fn run(&self, words: &[&str]) -> Output {
        output(&mut self.command(words), "")
    }

    /// Like [`Charon::run`], not yet started.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = limited(TIME_LIMIT, "nsenter");
        command
            .args([
                "--target",
                &self.starter.id().to_string(),
                "--mount",
                "--net",
                "--",
            ])
            .args(words)
            .env("PATH", search_path())
            .env("LC_ALL", "C")
            .env("LD_LIBRARY_PATH", "/usr/lib/ipsec");
        command
    }

    /// Replaces this host's `/etc/ipsec.conf`; strongSwan reads it at `ipsec update`.
    pub(crate) fn write_conf(&self, conf: &str) {
        fs::write(self.inside("/etc/ipsec.conf"), conf).expect("the host's /etc is writable");
    }

    /// What `ipsec statusall` prints.
    pub(crate) fn status(&self) -> String {
        self.run(&["ipsec", "statusall"]).stdout
    }

    /// Whether charon knows the connection.
    pub(crate) fn has_conn(&self, name: &str) -> bool {
        let entry = format!("{name}:");
        let status = self.status();
        let connections = status
            .lines()
            .skip_while(|line| *line != "Connections:")
            .skip(1);
        connections
            .take_while(|line| line.starts_with(' '))
            .any(|line| line.trim_start().starts_with(&entry))
    }

    /// Whether an IKE SA of the connection is up.
    pub(crate) fn ike_established(&self, name: &str) -> bool {
        self.has_state(name, '[', "ESTABLISHED")
    }

    /// Whether a child SA of the connection is up.
    pub(crate) fn child_installed(&self, name: &str) -> bool {
        self.has_state(name, '{', "INSTALLED")
    }

    fn has_state(&self, name: &str, bracket: char, state: &str) -> bool {
        let start = format!("{name}{bracket}");
        let status = self.status();
        status
            .lines()
            .any(|line| line.trim_start().starts_with(&start) && line.contains(state))
    }

    /// Whether the address behind `other` answers the address behind this host, through the tunnel.
    pub(crate) fn ping(&self, other: &Self) -> bool {
        let ping = [
            "ping",
            "-n",
            "-q",
            "-c",
            "1",
            "-W",
            "1",
            "-I",
            self.inner,
            other.inner,
        ];
        self.run(&ping).status == 0
    }

    /// What starter and charon have said.
    pub(crate) fn log(&self) -> String {
        let read = |path: PathBuf| fs::read_to_string(path).unwrap_or_default();
        let out = read(self.directory.path().join("out"));
        format!("{out}{}", read(self.inside("/run/charon.log")))
    }

    pub(crate) fn netns(&self) -> &Netns {
        &self.netns
    }

    /// How a path of this host is called outside of its mount namespace.
    fn inside(&self, path: &str) -> PathBuf {
        PathBuf::from(format!("/proc/{}/root{path}", self.starter.id()))
    }
}

impl Drop for Charon {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("--- log of {}\n{}", self.netns.name(), tail(&self.log()));
        }
        // The starter takes charon along, and waits for it.
        if let Some(pid) = i32::try_from(self.starter.id())
            .ok()
            .and_then(Pid::from_raw)
        {
            let _ = kill_process(pid, Signal::TERM);
        }
        let starter = &mut self.starter;
        let has_ended = || matches!(starter.try_wait(), Ok(Some(_)));
        if !eventually(Duration::from_secs(3), has_ended) {
            let _ = self.starter.kill();
            let _ = self.starter.wait();
        }
    }
}

/// Where strongSwan is unpacked: `STRONGSWAN_ROOT`, or in the user's cache. Fetched when it is not there.
pub(crate) fn root() -> &'static Result<PathBuf, String> {
    static ROOT: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    ROOT.get_or_init(|| {
        let root = place()?;
        if !root.join("usr/lib/ipsec/starter").exists() {
            unpack(&root)?;
        }
        Ok(root)
    })
}

fn place() -> Result<PathBuf, String> {
    let variable = |name| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    variable("STRONGSWAN_ROOT")
        .or_else(|| Some(variable("XDG_CACHE_HOME")?.join("strongswan-root")))
        .or_else(|| Some(variable("HOME")?.join(".cache/strongswan-root")))
        .ok_or_else(|| "there is no place for strongSwan: set STRONGSWAN_ROOT".to_owned())
}

fn unpack(root: &Path) -> Result<(), String> {
    let parent = root
        .parent()
        .ok_or("STRONGSWAN_ROOT is no place for strongSwan")?;
    let failed = |error: std::io::Error| format!("strongSwan cannot be unpacked: {error}");
    fs::create_dir_all(parent).map_err(failed)?;
    let scratch = tempfile::Builder::new()
        .prefix("strongswan-")
        .tempdir_in(parent)
        .map_err(failed)?;
    let script = r#"cd "$1" && shift && apt-get download "$@" && for p in *.deb; do dpkg -x "$p" root || exit; done"#;
    let mut command = limited(300, "sh");
    command
        .args(["-c", script, "sh"])
        .arg(scratch.path())
        .args(PACKAGES);
    let done = output(command.env("PATH", search_path()), "");
    if done.status != 0 {
        return Err(format!(
            "strongSwan cannot be fetched: {}",
            done.stderr.trim()
        ));
    }
    match fs::rename(scratch.path().join("root"), root) {
        // Another test binary was quicker.
        Err(_) if root.join("usr/lib/ipsec/starter").exists() => Ok(()),
        result => result.map_err(failed),
    }
}
