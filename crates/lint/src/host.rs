//! What the rules of the group H ask about the machine. They ask through a trait, so that none of them does any I/O.

use std::net::IpAddr;
use std::path::Path;

/// The machine that a configuration is for. Every answer may be "nobody knows".
pub trait Host {
    /// The addresses of this host with the names of their interfaces, loopback included.
    fn addresses(&self) -> Option<Vec<(IpAddr, String)>>;

    /// The default routes of a family.
    fn default_routes(&self, family: Family) -> Option<Vec<DefaultRoute>>;

    /// The way a packet to `peer` would take now; `Some(None)` when there is none.
    fn route_to(&self, peer: IpAddr) -> Option<Option<DefaultRoute>>;

    /// What stands at a path.
    fn file(&self, path: &Path) -> FileFact;

    /// What the program that is installed says about itself, in the words of `--target`: `libreswan@4.10`.
    fn installed(&self) -> Option<ipsec_conf::Target>;

    /// The value of a switch of the kernel: `net.ipv4.ip_forward`.
    fn sysctl(&self, name: &str) -> Option<String>;

    /// The programs that hold a UDP port open, by name where that can be seen.
    fn udp_port(&self, port: u16) -> PortFact;
}

/// An address family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    V4,
    V6,
}

impl Family {
    pub fn name(self) -> &'static str {
        match self {
            Family::V4 => "IPv4",
            Family::V6 => "IPv6",
        }
    }
}

/// A way out of the host.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DefaultRoute {
    /// `None`: the destination is on the link.
    pub gateway: Option<IpAddr>,
    pub interface: Option<String>,
    pub metric: u32,
}

/// What is known about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileFact {
    /// Nobody may look, or nobody knows.
    Unknown,
    Missing,
    There {
        mode: u32,
        owner: u32,
        is_directory: bool,
    },
}

/// Who uses a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PortFact {
    Unknown,
    Free,
    /// With the name of the program, if it can be seen.
    Used(Option<String>),
}
