//! This machine, as the rules of the group H see it. Everything is read and nothing is changed; the programs that are run,
//! `certutil`, `ipsec` and `iptables-save`, are asked for what they know, and have a limited time for it.

mod names;
mod nss;
mod selinux;
mod status;

use std::collections::HashMap;
use std::fs;
use std::io::{self, Read as _};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use flate2::read::GzDecoder;
use ipsec_conf::Target;
use ipsec_conf_lint::host::{
    CertificateFact, Daemon, DefaultRoute, Family, FileFact, Host, KernelOption, NameFact,
    PortFact, Validity,
};

use crate::ask::{self, installed};
use crate::kernel::{self, Kernel, Netlink};

/// Bytes of a kernel's build configuration or of a certificate that are read at most.
const LIMIT: u64 = 4 << 20;

/// The machine that the program runs on. What costs time is asked once.
#[derive(Debug, Default)]
pub struct System {
    /// Files are looked up below this directory.
    root: Option<PathBuf>,
    addresses: OnceLock<Option<Vec<(IpAddr, String)>>>,
    installed: OnceLock<Option<Target>>,
    daemon: OnceLock<Option<Daemon>>,
    kernel_options: OnceLock<Option<HashMap<String, KernelOption>>>,
    names: names::Names,
    databases: nss::Databases,
    /// By program and table.
    filters: Mutex<HashMap<(&'static str, String), Option<String>>>,
}

impl System {
    pub fn new(root: Option<PathBuf>) -> System {
        System {
            root,
            ..System::default()
        }
    }

    /// A path that a configuration names, and not one that was read below the root already.
    fn below_root(&self, path: &Path) -> PathBuf {
        match (&self.root, path.strip_prefix("/")) {
            (Some(root), Ok(relative)) if !path.starts_with(root) => root.join(relative),
            _ => path.to_owned(),
        }
    }

    /// The configuration that the running kernel was built with, where the kernel or its package has left it.
    fn kernel_config(&self) -> Option<String> {
        if let Ok(packed) = fs::File::open("/proc/config.gz") {
            let mut text = String::new();
            let mut unpacked = GzDecoder::new(packed).take(LIMIT);
            unpacked.read_to_string(&mut text).ok()?;
            return Some(text);
        }
        let release = fs::read_to_string("/proc/sys/kernel/osrelease").ok()?;
        let release = release.trim();
        let places = [
            format!("/boot/config-{release}"),
            format!("/lib/modules/{release}/config"),
        ];
        places
            .iter()
            .find_map(|place| fs::read_to_string(self.below_root(Path::new(place))).ok())
    }
}

impl Host for System {
    fn addresses(&self) -> Option<Vec<(IpAddr, String)>> {
        let ask = || Netlink.local_addresses().ok();
        self.addresses.get_or_init(ask).clone()
    }

    fn default_routes(&self, family: Family) -> Option<Vec<DefaultRoute>> {
        let routes = Netlink.default_routes(of_kernel(family)).ok()?;
        let routes = routes.into_iter().map(|(route, metric)| DefaultRoute {
            gateway: route.gateway,
            interface: route.interface,
            metric,
        });
        Some(routes.collect())
    }

    fn route_to(&self, peer: IpAddr) -> Option<Option<DefaultRoute>> {
        let route = Netlink.route_to(peer).ok()?;
        Some(route.map(|route| DefaultRoute {
            gateway: route.gateway,
            interface: route.interface,
            metric: 0,
        }))
    }

    fn file(&self, path: &Path) -> FileFact {
        match fs::metadata(self.below_root(path)) {
            Ok(metadata) => there(&metadata),
            Err(error) if error.kind() == io::ErrorKind::NotFound => FileFact::Missing,
            Err(_) => FileFact::Unknown,
        }
    }

    fn installed(&self) -> Option<Target> {
        // Programs are those of this machine, and below a root are others.
        let ask = || self.root.is_none().then(installed).flatten();
        *self.installed.get_or_init(ask)
    }

