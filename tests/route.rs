//! The default route as real kernels see it, in network namespaces.
#![allow(
    clippy::disallowed_methods,
    reason = "tests write files and start the real programs"
)]
#![cfg(target_os = "linux")]

mod support;

use std::net::IpAddr;

use ipsec_conf_auto::route::{Family, Kernel, KernelRoute, Netlink};
use support::netns::Netns;
use support::{Need, requires};

const NEEDS: &[Need] = &[Need::Root, Need::NetNs];

/// A namespace with `eth0` and `eth1` that are up, and what else `setup` makes of it.
fn namespace(setup: &str) -> Netns {
    let netns = Netns::new("route");
    netns.ip("link add eth0 type veth peer name eth1\nlink set eth0 up\nlink set eth1 up");
    netns.ip(setup);
    netns
}

fn show(route: Option<KernelRoute>) -> String {
    let Some(route) = route else {
        return "none".to_owned();
    };
    let or_dash = |known: Option<String>| known.unwrap_or_else(|| "-".to_owned());
    let address = or_dash(route.address.map(|address| address.to_string()));
    let gateway = or_dash(route.gateway.map(|address| address.to_string()));
    format!("{address} {gateway} {}", or_dash(route.interface))
}

/// `expected` reads `address gateway interface`, with `-` for what there is not.
#[track_caller]
fn check_default(setup: &str, family: Family, expected: &str) {
    if !requires(NEEDS) {
        return;
    }
    let route = namespace(setup).enter(|| Netlink.default_route(family));
    assert_eq!(show(route.expect("the kernel answers")), expected);
}

#[track_caller]
fn check_route_to(setup: &str, peer: &str, expected: &str) {
    if !requires(NEEDS) {
        return;
    }
    let peer: IpAddr = peer.parse().expect("the test names an address");
    let route = namespace(setup).enter(|| Netlink.route_to(peer));
    assert_eq!(show(route.expect("the kernel answers")), expected);
}

const GATEWAY: &str = "addr add 192.0.2.45/24 dev eth0\nroute add default via 192.0.2.254\n";
const GATEWAY_6: &str =
    "addr add 2001:db8::45/64 dev eth0 nodad\nroute add default via 2001:db8::1\n";

#[test]
fn gateway() {
    check_default(GATEWAY, Family::V4, "192.0.2.45 192.0.2.254 eth0");
    check_default(GATEWAY, Family::V6, "none");
}

#[test]
fn gateway_of_ipv6() {
    check_default(GATEWAY_6, Family::V6, "2001:db8::45 2001:db8::1 eth0");
    check_default(GATEWAY_6, Family::V4, "none");
}

#[test]
fn link_local_gateway() {
    let setup = "addr add 2001:db8::45/64 dev eth0 nodad\nroute add default via fe80::1 dev eth0\n";
    check_default(setup, Family::V6, "2001:db8::45 fe80::1 eth0");
}

#[test]
fn point_to_point() {
    let setup = "addr add 192.0.2.45 peer 192.0.2.254 dev eth0\nroute add default dev eth0\n";
    check_default(setup, Family::V4, "192.0.2.45 - eth0");
    let setup = "addr add 2001:db8::45/128 dev eth0 nodad\nroute add ::/0 dev eth0\n";
    check_default(setup, Family::V6, "2001:db8::45 - eth0");
}

#[test]
fn interface_without_an_address() {
    let setup = "addr add 192.0.2.45/32 dev lo\nroute add default dev eth0\n";
    check_default(setup, Family::V4, "192.0.2.45 - eth0");
}

#[test]
fn no_default_route() {
    let setup = "addr add 192.0.2.45/24 dev eth0\nroute add 198.51.100.0/24 via 192.0.2.254\n";
    check_default(setup, Family::V4, "none");
    check_default("route add unreachable default\n", Family::V4, "none");
}

#[test]
fn lowest_metric() {
    let setup = "addr add 192.0.2.45/24 dev eth0\n\
                 addr add 198.51.100.45/24 dev eth1\n\
                 route add default via 192.0.2.254 metric 600\n\
                 route add default via 198.51.100.1 metric 100\n";
    check_default(setup, Family::V4, "198.51.100.45 198.51.100.1 eth1");
    let setup = "addr add 2001:db8::45/64 dev eth0 nodad\n\
                 addr add 2001:db8:1::45/64 dev eth1 nodad\n\
                 route add default via 2001:db8::1 metric 600\n\
                 route add default via 2001:db8:1::1 metric 100\n";
    check_default(setup, Family::V6, "2001:db8:1::45 2001:db8:1::1 eth1");
}

#[test]
fn other_tables_do_not_count() {
    let setup = "addr add 192.0.2.45/24 dev eth0\n\
                 route add default via 192.0.2.1 table 220\n\
                 route add default via 192.0.2.2 table 1000\n";
    check_default(setup, Family::V4, "none");
}

