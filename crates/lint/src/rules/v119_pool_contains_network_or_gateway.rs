//! An address pool with an address of the gateway.

use std::net::IpAddr;

use ipsec_conf::diagnostic::Label;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::value::{Host, Value};
use ipsec_conf::Effect;

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// An address pool for clients that contains an address of the gateway itself.
    ///
    /// ## What it does
    ///
    /// Finds pools that contain `left=`, `leftsourceip=` or the right ones of the same conn.
    ///
    /// ## Why it matters
    ///
    /// The daemon hands the address out as any other: the client then has the address of the gateway, and neither can reach
    /// the other.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=10.1.0.1
    ///     right=%any
    ///     rightaddresspool=10.1.0.1-10.1.0.99
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=10.1.0.1
    ///     right=%any
    ///     rightaddresspool=10.1.0.10-10.1.0.99
    /// ```
    ///
    /// ## See also
    ///
    /// V118 bad-pool, M195 multiple-conns-same-pool
    pub struct PoolContainsNetworkOrGateway {
        code: "V119", name: "pool-contains-network-or-gateway", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}

impl Rule for PoolContainsNetworkOrGateway {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if !cx.is_libreswan() {
            return;
        }
        for side in Side::BOTH {
            let Some(setting) = conn.get("addresspool", Some(side)) else {
                continue;
            };
            let own = addresses(conn);
            let Some(Value::Pools(pools)) = &conn.reading(setting).value else {
                continue;
            };
            for pool in pools {
                let Some((address, place)) =
                    own.iter().find(|(address, _)| pool.contains(*address))
                else {
                    continue;
                };
                let message =
                    format!("the pool {pool} contains {address}, which is an address of this conn");
                cx.report(
                    cx.finding(Effect::Works, conn.value_span(setting), message)
                        .related(place.span, place.message.clone())
                        .note(format!("{} hands it out to a client", cx.program()))
                        .help("begin the pool behind it"),
                );
            }
        }
    }
}

/// The literal addresses that the ends have.
fn addresses(conn: &Conn<'_>) -> Vec<(IpAddr, Label)> {
    let mut found = Vec::new();
    for side in Side::BOTH {
        for id in ["host", "sourceip"] {
            let Some(setting) = conn.get(id, Some(side)) else {
                continue;
            };
            let place = Label {
                span: conn.value_span(setting),
                message: "it is given here".to_owned(),
            };
            match &conn.reading(setting).value {
                Some(Value::Host(Host::Address(address))) => found.push((*address, place)),
                Some(Value::Addresses(list)) => {
                    found.extend(list.iter().map(|address| (*address, place.clone())));
                }
                _ => {}
            }
        }
    }
    found
}
