//! What is asked of the kernel about addresses and routes.

#[cfg(target_os = "linux")]
mod netlink;
#[cfg(not(target_os = "linux"))]
#[path = "kernel/no_netlink.rs"]
mod netlink;
#[cfg(target_os = "linux")]
mod table;

use std::io;
use std::net::IpAddr;

pub use netlink::Netlink;

/// The routes and addresses of this host.
pub trait Kernel {
    /// The default route of the main table with the lowest metric.
    fn default_route(&self, family: Family) -> Result<Option<KernelRoute>, KernelError>;

    /// The way the kernel would send a packet to `peer` now; none if there is no way.
    fn route_to(&self, peer: IpAddr) -> Result<Option<KernelRoute>, KernelError>;

    /// Every address of this host with its interface, loopback included.
    fn local_addresses(&self) -> Result<Vec<(IpAddr, String)>, KernelError>;

    /// The address that `left=%NAME` stands for: the best one of the family on that interface.
    fn interface_address(&self, name: &str, family: Family) -> Result<Option<IpAddr>, KernelError>;
}

/// One way out of this host.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KernelRoute {
    /// The source address.
    pub address: Option<IpAddr>,
    /// The next hop; none if the destination is reached directly.
    pub gateway: Option<IpAddr>,
    pub interface: Option<String>,
}

/// An address family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    V4,
    V6,
}

impl Family {
    /// The family of `address`.
    pub fn of(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(_) => Self::V4,
            IpAddr::V6(_) => Self::V6,
        }
    }
}

/// Why the kernel gives no answer.
#[derive(Debug, thiserror::Error)]
pub enum KernelError {
    #[error("cannot ask the kernel for {what}")]
    Netlink {
        what: &'static str,
        source: io::Error,
    },
    #[error("cannot understand what the kernel says about {what}")]
    Answer {
        what: &'static str,
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    #[error("routes cannot be asked for on this system")]
    Unsupported,
}