#[test]
fn preferred_source() {
    let setup = "addr add 192.0.2.45/24 dev eth0\n\
                 addr add 203.0.113.9/32 dev lo\n\
                 route add default via 192.0.2.254 src 203.0.113.9\n";
    check_default(setup, Family::V4, "203.0.113.9 192.0.2.254 eth0");
}

#[test]
fn address_beside_the_gateway() {
    let setup = "addr add 10.0.0.1/8 dev eth0\n\
                 addr add 192.0.2.45/24 dev eth0\n\
                 route add default via 192.0.2.254\n";
    check_default(setup, Family::V4, "192.0.2.45 192.0.2.254 eth0");
    check_route_to(setup, "198.51.100.1", "192.0.2.45 192.0.2.254 eth0");
}

#[test]
fn several_gateways() {
    let setup = "addr add 192.0.2.45/24 dev eth0\n\
                 addr add 198.51.100.45/24 dev eth1\n\
                 route add default nexthop via 192.0.2.254 nexthop via 198.51.100.1\n";
    check_default(setup, Family::V4, "192.0.2.45 192.0.2.254 eth0");
}

#[test]
fn way_to_a_peer() {
    let setup = "addr add 192.0.2.45/24 dev eth0\n\
                 addr add 198.51.100.45/24 dev eth1\n\
                 route add default via 192.0.2.254\n\
                 route add 203.0.113.0/24 via 198.51.100.1\n\
                 route add unreachable 203.0.113.64/26\n\
                 route add blackhole 203.0.113.128/26\n\
                 route add prohibit 203.0.113.192/26\n";
    check_route_to(setup, "8.8.8.8", "192.0.2.45 192.0.2.254 eth0");
    check_route_to(setup, "203.0.113.5", "198.51.100.45 198.51.100.1 eth1");
    check_route_to(setup, "192.0.2.23", "192.0.2.45 - eth0");
    check_route_to(setup, "192.0.2.45", "192.0.2.45 - lo");
    check_route_to(setup, "203.0.113.65", "none");
    check_route_to(setup, "203.0.113.130", "none");
    check_route_to(setup, "203.0.113.200", "none");
    check_route_to("", "192.0.2.23", "none");
}

#[test]
fn way_to_an_ipv6_peer() {
    check_route_to(GATEWAY_6, "2001:db8:9::1", "2001:db8::45 2001:db8::1 eth0");
    check_route_to(GATEWAY_6, "2001:db8::23", "2001:db8::45 - eth0");
    check_route_to(GATEWAY, "2001:db8:9::1", "none");
    let refused = format!("{GATEWAY_6}route add unreachable 2001:db8:9::/48\n");
    check_route_to(&refused, "2001:db8:9::1", "none");
}

#[test]
fn addresses_of_the_host() {
    if !requires(NEEDS) {
        return;
    }
    let netns = namespace(&format!(
        "{GATEWAY}{GATEWAY_6}addr add 10.0.1.1 peer 10.0.9.9 dev eth1\n"
    ));
    let addresses = netns.enter(|| Netlink.local_addresses()).unwrap();
    let shown: Vec<String> = addresses
        .iter()
        .map(|(address, interface)| format!("{address} {interface}"))
        .collect();
    for expected in [
        "127.0.0.1 lo",
        "::1 lo",
        "192.0.2.45 eth0",
        "10.0.1.1 eth1",
        "2001:db8::45 eth0",
    ] {
        assert!(
            shown.iter().any(|shown| shown == expected),
            "{expected} in {shown:?}"
        );
    }
    assert!(
        !shown.contains(&"10.0.9.9 eth1".to_owned()),
        "a peer's address is not ours"
    );
}

#[test]
fn address_of_an_interface() {
    if !requires(NEEDS) {
        return;
    }
    let netns = namespace(&format!("{GATEWAY}{GATEWAY_6}"));
    let ask = |name: &str, family| {
        netns
            .enter(|| Netlink.interface_address(name, family))
            .unwrap()
    };
    assert_eq!(ask("eth0", Family::V4), "192.0.2.45".parse().ok());
    assert_eq!(ask("eth0", Family::V6), "2001:db8::45".parse().ok());
    assert_eq!(ask("eth1", Family::V4), None);
    assert_eq!(ask("eth9", Family::V4), None);
}

#[test]
fn many_routes() {
    if !requires(NEEDS) {
        return;
    }
    let routes: String = (0..3000_u32).fold(String::new(), |batch, number| {
        let (high, low) = (number / 256, number % 256);
        batch + &format!("route add 10.{high}.{low}.0/24 via 192.0.2.1\n")
    });
    let netns = namespace(&format!("{GATEWAY}{routes}"));
    let route = netns.enter(|| Netlink.default_route(Family::V4));
    assert_eq!(show(route.unwrap()), "192.0.2.45 192.0.2.254 eth0");
}
