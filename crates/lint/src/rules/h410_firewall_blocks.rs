//! A packet filter in the way.

use std::net::IpAddr;

use ipnet::IpNet;
use ipsec_conf::Effect;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::text::printable;
use ipsec_conf::value::{Host as End, Value};

use crate::context::Context;
use crate::host::filter::{Fate, Packets, fate};
use crate::host::{self, Family, Host};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A packet filter that keeps the peer out, or that rewrites what is to go through the tunnel.
    ///
    /// ## What it does
    ///
    /// Reads the rules of this machine with `iptables-save` and `ip6tables-save`, which need root. It follows the chain
    /// POSTROUTING of the table nat for packets from the own networks to those of the peer, and the chain INPUT for the UDP
    /// ports 500 and 4500 where a conn waits for its peer (`auto=add`). It looks at the machine, and runs only with `--host`.
    ///
    /// It speaks only of what is certain: a rule that may take the packet or not (a set, a mark, a chain of your own) ends
    /// the search. Rules that were made with `nft` alone are not seen.
    ///
    /// ## Why it matters
    ///
    /// A packet is rewritten before IPsec looks at it. With another source address it fits no policy, and leaves the host in
    /// the clear or not at all; the tunnel is up and carries nothing (ipsec_verify(8) of Openswan tells people to look for it).
    /// A peer whose packets are dropped gives up after some minutes, and the daemon never hears of it.
    ///
    /// ## Use instead
    ///
    /// `iptables -t nat -I POSTROUTING -m policy --dir out --pol ipsec -j ACCEPT` before the rule that rewrites, and
    /// `iptables -I INPUT -p udp -m multiport --dports 500,4500 -j ACCEPT`.
    ///
    /// ## See also
    ///
    /// H407 rp-filter, H408 ip-forward-off, H411 port-in-use
    pub struct FirewallBlocks {
        code: "H410", name: "firewall-blocks", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for FirewallBlocks {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let Some(machine) = cx.host else { return };
        let Some(own) = host::local_side(conn, machine).filter(|_| !conn.is_shunt()) else {
            return;
        };
        rewritten(conn, own, machine, cx);
        if conn.text("auto", None) == Some("add") {
            unheard(conn, own, machine, cx);
        }
    }
}

/// The program that speaks of a family, without `-save`.
fn program(family: Family) -> &'static str {
    match family {
        Family::V4 => "iptables",
        Family::V6 => "ip6tables",
    }
}

fn rewritten(conn: &Conn<'_>, own: Side, machine: &dyn Host, cx: &mut Context<'_>) {
    let remotes = host::networks(conn, own.other());
    for (local, span) in host::networks(conn, own) {
        for (remote, _) in &remotes {
            let family = Family::of(local.net.addr());
            let Some(table) = machine.packet_filter(family, "nat") else {
                return;
            };
            let route = machine.route_to(remote.net.addr()).flatten();
            let packets = Packets {
                source: local.net,
                destination: remote.net,
                protocol: None,
                port: None,
                interface: route.and_then(|route| route.interface),
                is_protected: true,
            };
            let Fate::Known { target, rule } = fate(&table, "POSTROUTING", &packets) else {
                continue;
            };
            if !matches!(target.as_str(), "MASQUERADE" | "SNAT" | "NETMAP") {
                continue;
            }
            let program = program(family);
            let message = format!("packets from {} to {} get another source address", local.net, remote.net);
            cx.report(
                cx.finding(Effect::Works, span, message)
                    .note(format!("`{program} -t nat {}`", printable(&rule)))
                    .note("it is rewritten before IPsec looks at it, and fits no policy then")
                    .help(format!("`{program} -t nat -I POSTROUTING -m policy --dir out --pol ipsec -j ACCEPT`")),
            );
            return;
        }
    }
}

