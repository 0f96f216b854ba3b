//! What the rules of the group H ask about the machine. They ask through a trait, so that none of them does any I/O.

pub(crate) mod filter;

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use ipnet::IpNet;
use ipsec_conf::Span;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::{Conn, Model, Setup};
use ipsec_conf::value::{Host as End, Selector, Value};

use crate::context::Context;

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

    /// The value of a switch of the kernel: `net.ipv4.ip_forward`. A point inside a name is a slash, as for sysctl(8):
    /// `net.ipv4.conf.eth0/100.rp_filter`.
    fn sysctl(&self, name: &str) -> Option<String>;

    /// The programs that hold a UDP port open, by name where that can be seen.
    fn udp_port(&self, port: u16) -> PortFact;

    /// What the resolver of this host makes of a name.
    fn addresses_of(&self, name: &str) -> NameFact;

    /// What the build configuration of the running kernel says about an option: `CONFIG_INET_ESP`.
    fn kernel_option(&self, option: &str) -> Option<KernelOption>;

    /// A certificate of an NSS database, by the directory of the database and the nickname.
    fn certificate(&self, database: &Path, nickname: &str) -> CertificateFact;

    /// Whether the certificate in a file can be used today.
    fn certificate_in(&self, path: &Path) -> Option<Validity>;

    /// What the daemon of Libreswan says while it runs.
    fn daemon(&self) -> Option<&Daemon>;

    /// The type of a file's label, if `SELinux` enforces its policy: `user_home_t`.
    fn selinux_type(&self, path: &Path) -> Option<String>;

    /// One table of the packet filter of a family, `nat` or `filter`, as `iptables-save` prints it.
    fn packet_filter(&self, family: Family, table: &str) -> Option<String>;

    /// The path of a file without symbolic links. The path is one of this machine, wherever `--root` points.
    fn real_path(&self, path: &Path) -> Option<PathBuf>;
}

/// An address family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    V4,
    V6,
}

impl Family {
    pub fn of(address: IpAddr) -> Family {
        if address.is_ipv4() {
            Family::V4
        } else {
            Family::V6
        }
    }

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

/// What a look-up of a name gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameFact {
    Unknown,
    /// With the reason, as the resolver words it.
    Fails(String),
    /// Of all families, at least one.
    Addresses(Vec<IpAddr>),
}

/// An option of a kernel's build configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KernelOption {
    /// Built in or a module.
    Set,
    NotSet,
    /// Of another architecture, or below an option that is not set.
    NotNamed,
}

/// What is known about a certificate of an NSS database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CertificateFact {
    Unknown,
    Missing,
    There {
        /// Whether its private key is there as well.
        has_key: bool,
        validity: Option<Validity>,
    },
}

/// Whether a certificate can be used today; with the date that matters, `2026-11-23T09:00:00Z`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Validity {
    NotBefore(String),
    Now,
    Expired(String),
}

/// What a running pluto says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Daemon {
    /// The file it was started with.
    pub config: Option<PathBuf>,
    pub secrets: Option<PathBuf>,
    pub ipsec_dir: Option<PathBuf>,
    pub nss_dir: Option<PathBuf>,
    /// By name, without instances. A conn with lists of networks is several, `name/1x1` and so on.
    pub conns: BTreeMap<String, LoadedConn>,
}

/// A conn as a daemon has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoadedConn {
    /// This host first where the conn is oriented; `None` when they cannot be read.
    pub ends: Option<[LoadedEnd; 2]>,
    /// In the same order.
    pub ids: Option<[String; 2]>,
    /// The words of its policy: `IKEv2`, `PSK`, `TUNNEL`.
    pub policy: Vec<String>,
}

/// An end of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedEnd {
    /// `None`: anybody, or a name.
    pub host: Option<IpAddr>,
    /// `None`: the host itself.
    pub network: Option<IpNet>,
}

/// Where Libreswan looks for the files that no setting places elsewhere, and for policy groups below it.
pub(crate) const IPSEC_DIR: &str = "/etc/ipsec.d";

/// A directory or file that `config setup` names, as an absolute path.
pub(crate) fn set_path(setup: &Setup<'_>, id: &str) -> Option<PathBuf> {
    let value = setup.get(id)?;
    // NSS takes a type of database in front of the directory.
    let text = value.text.strip_prefix("sql:").unwrap_or(&value.text);
    text.starts_with('/').then(|| PathBuf::from(text))
}

/// The certificate files that `leftcert=` of strongSwan names.
pub(crate) fn certificate_files(text: &str) -> impl Iterator<Item = PathBuf> {
    text.split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty() && !name.starts_with('%'))
        .map(|name| Path::new("/etc/ipsec.d/certs").join(name))
}

/// The directories where the NSS database of a Libreswan may be, the one in force first.
pub(crate) fn nss_directories(cx: &Context<'_>, host: &dyn Host) -> Vec<PathBuf> {
    let named = set_path(cx.setup, "nssdir").or_else(|| host.daemon()?.nss_dir.clone());
    if let Some(named) = named {
        return vec![named];
    }
    // The directory moved in 4.0; some distributions were earlier, and some kept the old one.
    let usual = ["/var/lib/ipsec/nss", IPSEC_DIR].map(PathBuf::from);
    let has_database = |dir: &PathBuf| host.file(&dir.join("cert9.db")) != FileFact::Missing;
    usual.into_iter().filter(has_database).collect()
}

/// Which end of a conn this host is, as far as literal addresses and `%defaultroute` tell.
pub(crate) fn local_side(conn: &Conn<'_>, host: &dyn Host) -> Option<Side> {
    let own = host.addresses()?;
    let mut sides = Side::BOTH
        .into_iter()
        .filter(|&side| match conn.value("host", Some(side)) {
            Some(Value::Host(End::Address(address))) => {
                own.iter().any(|(known, _)| known == address)
            }
            Some(Value::Host(End::DefaultRoute(_))) => true,
            Some(Value::Host(End::Interface(name))) => own.iter().any(|(_, known)| known == name),
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
        .flat_map(|setting| match &conn.reading(setting).value {
            Some(Value::Subnets(list)) => list
                .iter()
                .map(|net| (*net, conn.value_span(setting)))
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
