//! Two conns for the same traffic.

use std::net::IpAddr;

use foldhash::HashMap;
use ipnet::IpNet;
use ipsec_conf::Effect;
use ipsec_conf::keyword::Side;
use ipsec_conf::text::printable;
use ipsec_conf::value::{Host, Protoport};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};
use crate::summary::{Auto, End, Summary};

declare_rule! {
    /// Two conns of one host that are routed for the same traffic and lead to different peers.
    ///
    /// ## What it does
    ///
    /// Compares the networks of all conns with `auto=start`, `route`, `ondemand` or `up` that have one end in common. Reported are
    /// the same networks at both ends, and networks that cross: wider at one end and narrower at the other. A network inside
    /// another one is not reported, because the narrower conn has precedence; neither are conns that a mark, an interface, a
    /// priority or `overlapip=yes` keeps apart.
    ///
    /// ## Why it matters
    ///
    /// A packet can take one way only. Libreswan and Openswan refuse to route the second conn ("route already in use"); with
    /// strongSwan, the policy that the kernel happens to find first gets the traffic.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn east
    ///     left=192.0.2.1
    ///     leftsubnet=10.1.0.0/16
    ///     right=198.51.100.7
    ///     rightsubnet=10.2.0.0/16
    ///     auto=start
    /// conn west
    ///     left=192.0.2.1
    ///     leftsubnet=10.1.0.0/16
    ///     right=203.0.113.9
    ///     rightsubnet=10.2.0.0/16
    ///     auto=start
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn east
    ///     left=192.0.2.1
    ///     leftsubnet=10.1.0.0/16
    ///     right=198.51.100.7
    ///     rightsubnet=10.2.0.0/16
    ///     auto=start
    /// conn west
    ///     left=192.0.2.1
    ///     leftsubnet=10.1.0.0/16
    ///     right=203.0.113.9
    ///     rightsubnet=10.3.0.0/16
    ///     auto=start
    /// ```
    ///
    /// ## See also
    ///
    /// `identical-match`
    pub struct OverlappingConns {
        code: "P110", name: "overlapping-conns", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

/// A host by its number, and how many ends of conns are there.
struct Shared {
    number: u32,
    conns: u32,
}

/// What one end of a conn takes for the other.
struct Way<'a> {
    conn: usize,
    remote_side: Side,
    /// This host, if the end is this host, by number.
    here: u32,
    peer: &'a Host,
    local: IpNet,
    remote: IpNet,
    protoports: (Option<Protoport>, Option<Protoport>),
}

/// Conns with lists of networks have a way for each pair; the rest of a longer list is left out.
const MOST_PAIRS: usize = 64;
/// Candidates with the same peer are passed over, so many of them.
const MOST_TRIES: usize = 16;

impl Rule for OverlappingConns {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn compares_conns(&self) -> bool {
        true
    }

    fn check_conns(&self, conns: &[Summary<'_>], cx: &mut Context<'_>) {
        let routed = || {
            let conns = conns.iter().enumerate();
            conns.filter(|(_, conn)| {
                conn.auto == Auto::Routed && conn.negotiates() && !conn.is_apart
            })
        };
        // Conns without a host in common share nothing.
        let mut hosts: HashMap<&Host, Shared> = HashMap::default();
        for host in routed().flat_map(|(_, conn)| conn.ends.iter().filter_map(place)) {
            let number = hosts.len() as u32;
            let known = hosts.entry(host).or_insert(Shared { number, conns: 0 });
            known.conns += 1;
        }
        let mut ways = Vec::new();
        for (i, conn) in routed() {
            add_ways(&mut ways, &hosts, i, conn);
        }
        let order = order(&ways);
        let mut said: HashMap<usize, usize> = HashMap::default();
        for (first, second) in same(&ways, &order).into_iter().chain(crossing(&ways, &order)) {
            // A conn is reported once, at the later of the two.
            let (first, second) = if ways[first].conn < ways[second].conn {
                (first, second)
            } else {
                (second, first)
            };
            let is_new = ways[first].conn != ways[second].conn
                && said.insert(ways[second].conn, ways[first].conn).is_none();
            if is_new {
                report(&ways[first], &ways[second], conns, cx);
            }
        }
    }
}

fn add_ways<'a>(
    out: &mut Vec<Way<'a>>,
    hosts: &HashMap<&Host, Shared>,
    index: usize,
    conn: &'a Summary<'_>,
) {
    let most = out.len() + 2 * MOST_PAIRS;
    for side in Side::BOTH {
        let (here, there) = (conn.end(side), conn.end(side.other()));
        let (Some(here_host), Some(peer)) = (place(here), place(there)) else {
            continue;
        };
        let Some(shared) = hosts.get(here_host).filter(|shared| shared.conns > 1) else {
            continue;
        };
        let locals = here
            .selectors
            .iter()
            .copied()
            .chain(alone(here_host, &here.selectors));
        for (local, local_port) in locals {
            for &(remote, remote_port) in &*there.selectors {
                if out.len() < most {
                    out.push(Way {
                        conn: index,
                        remote_side: side.other(),
                        here: shared.number,
                        peer,
                        local,
                        remote,
                        protoports: (local_port, remote_port),
                    });
                }
            }
        }
    }
}

/// Where an end is, if it is somewhere, as opposed to anywhere.
fn place<'a>(end: &'a End<'_>) -> Option<&'a Host> {
    end.host.as_ref().filter(|host| {
        matches!(
            host,
            Host::Address(_) | Host::DefaultRoute(_) | Host::Interface(_) | Host::Name(_)
        )
    })
}

/// An end without a subnet is its own network.
fn alone(
    host: &Host,
    selectors: &[(IpNet, Option<Protoport>)],
) -> Option<(IpNet, Option<Protoport>)> {
    let addr = host.address().filter(|_| selectors.is_empty())?;
    Some((IpNet::from(addr), None))
}

type Place = (u32, (IpAddr, u8));

/// Sorted by place here, then by the network at the peer, then by number.
type Order = Vec<(Place, (IpAddr, u8), usize)>;

fn order(ways: &[Way<'_>]) -> Order {
    let keys = ways.iter().enumerate();
    let mut order: Order = keys
        .map(|(i, way)| ((way.here, start(way.local)), start(way.remote), i))
        .collect();
    order.sort_unstable();
    order
}

/// Pairs of ways with the same networks and different peers.
fn same(ways: &[Way<'_>], order: &Order) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let alike = |a: &(Place, _, usize), b: &(Place, _, usize)| (a.0, a.1) == (b.0, b.1);
    for group in order.chunk_by(alike).filter(|group| group.len() > 1) {
        let mut first: HashMap<_, usize> = HashMap::default();
        for &(_, _, i) in group {
            let known = *first.entry(ways[i].protoports).or_insert(i);
            if ways[known].peer != ways[i].peer {
                found.push((known, i));
            }
        }
    }
    found.sort_unstable_by_key(|&(_, second)| second);
    found
}

/// Pairs of ways of which one is wider here and the other one there: for each way, the networks around its own one are few,
/// and among their ways those with a narrower network at the peer stand side by side.
fn crossing(ways: &[Way<'_>], order: &Order) -> Vec<(usize, usize)> {
    let mut lengths: Vec<(bool, u8)> = ways
        .iter()
        .map(|way| (way.local.addr().is_ipv4(), way.local.prefix_len()))
        .collect();
    lengths.sort_unstable();
    lengths.dedup();
    let mut found = Vec::new();
    for (i, way) in ways.iter().enumerate() {
        let wider = lengths
            .iter()
            .filter(|(v4, len)| *v4 == way.local.addr().is_ipv4() && *len < way.local.prefix_len());
        for &(_, len) in wider {
            let Ok(net) = IpNet::new(way.local.addr(), len) else {
                continue;
            };
            let place = (way.here, start(net.trunc()));
            let from =
                order.partition_point(|(at, remote, _)| (*at, *remote) < (place, start(way.remote)));
            let inside = order[from..]
                .iter()
                .take_while(|(at, remote, _)| *at == place && way.remote.contains(&remote.0))
                .map(|&(_, _, other)| other);
            let crosses = |&other: &usize| {
                let other = &ways[other];
                other.peer != way.peer
                    && other.remote != way.remote
                    && way.remote.contains(&other.remote)
                    && other.protoports == way.protoports
            };
            if let Some(other) = inside.take(MOST_TRIES).find(crosses) {
                found.push((i, other));
                break;
            }
        }
    }
    found
}

fn start(net: IpNet) -> (IpAddr, u8) {
    (net.addr(), net.prefix_len())
}

fn report(first: &Way<'_>, second: &Way<'_>, conns: &[Summary<'_>], cx: &mut Context<'_>) {
    let name = |way: &Way<'_>| cx.model.section(conns[way.conn].id).name.to_string();
    let (first_name, second_name) = (name(first), name(second));
    let end = |way: &Way<'_>| conns[way.conn].end(way.remote_side).subnet_span;
    let (Some(span), Some(related)) = (end(second), end(first)) else {
        return;
    };
    let is_same = first.remote == second.remote && first.local == second.local;
    let what = if is_same {
        "the same networks as"
    } else {
        "networks that cross those of"
    };
    let finding = cx
        .finding(Effect::Works, span, format!("conn `{}` has {what} conn `{}`, and another peer", printable(&second_name), printable(&first_name)))
        .label(format!("{} to {}", second.local, second.remote))
        .related(related, format!("{} to {}", first.local, first.remote))
        .note(match cx.reader() {
            ipsec_conf::target::Reader::StrongSwan => format!("{} installs both policies, and one of them gets all the traffic", cx.program()),
            _ => format!("{} routes the one that comes up first and refuses the other one: \"route already in use\"", cx.program()),
        })
        .help("give them different networks, or keep one of them from starting: `auto=add`")
        .conn(second_name);
    cx.report(finding);
}
