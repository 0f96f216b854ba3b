//! The addresses and next hops of the ends, with `%defaultroute` replaced by what it stands for.
//!
//! Which descriptions are right is not decided here but by the judgement of the conn, which knows the same facts.

use ipsec_conf::diagnostic::codes;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::{Conn, Locality, Setting};
use ipsec_conf::value::{Host, Value};
use ipsec_conf::{Diagnostic, Effect};

use crate::plan::Circumstances;
use crate::route::{DefaultRoute, Family, RouteSource};

/// Where one end is, in the words of whack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) host: String,
    pub(crate) hop: String,
}

/// Whether the commands need the default route, and for which family: an end or a next hop is `%defaultroute`.
pub fn needs_default_route(conn: &Conn<'_>) -> Option<Family> {
    let asks = |id: &str, side| matches!(host(conn, id, side), Some(Host::DefaultRoute(_)));
    let needs = Side::BOTH
        .iter()
        .any(|&side| asks("host", side) || asks("nexthop", side));
    needs.then(|| family(conn))
}

/// The family of the hosts, as far as the conn tells.
fn family(conn: &Conn<'_>) -> Family {
    let said = ["connaddrfamily", "endaddrfamily"]
        .iter()
        .find_map(|id| conn.text(id, None));
    match said {
        Some("ipv6" | "v6" | "inet6") => return Family::V6,
        Some(_) => return Family::V4,
        None => {}
    }
    let is_v6 = |id: &str, side| {
        let host = host(conn, id, side);
        let of_word = matches!(
            host,
            Some(Host::DefaultRoute(Some(ipsec_conf::value::Family::V6)))
        );
        of_word
            || host
                .and_then(|host| host.address())
                .is_some_and(|address| address.is_ipv6())
    };
    let any_v6 = Side::BOTH
        .iter()
        .any(|&side| is_v6("host", side) || is_v6("nexthop", side));
    if any_v6 { Family::V6 } else { Family::V4 }
}

/// The facts about the default route, for the judgement of a conn. Of the own addresses only one is known here.
pub fn locality(route: Option<&DefaultRoute>) -> Locality {
    let address = route.and_then(|route| route.address);
    Locality {
        addresses: address.into_iter().collect(),
        knows_default_route: address.is_some(),
        gateway: route.and_then(|route| route.gateway),
    }
}

