//! An own network that is not here.

use ipsec_conf::Effect;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::host;
use crate::host::Family;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A network of the own end that no address and no route of this host leads to.
    ///
    /// ## What it does
    ///
    /// Compares the network with the addresses of this host, and asks the kernel for a route into it. It looks at the
    /// machine, and runs only with `--host`.
    ///
    /// ## Why it matters
    ///
    /// The peer sends packets for that network into the tunnel, and this host sends them on to its default gateway, or
    /// drops them.
    pub struct SubnetNotLocal {
        code: "H415", name: "subnet-not-local", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for SubnetNotLocal {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let Some(machine) = cx.host else { return };
        let (Some(side), Some(own)) = (host::local_side(conn, machine), machine.addresses()) else {
            return;
        };
        for (selector, span) in host::networks(conn, side) {
            let net = selector.net;
            if net.prefix_len() == 0 || own.iter().any(|(address, _)| net.contains(address)) {
                continue;
            }
            let (Some(route), Some(defaults)) = (
                machine.route_to(net.addr()),
                machine.default_routes(Family::of(net.addr())),
            ) else {
                continue;
            };
            // A route of its own goes elsewhere than the default route.
            let is_default = |gateway| defaults.iter().any(|default| default.gateway == gateway);
            let leads_there = route
                .as_ref()
                .is_some_and(|route| !is_default(route.gateway));
            if leads_there {
                continue;
            }
            cx.report(
                cx.finding(
                    Effect::Works,
                    span,
                    format!("{net} is on no interface of this host, and no route leads to it"),
                )
                .note("packets from the tunnel go to the default gateway or are dropped")
                .help("add the route, or correct the network"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{FakeHost, check_on};

    #[test]
    fn an_own_network_is_reachable() {
        let text = "conn a\n\tleft=192.0.2.1\n\tleftsubnet=10.1.0.0/16\n\tright=198.51.100.7\n\trightsubnet=10.2.0.0/16\n";
        let away = FakeHost::default()
            .with_address("192.0.2.1", "eth0")
            .with_route(Some("192.0.2.254"), 0);
        let message = "3:13 10.1.0.0/16 is on no interface of this host, and no route leads to it";
        check_on(&away, "H415", "libreswan@4.10", text, &[message]);
        let here = FakeHost::default()
            .with_address("192.0.2.1", "eth0")
            .with_address("10.1.0.1", "eth1");
        check_on(&here, "H415", "libreswan@4.10", text, &[]);
    }
}
