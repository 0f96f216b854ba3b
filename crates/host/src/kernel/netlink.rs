//! Asks the Linux kernel, by rtnetlink.
//!
//! A question is one socket, one request and its answers; nothing is kept, so every answer is of now.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use netlink_packet_core::{
    NLM_F_DUMP, NLM_F_REQUEST, NetlinkHeader, NetlinkMessage, NetlinkPayload,
};
use netlink_packet_route::address::{AddressAttribute, AddressFlags, AddressMessage, AddressScope};
use netlink_packet_route::link::{LinkAttribute, LinkMessage};
use netlink_packet_route::route::{
    RouteAddress, RouteAttribute, RouteFlags, RouteHeader, RouteMessage, RouteNextHopFlags,
    RouteType,
};
use netlink_packet_route::{AddressFamily, RouteNetlinkMessage};
use netlink_sys::{Socket, SocketAddr, protocols::NETLINK_ROUTE};

use super::table::{self, Address, Route, Worth};
use super::{Family, Kernel, KernelError, KernelRoute};

/// The kernel of the network namespace that the calling thread is in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Netlink;

impl Netlink {
    /// Every usable default route of the main table with its metric.
    pub fn default_routes(&self, family: Family) -> Result<Vec<(KernelRoute, u32)>, KernelError> {
        let mut found = Vec::new();
        for route in routes(family)? {
            let way = KernelRoute {
                address: route.preferred,
                gateway: route.gateway,
                interface: interface_name(route.interface)?,
            };
            found.push((way, route.metric));
        }
        Ok(found)
    }
}

impl Kernel for Netlink {
    fn default_route(&self, family: Family) -> Result<Option<KernelRoute>, KernelError> {
        let routes = routes(family)?;
        let Some(route) = table::best(&routes) else {
            return Ok(None);
        };
        Ok(Some(KernelRoute {
            address: table::source(route, family, &addresses()?),
            gateway: route.gateway,
            interface: interface_name(route.interface)?,
        }))
    }

    fn route_to(&self, peer: IpAddr) -> Result<Option<KernelRoute>, KernelError> {
        let mut question = RouteMessage::default();
        question.header.address_family = address_family(Family::of(peer));
        question.header.destination_prefix_length = if peer.is_ipv4() { 32 } else { 128 };
        question
            .attributes
            .push(RouteAttribute::Destination(peer.into()));
        let what = "the route to an address";
        let answers = match ask(what, NLM_F_REQUEST, RouteNetlinkMessage::GetRoute(question)) {
            Err(KernelError::Netlink { source, .. }) if is_no_way(&source) => return Ok(None),
            answers => answers?,
        };
        let routes = answers.into_iter().filter_map(|answer| match answer {
            RouteNetlinkMessage::NewRoute(route) => Some(route),
            _ => None,
        });
        let Some(route) = routes.into_iter().next().filter(leads_somewhere) else {
            return Ok(None);
        };
        let route = summary(&route);
        Ok(Some(KernelRoute {
            address: route.preferred,
            gateway: route.gateway,
            interface: interface_name(route.interface)?,
        }))
    }

    fn local_addresses(&self) -> Result<Vec<(IpAddr, String)>, KernelError> {
        let links = links()?;
        let name = |index| {
            links
                .iter()
                .find(|link| link.0 == index)
                .map(|link| link.1.clone())
        };
        let named = addresses()?.into_iter().filter_map(|address| {
            // The interface may have gone between the two questions.
            name(address.interface).map(|name| (address.ip, name))
        });
        Ok(named.collect())
    }

    fn interface_address(&self, name: &str, family: Family) -> Result<Option<IpAddr>, KernelError> {
        let links = links()?;
        let Some((index, _)) = links.iter().find(|link| link.1 == name) else {
            return Ok(None);
        };
        Ok(table::on_interface(*index, family, &addresses()?))
    }
}

