//! Who is the default route: the address and the gateway that `%defaultroute` stands for.
//!
//! Three may say it, in this order: the options `--defaultroute` and `--defaultroutenexthop`, the information
//! file of the classic program, the kernel. A route without a gateway is a fact, not a failure: a point-to-point
//! link has none, and then a nexthop of `%defaultroute` means that the peer is reached directly.

mod info;

use std::net::IpAddr;
use std::path::PathBuf;

use ipsec_conf_host::KernelError;
pub use ipsec_conf_host::{Family, Kernel, KernelRoute, Netlink};

pub use info::{Info, InfoFile, InfoProblem, Stated, parse_info};

/// Why the default route cannot be found out.
#[derive(Debug, thiserror::Error)]
pub enum RouteError {
    #[error("cannot read {}", path.display())]
    InfoFile {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error(transparent)]
    Kernel(#[from] KernelError),
}

/// What `%defaultroute` stands for, for one address family.
///
/// Without an address there is no default route that anybody knows of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefaultRoute {
    /// This host's address on the way out.
    pub address: Option<IpAddr>,
    /// The next hop; none on a point-to-point link.
    pub gateway: Option<IpAddr>,
    /// The interface, where the source knows it.
    pub interface: Option<String>,
    pub source: RouteSource,
}

/// Who said it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RouteSource {
    Options,
    /// The line that states the address, or else the gateway; 0 if the file states neither.
    InfoFile {
        path: PathBuf,
        line: usize,
    },
    Kernel,
}

/// The values of `--defaultroute` and `--defaultroutenexthop`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RouteOptions {
    pub address: Option<IpAddr>,
    pub gateway: Option<IpAddr>,
}

/// The default route of `family`, from the first source that speaks about it.
///
/// Sources are not mixed, with one exception: what half of the options leaves open is taken from the other
/// sources where it fits. A lone gateway gets the address that the kernel uses towards it, a lone address gets
/// the gateway of the route that has this address.
///
/// An information file that states nothing says that there is no default route, and the kernel is not asked;
/// it was written for IPv4 only, so it says so about IPv4.
pub fn resolve(
    options: &RouteOptions,
    info: Option<&InfoFile>,
    kernel: &dyn Kernel,
    family: Family,
) -> Result<DefaultRoute, RouteError> {
    let of_family = |address: &IpAddr| Family::of(*address) == family;
    let stated = |address, gateway| DefaultRoute {
        address: Some(address),
        gateway,
        interface: None,
        source: RouteSource::Options,
    };
    match (
        options.address.filter(of_family),
        options.gateway.filter(of_family),
    ) {
        (None, None) => without_options(info, kernel, family),
        (Some(address), Some(gateway)) => Ok(stated(address, Some(gateway))),
        (Some(address), None) => {
            // A host without netlink can still be told its address.
            let route = without_options(info, kernel, family).ok();
            let same = route.filter(|route| route.address == Some(address));
            Ok(stated(address, same.and_then(|route| route.gateway)))
        }
        (None, Some(gateway)) => {
            let towards = kernel.route_to(gateway)?;
            Ok(DefaultRoute {
                address: towards.as_ref().and_then(|route| route.address),
                gateway: Some(gateway),
                interface: towards.and_then(|route| route.interface),
                source: RouteSource::Options,
            })
        }
    }
}

fn without_options(
    info: Option<&InfoFile>,
    kernel: &dyn Kernel,
    family: Family,
) -> Result<DefaultRoute, RouteError> {
    if let Some(file) = info.filter(|file| file.info.family() == family) {
        return Ok(stated_by(file));
    }
    let route = kernel.default_route(family)?.unwrap_or_default();
    Ok(DefaultRoute {
        address: route.address,
        gateway: route.gateway,
        interface: route.interface,
        source: RouteSource::Kernel,
    })
}

fn stated_by(file: &InfoFile) -> DefaultRoute {
    let Info {
        address,
        gateway,
        interface,
        ..
    } = &file.info;
    let line = address
        .as_ref()
        .or(gateway.as_ref())
        .map_or(0, |stated| stated.line);
    DefaultRoute {
        address: address.as_ref().map(|stated| stated.value),
        gateway: gateway.as_ref().map(|stated| stated.value),
        interface: interface.as_ref().map(|stated| stated.value.clone()),
        source: RouteSource::InfoFile {
            path: file.path.clone(),
            line,
        },
    }
}

#[cfg(test)]
mod tests;