    fn sysctl(&self, name: &str) -> Option<String> {
        let parts: Vec<String> = name.split('.').map(|part| part.replace('/', ".")).collect();
        let is_name = |part: &String| part.bytes().any(|b| b != b'.') && !part.contains('\0');
        if !parts.iter().all(is_name) {
            return None;
        }
        let path = Path::new("/proc/sys").join(parts.join("/"));
        Some(fs::read_to_string(path).ok()?.trim().to_owned())
    }

    fn udp_port(&self, port: u16) -> PortFact {
        let mut sockets = Vec::new();
        let mut is_known = false;
        for table in ["/proc/net/udp", "/proc/net/udp6"] {
            if let Ok(text) = fs::read_to_string(table) {
                is_known = true;
                sockets.extend(sockets_on(&text, port));
            }
        }
        match (is_known, sockets.is_empty()) {
            (false, _) => PortFact::Unknown,
            (true, true) => PortFact::Free,
            (true, false) => PortFact::Used(owner(&sockets)),
        }
    }

    fn addresses_of(&self, name: &str) -> NameFact {
        self.names.look_up(name)
    }

    fn kernel_option(&self, option: &str) -> Option<KernelOption> {
        let read = || Some(options(&self.kernel_config()?));
        let options = self.kernel_options.get_or_init(read).as_ref()?;
        let named = options.get(option).copied();
        Some(named.unwrap_or(KernelOption::NotNamed))
    }

    fn certificate(&self, database: &Path, nickname: &str) -> CertificateFact {
        self.databases
            .certificate(&self.below_root(database), nickname)
    }

    fn certificate_in(&self, path: &Path) -> Option<Validity> {
        let path = self.below_root(path);
        let is_file = fs::metadata(&path).is_ok_and(|metadata| metadata.is_file());
        let mut bytes = Vec::new();
        let file = fs::File::open(path).ok().filter(|_| is_file)?;
        file.take(LIMIT).read_to_end(&mut bytes).ok()?;
        nss::validity(&bytes)
    }

    fn daemon(&self) -> Option<&Daemon> {
        let read = || {
            let answer = self
                .root
                .is_none()
                .then(|| ask::ask("ipsec", &["whack", "--status"]));
            status::read(&answer.flatten()?.text())
        };
        self.daemon.get_or_init(read).as_ref()
    }

    fn selinux_type(&self, path: &Path) -> Option<String> {
        let enforces = fs::read_to_string("/sys/fs/selinux/enforce").ok()?;
        (enforces.trim() == "1").then(|| selinux::label_type(&self.below_root(path)))?
    }

    fn packet_filter(&self, family: Family, table: &str) -> Option<String> {
        let program = match family {
            Family::V4 => "iptables-save",
            Family::V6 => "ip6tables-save",
        };
        let mut known = self.filters.lock().unwrap_or_else(PoisonError::into_inner);
        let filter = known.entry((program, table.to_owned())).or_insert_with(|| {
            let answer = ask::ask(program, &["-t", table])?;
            answer.is_success.then(|| answer.text())
        });
        filter.clone()
    }