/// The default routes of the main table that can be used.
fn routes(family: Family) -> Result<Vec<Route>, KernelError> {
    let mut question = RouteMessage::default();
    question.header.address_family = address_family(family);
    let question = RouteNetlinkMessage::GetRoute(question);
    let answers = ask("routes", NLM_F_REQUEST | NLM_F_DUMP, question)?;
    let routes = answers.into_iter().filter_map(|answer| match answer {
        RouteNetlinkMessage::NewRoute(route) => Some(route),
        _ => None,
    });
    let default = routes.filter(|route| {
        let is_of_family = route.header.address_family == address_family(family);
        let is_default = route.header.destination_prefix_length == 0;
        let is_usable = route.header.kind == RouteType::Unicast
            && !route
                .header
                .flags
                .intersects(RouteFlags::Dead | RouteFlags::Cloned);
        is_of_family && is_default && is_usable && is_in_main_table(route)
    });
    Ok(default.map(|route| summary(&route)).collect())
}

fn is_in_main_table(route: &RouteMessage) -> bool {
    let named = route
        .attributes
        .iter()
        .find_map(|attribute| match attribute {
            RouteAttribute::Table(table) => Some(*table),
            _ => None,
        });
    // The header holds eight bits only, and says "other" for more.
    let table = named.unwrap_or_else(|| u32::from(route.header.table));
    table == u32::from(RouteHeader::RT_TABLE_MAIN)
}

fn summary(message: &RouteMessage) -> Route {
    let mut route = Route::default();
    for attribute in &message.attributes {
        match attribute {
            RouteAttribute::Priority(metric) => route.metric = *metric,
            RouteAttribute::PrefSource(address) => route.preferred = ip(address),
            RouteAttribute::MultiPath(hops) => {
                // Several gateways share the load: the first that is alive stands for all.
                let alive = |flags: RouteNextHopFlags| !flags.contains(RouteNextHopFlags::Dead);
                if let Some(hop) = hops.iter().find(|hop| alive(hop.flags)) {
                    hop.attributes
                        .iter()
                        .for_each(|attribute| way(attribute, &mut route));
                    route.interface = Some(hop.interface_index);
                }
            }
            other => way(other, &mut route),
        }
    }
    route
}

/// What a route, or one hop of a route with several, says about its way.
fn way(attribute: &RouteAttribute, route: &mut Route) {
    match attribute {
        RouteAttribute::Gateway(address) => route.gateway = ip(address),
        RouteAttribute::Oif(index) => route.interface = Some(*index),
        // A gateway of the other family (RouteAttribute::Via) cannot be a nexthop of ipsec.conf.
        _ => {}
    }
}

fn leads_somewhere(route: &RouteMessage) -> bool {
    use RouteType::{BlackHole, Prohibit, Throw, Unreachable};
    !matches!(
        route.header.kind,
        BlackHole | Prohibit | Throw | Unreachable
    )
}

/// Whether the kernel says by an error that no route leads there.
///
/// The errors of routes of type unreachable, prohibit and blackhole are among them.
fn is_no_way(error: &io::Error) -> bool {
    use io::ErrorKind::{HostUnreachable, InvalidInput, NetworkUnreachable, PermissionDenied};
    matches!(
        error.kind(),
        NetworkUnreachable | HostUnreachable | PermissionDenied | InvalidInput
    )
}

/// Every address of this host.
fn addresses() -> Result<Vec<Address>, KernelError> {
    let question = RouteNetlinkMessage::GetAddress(AddressMessage::default());
    let answers = ask("addresses", NLM_F_REQUEST | NLM_F_DUMP, question)?;
    let addresses = answers.iter().filter_map(|answer| match answer {
        RouteNetlinkMessage::NewAddress(address) => own_address(address),
        _ => None,
    });
    Ok(addresses.collect())
}

