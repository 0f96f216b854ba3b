//! Choices among the routes and addresses that the kernel lists.

use std::net::IpAddr;

use super::Family;

/// A default route of the main table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Route {
    pub(super) metric: u32,
    pub(super) gateway: Option<IpAddr>,
    /// The source address the route itself asks for.
    pub(super) preferred: Option<IpAddr>,
    pub(super) interface: Option<u32>,
}

/// An address of this host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) ip: IpAddr,
    pub(super) prefix: u8,
    pub(super) interface: u32,
    pub(super) worth: Worth,
}

/// How good an address is as a source towards far hosts; the best is the lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Worth {
    Lasting,
    /// Of a privacy extension, or a further address of the same network.
    Secondary,
    /// Not for new traffic, or not yet known to be unique.
    Deprecated,
    /// Of no use beyond the link or the host.
    Near,
}

/// The default route that the kernel takes: the first of the lowest metric.
pub(super) fn best(routes: &[Route]) -> Option<&Route> {
    routes.iter().min_by_key(|route| route.metric)
}

/// The source address for a route, as the kernel would choose it.
pub(super) fn source(route: &Route, family: Family, addresses: &[Address]) -> Option<IpAddr> {
    if route.preferred.is_some() {
        return route.preferred;
    }
    let usable = || {
        let far = addresses
            .iter()
            .filter(|address| address.worth < Worth::Near);
        far.filter(|address| Family::of(address.ip) == family)
    };
    let on_link = || usable().filter(|address| Some(address.interface) == route.interface);
    let beside = |gateway| on_link().filter(move |address| same_network(address, gateway));
    // The kernel looks beside the gateway, then at the interface, then at all others: inet_select_addr.
    let chosen = route
        .gateway
        .and_then(|gateway| beside(gateway).min_by_key(|a| a.worth));
    let chosen = chosen.or_else(|| on_link().min_by_key(|address| address.worth));
    chosen
        .or_else(|| usable().min_by_key(|address| address.worth))
        .map(|chosen| chosen.ip)
}

/// The address of an interface, a near one only if there is no other.
pub(super) fn on_interface(
    interface: u32,
    family: Family,
    addresses: &[Address],
) -> Option<IpAddr> {
    let own = addresses
        .iter()
        .filter(|address| address.interface == interface);
    let of_family = own.filter(|address| Family::of(address.ip) == family);
    of_family
        .min_by_key(|address| address.worth)
        .map(|address| address.ip)
}

fn same_network(address: &Address, other: IpAddr) -> bool {
    let prefix = u32::from(address.prefix);
    match (address.ip, other) {
        (IpAddr::V4(one), IpAddr::V4(other)) => {
            let differ = one.to_bits() ^ other.to_bits();
            differ.leading_zeros() >= prefix
        }
        (IpAddr::V6(one), IpAddr::V6(other)) => {
            let differ = one.to_bits() ^ other.to_bits();
            differ.leading_zeros() >= prefix
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str, prefix: u8, interface: u32, worth: Worth) -> Address {
        Address {
            ip: text.parse().unwrap(),
            prefix,
            interface,
            worth,
        }
    }

    fn route(gateway: Option<&str>, interface: u32) -> Route {
        let gateway = gateway.map(|text| text.parse().unwrap());
        Route {
            gateway,
            interface: Some(interface),
            ..Route::default()
        }
    }

    #[track_caller]
    fn check_source(route: &Route, family: Family, addresses: &[Address], expected: &str) {
        let chosen = source(route, family, addresses);
        assert_eq!(
            chosen.map(|address| address.to_string()).as_deref(),
            Some(expected)
        );
    }

    #[test]
    fn the_lowest_metric_wins() {
        let metrics = [100, 0, 1024, 0].map(|metric| Route {
            metric,
            ..Route::default()
        });
        let first = best(&metrics).unwrap();
        assert!(std::ptr::eq(first, &raw const metrics[1]));
        assert_eq!(best(&[]), None);
    }

    #[test]
    fn the_address_beside_the_gateway() {
        let addresses = [
            address("10.0.0.1", 8, 2, Worth::Lasting),
            address("192.0.2.7", 24, 2, Worth::Secondary),
            address("192.0.2.1", 24, 3, Worth::Lasting),
        ];
        check_source(
            &route(Some("192.0.2.254"), 2),
            Family::V4,
            &addresses,
            "192.0.2.7",
        );
        check_source(
            &route(Some("198.51.100.1"), 2),
            Family::V4,
            &addresses,
            "10.0.0.1",
        );
        check_source(&route(None, 3), Family::V4, &addresses, "192.0.2.1");
    }

    #[test]
    fn an_interface_without_address_borrows() {
        let addresses = [
            address("127.0.0.1", 8, 1, Worth::Near),
            address("192.0.2.9", 32, 1, Worth::Lasting),
        ];
        check_source(&route(None, 5), Family::V4, &addresses, "192.0.2.9");
        assert_eq!(source(&route(None, 5), Family::V6, &addresses), None);
    }

    #[test]
    fn the_preferred_source_is_taken_as_it_is() {
        let preferred = Some("192.0.2.99".parse().unwrap());
        let route = Route {
            preferred,
            ..route(None, 2)
        };
        check_source(
            &route,
            Family::V4,
            &[address("10.0.0.1", 8, 2, Worth::Lasting)],
            "192.0.2.99",
        );
    }

    #[test]
    fn ipv6_takes_the_lasting_global_address() {
        let addresses = [
            address("fe80::2", 64, 2, Worth::Near),
            address("2001:db8::a", 64, 2, Worth::Deprecated),
            address("2001:db8::b", 64, 2, Worth::Secondary),
            address("2001:db8::c", 64, 2, Worth::Lasting),
        ];
        check_source(
            &route(Some("fe80::1"), 2),
            Family::V6,
            &addresses,
            "2001:db8::c",
        );
        assert_eq!(
            on_interface(2, Family::V6, &addresses[..1]),
            "fe80::2".parse().ok()
        );
        assert_eq!(on_interface(2, Family::V4, &addresses), None);
    }
}