    fn real_path(&self, path: &Path) -> Option<PathBuf> {
        fs::canonicalize(path).ok()
    }
}

fn of_kernel(family: Family) -> kernel::Family {
    match family {
        Family::V4 => kernel::Family::V4,
        Family::V6 => kernel::Family::V6,
    }
}

#[cfg(unix)]
fn there(metadata: &fs::Metadata) -> FileFact {
    use std::os::unix::fs::MetadataExt as _;
    FileFact::There {
        mode: metadata.mode() & 0o7777,
        owner: metadata.uid(),
        is_directory: metadata.is_dir(),
    }
}

/// Where files have no modes, nothing is to be said about them.
#[cfg(not(unix))]
fn there(metadata: &fs::Metadata) -> FileFact {
    FileFact::There {
        mode: 0o600,
        owner: 0,
        is_directory: metadata.is_dir(),
    }
}

/// The options that a build configuration names and that are not numbers or texts.
fn options(config: &str) -> HashMap<String, KernelOption> {
    let option = |line: &str| match (line.strip_prefix("# "), line.split_once('=')) {
        (Some(rest), _) => {
            let name = rest.strip_suffix(" is not set")?;
            Some((name.to_owned(), KernelOption::NotSet))
        }
        (None, Some((name, "y" | "m"))) => Some((name.to_owned(), KernelOption::Set)),
        _ => None,
    };
    config.lines().filter_map(option).collect()
}

/// The inodes of the sockets that are bound to a port, from the kernel's table.
fn sockets_on(table: &str, port: u16) -> Vec<u64> {
    let socket = |line: &str| {
        let mut fields = line.split_whitespace().skip(1);
        let (_, number) = fields.next()?.rsplit_once(':')?;
        let is_here = u16::from_str_radix(number, 16).ok()? == port;
        let inode = fields.nth(7)?.parse().ok()?;
        is_here.then_some(inode)
    };
    table.lines().skip(1).filter_map(socket).collect()
}

/// The name of a process that holds one of the sockets; others' processes can be seen by root alone.
fn owner(sockets: &[u64]) -> Option<String> {
    let names: Vec<String> = sockets
        .iter()
        .map(|inode| format!("socket:[{inode}]"))
        .collect();
    for process in fs::read_dir("/proc").ok()?.flatten() {
        let is_process = process
            .file_name()
            .to_string_lossy()
            .bytes()
            .all(|b| b.is_ascii_digit());
        let Ok(files) = fs::read_dir(process.path().join("fd")) else {
            continue;
        };
        let holds_it = is_process
            && files.flatten().any(|file| {
                fs::read_link(file.path())
                    .is_ok_and(|to| names.iter().any(|name| to.as_os_str() == name.as_str()))
            });
        if holds_it {
            return Some(
                fs::read_to_string(process.path().join("comm"))
                    .ok()?
                    .trim()
                    .to_owned(),
            );
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernels_table_of_sockets() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref\n\
            12: 00000000:01F4 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4711 2 0 0\n\
            13: 00000000:1194 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4712 2 0 0\n";
        assert_eq!(sockets_on(table, 500), [4711]);
        assert_eq!(sockets_on(table, 4500), [4712]);
        assert!(sockets_on(table, 501).is_empty());
        assert!(sockets_on("no table\n12: x\n", 500).is_empty());
    }

    #[test]
    fn the_kernels_build_configuration() {
        let config = "CONFIG_XFRM_USER=m\n# CONFIG_INET_ESP is not set\nCONFIG_NR_CPUS=8\n";
        let options = options(config);
        for (option, expected) in [
            ("CONFIG_XFRM_USER", Some(KernelOption::Set)),
            ("CONFIG_INET_ESP", Some(KernelOption::NotSet)),
            ("CONFIG_INET_ES", None),
            ("CONFIG_NR_CPUS", None),
        ] {
            assert_eq!(options.get(option), expected.as_ref(), "{option}");
        }
    }

    #[test]
    fn files_lie_below_the_root() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("etc")).unwrap();
        fs::write(dir.path().join("etc/ipsec.secrets"), "").unwrap();
        let system = System::new(Some(dir.path().to_owned()));
        let is_file = matches!(
            system.file(Path::new("/etc/ipsec.secrets")),
            FileFact::There {
                is_directory: false,
                ..
            }
        );
        assert!(is_file);
        assert_eq!(system.file(Path::new("/etc/gone")), FileFact::Missing);
        let read = system.file(&dir.path().join("etc/ipsec.secrets"));
        assert_ne!(read, FileFact::Missing, "what was read there already");
    }

    #[test]
    fn an_own_socket_is_seen() {
        let Ok(socket) = std::net::UdpSocket::bind("127.0.0.1:0") else {
            return;
        };
        let port = socket.local_addr().unwrap().port();
        let fact = System::default().udp_port(port);
        assert!(
            matches!(fact, PortFact::Used(Some(_)) | PortFact::Unknown),
            "{fact:?}"
        );
    }

    #[test]
    fn a_switch_of_the_kernel_is_a_plain_name() {
        for name in ["../../etc/passwd", "net.//.//", "kernel..osrelease"] {
            assert_eq!(System::default().sysctl(name), None, "{name}");
        }
        let value = System::default().sysctl("net.ipv4.ip_forward");
        assert!(value.is_none_or(|value| value == "0" || value == "1"));
    }
}
