//! The order of the sources, with a kernel made up.

use std::net::IpAddr;

use super::*;

const FILE: &str =
    "defaultroutephys=eth1\ndefaultrouteaddr=198.51.100.7\ndefaultroutenexthop=198.51.100.1\n";

/// One default route, on `eth0`, for one family.
struct OneRoute {
    address: &'static str,
    gateway: Option<&'static str>,
}

const GATEWAY: OneRoute = OneRoute {
    address: "192.0.2.45",
    gateway: Some("192.0.2.254"),
};
const POINT_TO_POINT: OneRoute = OneRoute {
    address: "192.0.2.45",
    gateway: None,
};

impl Kernel for OneRoute {
    fn default_route(&self, family: Family) -> Result<Option<KernelRoute>, KernelError> {
        let route = KernelRoute {
            address: Some(ip(self.address)),
            gateway: self.gateway.map(ip),
            interface: Some("eth0".to_owned()),
        };
        Ok(Some(route).filter(|_| Family::of(ip(self.address)) == family))
    }

    fn route_to(&self, _peer: IpAddr) -> Result<Option<KernelRoute>, KernelError> {
        let address = Some(ip(self.address));
        Ok(Some(KernelRoute {
            address,
            gateway: None,
            interface: Some("eth0".to_owned()),
        }))
    }

    fn local_addresses(&self) -> Result<Vec<(IpAddr, String)>, KernelError> {
        unreachable!("nobody asks for all addresses")
    }

    fn interface_address(&self, _: &str, _: Family) -> Result<Option<IpAddr>, KernelError> {
        unreachable!("nobody asks for an interface")
    }
}

/// A kernel that cannot be asked.
struct Mute;

impl Kernel for Mute {
    fn default_route(&self, _: Family) -> Result<Option<KernelRoute>, KernelError> {
        Err(KernelError::Unsupported)
    }

    fn route_to(&self, _: IpAddr) -> Result<Option<KernelRoute>, KernelError> {
        Err(KernelError::Unsupported)
    }

    fn local_addresses(&self) -> Result<Vec<(IpAddr, String)>, KernelError> {
        Err(KernelError::Unsupported)
    }

    fn interface_address(&self, _: &str, _: Family) -> Result<Option<IpAddr>, KernelError> {
        Err(KernelError::Unsupported)
    }
}

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn options(address: &str, gateway: &str) -> RouteOptions {
    RouteOptions {
        address: address.parse().ok(),
        gateway: gateway.parse().ok(),
    }
}

/// `expected` reads `address gateway interface source`, with `-` for what is not known.
#[track_caller]
fn check(
    options: &RouteOptions,
    info: Option<&str>,
    kernel: &dyn Kernel,
    family: Family,
    expected: &str,
) {
    let file = info.map(|text| InfoFile {
        path: "ipsec.info".into(),
        info: parse_info(text).0,
    });
    let route = match resolve(options, file.as_ref(), kernel, family) {
        Ok(route) => route,
        Err(error) => {
            assert_eq!(error.to_string(), expected);
            return;
        }
    };
    let source = match route.source {
        RouteSource::Options => "options".to_owned(),
        RouteSource::InfoFile { path, line } => format!("{}:{line}", path.display()),
        RouteSource::Kernel => "kernel".to_owned(),
    };
    let or_dash = |known: Option<String>| known.unwrap_or_else(|| "-".to_owned());
    let shown = [
        or_dash(route.address.map(|address| address.to_string())),
        or_dash(route.gateway.map(|address| address.to_string())),
        or_dash(route.interface),
        source,
    ];
    assert_eq!(shown.join(" "), expected);
}

#[test]
fn options_come_first() {
    let both = options("203.0.113.5", "203.0.113.1");
    check(
        &both,
        Some(FILE),
        &GATEWAY,
        Family::V4,
        "203.0.113.5 203.0.113.1 - options",
    );
    check(
        &both,
        None,
        &Mute,
        Family::V4,
        "203.0.113.5 203.0.113.1 - options",
    );
}

#[test]
fn options_speak_for_their_family_only() {
    let both = options("2001:db8::5", "2001:db8::1");
    check(
        &both,
        None,
        &GATEWAY,
        Family::V4,
        "192.0.2.45 192.0.2.254 eth0 kernel",
    );
}

#[test]
fn a_lone_address_gets_the_gateway_of_its_own_route() {
    let none = RouteOptions::default();
    check(
        &options("192.0.2.45", ""),
        None,
        &GATEWAY,
        Family::V4,
        "192.0.2.45 192.0.2.254 - options",
    );
    check(
        &options("203.0.113.5", ""),
        None,
        &GATEWAY,
        Family::V4,
        "203.0.113.5 - - options",
    );
    check(
        &options("203.0.113.5", ""),
        None,
        &Mute,
        Family::V4,
        "203.0.113.5 - - options",
    );
    check(
        &none,
        None,
        &Mute,
        Family::V4,
        "routes cannot be asked for on this system",
    );
}

#[test]
fn a_lone_gateway_gets_the_address_towards_it() {
    let gateway = options("", "192.0.2.1");
    check(
        &gateway,
        Some(FILE),
        &GATEWAY,
        Family::V4,
        "192.0.2.45 192.0.2.1 eth0 options",
    );
}

#[test]
fn the_file_comes_before_the_kernel() {
    let none = RouteOptions::default();
    let expected = "198.51.100.7 198.51.100.1 eth1 ipsec.info:2";
    check(&none, Some(FILE), &GATEWAY, Family::V4, expected);
    check(&none, Some(FILE), &Mute, Family::V4, expected);
}

#[test]
fn an_empty_file_says_that_there_is_none() {
    let none = RouteOptions::default();
    check(&none, Some(""), &GATEWAY, Family::V4, "- - - ipsec.info:0");
    check(
        &none,
        Some("defaultrouteaddr=\n"),
        &GATEWAY,
        Family::V4,
        "- - - ipsec.info:0",
    );
}

#[test]
fn a_file_of_the_other_family_says_nothing() {
    let none = RouteOptions::default();
    let six = OneRoute {
        address: "2001:db8::5",
        gateway: Some("fe80::1"),
    };
    check(
        &none,
        Some(FILE),
        &six,
        Family::V6,
        "2001:db8::5 fe80::1 eth0 kernel",
    );
    let file = "defaultrouteaddr=2001:db8::9\n";
    check(
        &none,
        Some(file),
        &six,
        Family::V6,
        "2001:db8::9 - - ipsec.info:1",
    );
    check(
        &none,
        Some(file),
        &GATEWAY,
        Family::V4,
        "192.0.2.45 192.0.2.254 eth0 kernel",
    );
}

#[test]
fn the_kernel_comes_last() {
    let none = RouteOptions::default();
    check(
        &none,
        None,
        &GATEWAY,
        Family::V4,
        "192.0.2.45 192.0.2.254 eth0 kernel",
    );
    check(
        &none,
        None,
        &POINT_TO_POINT,
        Family::V4,
        "192.0.2.45 - eth0 kernel",
    );
    check(&none, None, &GATEWAY, Family::V6, "- - - kernel");
}
