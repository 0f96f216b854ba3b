//! This machine, as the rules of the group H see it. Everything is read, nothing is changed, no program is run.

use std::fs;
use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use ipsec_conf::Target;
use ipsec_conf_lint::host::{DefaultRoute, Family, FileFact, Host, PortFact};

use crate::kernel::{self, Kernel, Netlink};

/// The machine that the program runs on.
#[derive(Debug, Clone, Default)]
pub struct System {
    /// Files are looked up below this directory.
    pub root: Option<PathBuf>,
    /// What is installed, as the caller found out; finding it out means running a program.
    pub installed: Option<Target>,
}

impl System {
    fn below_root(&self, path: &Path) -> PathBuf {
        match (&self.root, path.strip_prefix("/")) {
            (Some(root), Ok(relative)) => root.join(relative),
            _ => path.to_owned(),
        }
    }
}

impl Host for System {
    fn addresses(&self) -> Option<Vec<(IpAddr, String)>> {
        Netlink.local_addresses().ok()
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
        self.installed
    }

    fn sysctl(&self, name: &str) -> Option<String> {
        let is_plain = |part: &str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        };
        if !name.split('.').all(is_plain) {
            return None;
        }
        let path = Path::new("/proc/sys").join(name.replace('.', "/"));
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
    fn files_lie_below_the_root() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("etc")).unwrap();
        fs::write(dir.path().join("etc/ipsec.secrets"), "").unwrap();
        let system = System {
            root: Some(dir.path().to_owned()),
            installed: None,
        };
        let is_file = matches!(
            system.file(Path::new("/etc/ipsec.secrets")),
            FileFact::There {
                is_directory: false,
                ..
            }
        );
        assert!(is_file);
        assert_eq!(system.file(Path::new("/etc/gone")), FileFact::Missing);
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
        assert_eq!(System::default().sysctl("../../etc/passwd"), None);
        let value = System::default().sysctl("net.ipv4.ip_forward");
        assert!(value.is_none_or(|value| value == "0" || value == "1"));
    }
}