/// Both ends; `None` when an end is missing or cannot be known, which has its finding then.
pub(crate) fn places(
    conn: &Conn<'_>,
    circumstances: &Circumstances<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<[Place; 2]> {
    let left = place(conn, Side::Left, circumstances, found);
    let right = place(conn, Side::Right, circumstances, found);
    let places = [left?, right?];
    found.extend(same_place(conn, &places));
    Some(places)
}

/// `%defaultroute` turns out to be the address of the peer.
fn same_place(conn: &Conn<'_>, places: &[Place; 2]) -> Option<Diagnostic> {
    let is_default_route =
        |side: &Side| matches!(host(conn, "host", *side), Some(Host::DefaultRoute(_)));
    let side = Side::BOTH.into_iter().find(is_default_route)?;
    let [left, right] = places;
    if left.host != right.host {
        return None;
    }
    let other = conn.get("host", Some(side.other()))?;
    let message = format!(
        "left and right are the same address: `{side}=%defaultroute` is {}",
        left.host
    );
    let diagnostic = Diagnostic::new(
        codes::BOTH_ENDS_UNKNOWN,
        Effect::Works,
        conn.value_span(other),
        message,
    )
    .related(
        conn.value_span(conn.get("host", Some(side))?),
        "this is the default route",
    )
    .note("the daemon loads it, and no host can tell which end it is")
    .help("one of them is the address of the peer");
    Some(diagnostic)
}

fn place(
    conn: &Conn<'_>,
    side: Side,
    circumstances: &Circumstances<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<Place> {
    let route = circumstances.default_route.as_ref();
    let address = route.and_then(|route| route.address);
    let gateway = route
        .and_then(|route| route.gateway)
        .map(|gateway| gateway.to_string());
    let direct = || "%direct".to_owned();
    let host_setting = conn.get("host", Some(side))?;
    let is_default_route = matches!(host(conn, "host", side), Some(Host::DefaultRoute(_)));
    let host = match address {
        Some(address) if is_default_route => address.to_string(),
        None if is_default_route => {
            found.push(unknown(conn, host_setting, circumstances));
            return None;
        }
        _ => word(conn, "host", side)?,
    };
    let hop_setting = conn
        .get("nexthop", Some(side))
        .filter(|setting| !setting.value.text.is_empty());
    let Some(hop_setting) = hop_setting else {
        // A point-to-point link has no gateway: the peer is reached directly.
        let hop = gateway.filter(|_| is_default_route).unwrap_or_else(direct);
        return Some(Place { host, hop });
    };
    let hop = match self::host(conn, "nexthop", side) {
        Some(Host::DefaultRoute(_)) => {
            if address.is_none() && gateway.is_none() {
                found.push(unknown_hop(conn, hop_setting, circumstances));
            }
            // The gateway as a peer is its own next hop, and needs none.
            gateway
                .filter(|gateway| *gateway != host)
                .unwrap_or_else(direct)
        }
        _ => word(conn, "nexthop", side)?,
    };
    Some(Place { host, hop })
}

pub(crate) fn host(conn: &Conn<'_>, id: &str, side: Side) -> Option<Host> {
    match conn.value(id, Some(side))? {
        Value::Host(host) => Some(host.clone()),
        _ => None,
    }
}

/// Addresses and names as they stand in the file, other words in the spelling that whack knows.
fn word(conn: &Conn<'_>, id: &str, side: Side) -> Option<String> {
    let text = conn.text(id, Some(side))?;
    let magic = host(conn, id, side).filter(|_| text.starts_with('%'));
    Some(magic.map_or_else(|| text.to_owned(), |host| host.to_string()))
}

/// Without an address there is nothing to put behind `--host`.
fn unknown(
    conn: &Conn<'_>,
    setting: &Setting<'_>,
    circumstances: &Circumstances<'_>,
) -> Diagnostic {
    let span = conn.value_span(setting);
    let message = "`%defaultroute` is requested but not known";
    Diagnostic::new(codes::DEFAULT_ROUTE_UNKNOWN, Effect::ConnRefused, span, message)
        .label("which address this is cannot be found out")
        .note(looked_at(circumstances))
        .help("say it: `--defaultroute ADDRESS`, and `--defaultroutenexthop ADDRESS` if there is a gateway")
        .help("or name the file that does: `--info FILE`")
}

/// The next hop of an end with an address of its own: right in a file that both hosts share, and on a link without gateway.
fn unknown_hop(
    conn: &Conn<'_>,
    setting: &Setting<'_>,
    circumstances: &Circumstances<'_>,
) -> Diagnostic {
    let span = conn.value_span(setting);
    let message = "the default route is not known: the next hop of this end is `%direct`";
    Diagnostic::new(codes::DEFAULT_ROUTE_UNKNOWN, Effect::Works, span, message)
        .note(looked_at(circumstances))
        .help("if this end is this host, say what the next hop is: `--defaultroutenexthop ADDRESS`")
}

fn looked_at(circumstances: &Circumstances<'_>) -> String {
    match circumstances
        .default_route
        .as_ref()
        .map(|route| &route.source)
    {
        Some(RouteSource::InfoFile { path, .. }) => {
            format!("`{}` states no default route", path.display())
        }
        Some(RouteSource::Kernel) => "the kernel has no default route".to_owned(),
        Some(RouteSource::Options) => "the options name no address".to_owned(),
        None => format!(
            "neither an option nor `{}` nor the kernel says it",
            circumstances.request.info.display()
        ),
    }
}
