//! What the rules of the group H ask about the machine. They ask through a trait, so that none of them does any I/O.

use std::net::IpAddr;
use std::path::Path;

use ipsec_conf::Span;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::{Conn, Model};
use ipsec_conf::value::{Host as End, Selector, Value};

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

/// Which end of a conn this host is, as far as literal addresses and `%defaultroute` tell.
pub(crate) fn local_side(conn: &Conn<'_>, host: &dyn Host) -> Option<Side> {
    let own = host.addresses()?;
    let mut sides = Side::BOTH
        .into_iter()
        .filter(|&side| match conn.value("host", Some(side)) {
            Some(Value::Host(End::Address(address))) => {
                own.iter().any(|(known, _)| *known == address)
            }
            Some(Value::Host(End::DefaultRoute(_))) => true,
            Some(Value::Host(End::Interface(name))) => own.iter().any(|(_, known)| *known == name),
            _ => false,
        });
    match (sides.next(), sides.next()) {
        (Some(side), None) => Some(side),
        _ => None,
    }
}

/// The networks that an end protects, written out.
pub(crate) fn networks(conn: &Conn<'_>, side: Side) -> Vec<(Selector, Span)> {
    let settings = ["subnet", "subnets"]
        .into_iter()
        .filter_map(|id| conn.get(id, Some(side)));
    settings
        .flat_map(|setting| match conn.read(setting).value {
            Some(Value::Subnets(list)) => list
                .into_iter()
                .map(|net| (net, conn.value_span(setting)))
                .collect(),
            _ => Vec::new(),
        })
        .collect()
}

/// Where a finding about the machine stands: at the first section header.
pub(crate) fn top(model: &Model) -> Span {
    let first = model
        .sections()
        .find(|(_, section)| !section.builtin)
        .map(|(_, section)| section.header_span);
    first.unwrap_or_else(|| model.files()[0].span(0..0))
}