fn unheard(conn: &Conn<'_>, own: Side, machine: &dyn Host, cx: &mut Context<'_>) {
    let address = |side: Side| match conn.value("host", Some(side)) {
        Some(Value::Host(End::Address(address))) => Some(IpNet::from(*address)),
        _ => None,
    };
    let Some(here) = address(own) else { return };
    let anywhere: IpAddr = match here.addr() {
        IpAddr::V4(_) => IpAddr::from([0, 0, 0, 0]),
        IpAddr::V6(_) => IpAddr::from([0_u16; 8]),
    };
    let peer = address(own.other()).or_else(|| IpNet::new(anywhere, 0).ok());
    let (Some(peer), Some(table)) = (peer, machine.packet_filter(Family::of(here.addr()), "filter")) else {
        return;
    };
    for port in [500, 4500] {
        let packets = Packets {
            source: peer,
            destination: here,
            protocol: Some("udp"),
            port: Some(port),
            interface: None,
            is_protected: false,
        };
        let Fate::Known { target, rule } = fate(&table, "INPUT", &packets) else {
            continue;
        };
        if !matches!(target.as_str(), "DROP" | "REJECT") {
            continue;
        }
        let program = program(Family::of(here.addr()));
        let message = format!("this host drops what its peer sends to UDP port {port}");
        cx.report(
            cx.finding(Effect::Works, cx.name_span(conn), message)
                .note(format!("`{program} {}`", printable(&rule)))
                .help(format!("`{program} -I INPUT -p udp -m multiport --dports 500,4500 -j ACCEPT`")),
        );
        return;
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{FakeHost, check_on};

    const CONN: &str = "conn a\n\tleft=192.0.2.1\n\tleftsubnet=10.1.0.0/16\n\tright=198.51.100.7\n\trightsubnet=10.2.0.0/16\n\tauto=add\n";

    fn gateway() -> FakeHost {
        FakeHost::default()
            .with_address("192.0.2.1", "eth0")
            .with_route(Some("192.0.2.254"), 0)
    }

    #[test]
    fn what_goes_through_the_tunnel_keeps_its_address() {
        let masquerade = "*nat\n:POSTROUTING ACCEPT [0:0]\n-A POSTROUTING -o eth0 -j MASQUERADE\nCOMMIT\n";
        let message = "3:13 packets from 10.1.0.0/16 to 10.2.0.0/16 get another source address";
        let host = gateway().with_filter("nat", masquerade);
        check_on(&host, "H410", "libreswan@4.10", CONN, &[message]);
        check_on(&host, "H410", "strongswan@5.9.8", CONN, &[message]);
        let spared = masquerade.replace(
            "-A POSTROUTING -o",
            "-A POSTROUTING -m policy --dir out --pol ipsec -j ACCEPT\n-A POSTROUTING -o",
        );
        let host = gateway().with_filter("nat", &spared);
        check_on(&host, "H410", "libreswan@4.10", CONN, &[]);
        check_on(&gateway(), "H410", "libreswan@4.10", CONN, &[]);
    }

    #[test]
    fn who_waits_for_a_peer_must_hear_it() {
        let closed = "*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n";
        let message = "1:6 this host drops what its peer sends to UDP port 500";
        let host = gateway().with_filter("filter", closed);
        check_on(&host, "H410", "libreswan@4.10", CONN, &[message]);
        // What this host begins itself is answered, and the answer is let in by most filters.
        let active = CONN.replace("auto=add", "auto=start");
        check_on(&host, "H410", "libreswan@4.10", &active, &[]);
        let open = closed.replace("COMMIT", "-A INPUT -p udp -m multiport --dports 500,4500 -j ACCEPT\nCOMMIT");
        let host = gateway().with_filter("filter", &open);
        check_on(&host, "H410", "libreswan@4.10", CONN, &[]);
        let half = closed.replace("COMMIT", "-A INPUT -p udp -m udp --dport 500 -j ACCEPT\nCOMMIT");
        let host = gateway().with_filter("filter", &half);
        let message = "1:6 this host drops what its peer sends to UDP port 4500";
        check_on(&host, "H410", "libreswan@4.10", CONN, &[message]);
    }
}