fn own_address(message: &AddressMessage) -> Option<Address> {
    let mut named = None;
    let mut local = None;
    let mut flags = AddressFlags::from_bits_retain(u32::from(message.header.flags.bits()));
    for attribute in &message.attributes {
        match attribute {
            AddressAttribute::Address(address) => named = Some(*address),
            AddressAttribute::Local(address) => local = Some(*address),
            AddressAttribute::Flags(all) => flags = *all,
            _ => {}
        }
    }
    let is_near = matches!(
        message.header.scope,
        AddressScope::Link | AddressScope::Host | AddressScope::Nowhere
    );
    let is_unfit = flags
        .intersects(AddressFlags::Deprecated | AddressFlags::Tentative | AddressFlags::Dadfailed);
    let worth = if is_near {
        Worth::Near
    } else if is_unfit {
        Worth::Deprecated
    } else if flags.contains(AddressFlags::Secondary) {
        Worth::Secondary
    } else {
        Worth::Lasting
    };
    Some(Address {
        // On a point-to-point link the other attribute is the peer's address.
        ip: local.or(named)?,
        prefix: message.header.prefix_len,
        interface: message.header.index,
        worth,
    })
}

/// The index and name of every interface.
fn links() -> Result<Vec<(u32, String)>, KernelError> {
    let question = RouteNetlinkMessage::GetLink(LinkMessage::default());
    let answers = ask("interfaces", NLM_F_REQUEST | NLM_F_DUMP, question)?;
    let links = answers.into_iter().filter_map(|answer| {
        let RouteNetlinkMessage::NewLink(link) = answer else {
            return None;
        };
        let name = link
            .attributes
            .into_iter()
            .find_map(|attribute| match attribute {
                LinkAttribute::IfName(name) => Some(name),
                _ => None,
            })?;
        Some((link.header.index, name))
    });
    Ok(links.collect())
}

fn interface_name(index: Option<u32>) -> Result<Option<String>, KernelError> {
    let Some(index) = index else {
        return Ok(None);
    };
    Ok(links()?
        .into_iter()
        .find(|link| link.0 == index)
        .map(|link| link.1))
}

/// Sends one request and collects the answers to it.
fn ask(
    what: &'static str,
    flags: u16,
    question: RouteNetlinkMessage,
) -> Result<Vec<RouteNetlinkMessage>, KernelError> {
    let failed = |source| KernelError::Netlink { what, source };

    let mut socket = Socket::new(NETLINK_ROUTE).map_err(failed)?;
    socket.bind_auto().map_err(failed)?;
    socket.connect(&SocketAddr::new(0, 0)).map_err(failed)?;
    let mut header = NetlinkHeader::default();
    header.flags = flags;
    let mut request = NetlinkMessage::new(header, NetlinkPayload::from(question));
    request.finalize();
    let mut bytes = vec![0; request.buffer_len()];
    request.serialize(&mut bytes);
    socket.send(&bytes, 0).map_err(failed)?;

    let is_dump = flags & NLM_F_DUMP == NLM_F_DUMP;
    let mut answers = Vec::new();
    loop {
        let (datagram, _) = socket.recv_from_full().map_err(failed)?;
        let mut rest = datagram.as_slice();
        if rest.is_empty() {
            return Err(failed(io::ErrorKind::UnexpectedEof.into()));
        }
        while !rest.is_empty() {
            let answer =
                NetlinkMessage::<RouteNetlinkMessage>::deserialize(rest).map_err(|source| {
                    KernelError::Answer {
                        what,
                        source: Box::new(source),
                    }
                })?;
            match answer.payload {
                NetlinkPayload::Done(_) => return Ok(answers),
                NetlinkPayload::Error(error) if error.code.is_some() => {
                    return Err(failed(error.to_io()));
                }
                NetlinkPayload::InnerMessage(message) => answers.push(message),
                _ => {}
            }
            // Messages start at multiples of four bytes.
            let length = (answer.header.length as usize).next_multiple_of(4).max(4);
            rest = rest.get(length..).unwrap_or_default();
        }
        if !is_dump {
            return Ok(answers);
        }
    }
}

fn address_family(family: Family) -> AddressFamily {
    match family {
        Family::V4 => AddressFamily::Inet,
        Family::V6 => AddressFamily::Inet6,
    }
}

fn ip(address: &RouteAddress) -> Option<IpAddr> {
    let ip = match address {
        RouteAddress::Inet(address) => IpAddr::V4(*address),
        RouteAddress::Inet6(address) => IpAddr::V6(*address),
        _ => return None,
    };
    let is_unset = [
        IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED),
    ];
    (!is_unset.contains(&ip)).then_some(ip)
}
