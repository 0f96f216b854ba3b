//! An own address that is not in the own subnet.

use ipsec_conf::Effect;
use ipsec_conf::model::Conn;
use ipsec_conf::target::Reader;
use std::net::IpAddr;

use crate::context::Context;
use crate::facts::set;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `leftsourceip=` is in none of the subnets of its end.
    ///
    /// ## What it does
    ///
    /// Compares `leftsourceip=` with `leftsubnet=`, or with the address of the end when there is no subnet.
    ///
    /// ## Why it matters
    ///
    /// Traffic from that address would not go through the tunnel. Libreswan 5 refuses the conn; Libreswan 3 and 4 and
    /// Openswan load it without a message and set a route whose source no policy covers. Without a subnet, 3 and 4 take the
    /// address for the subnet.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsourceip=10.9.9.9
    ///     leftsubnet=10.1.0.0/16
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsourceip=10.9.9.9
    ///     leftsubnet=10.1.0.0/16
    /// ```
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsourceip=10.9.9.9
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsourceip=10.1.0.1
    ///     leftsubnet=10.1.0.0/16
    /// ```
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsourceip=10.9.9.9
    /// ```
    pub struct SourceipOutsideSubnet {
        code: "M125", name: "sourceip-outside-subnet", severity: Error, enabled: true,
        since: "0.1", dialects: "Openswan, Libreswan", fix: Never
    }
}

impl Rule for SourceipOutsideSubnet {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        if !matches!(
            cx.reader(),
            Reader::Openswan | Reader::Libreswan4 | Reader::Libreswan5
        ) || facts.is_shunt()
        {
            return;
        }
        let is_5 = cx.is_libreswan_5();
        for end in facts.ends() {
            let Some(setting) = set(conn, "sourceip", Some(end.side)).filter(|_| !end.is_virtual)
            else {
                continue;
            };
            let name = setting.spelling();
            let outside = |address: &&IpAddr| {
                !end.nets
                    .iter()
                    .any(|selector| selector.net.contains(*address))
            };
            let finding = if end.has_subnet {
                let Some(address) = end
                    .sources
                    .iter()
                    .find(outside)
                    .filter(|_| !end.nets.is_empty() && !end.has_subnets)
                else {
                    continue;
                };
                let subnet = conn.get("subnet", Some(end.side)).expect("bug: it is set");
                let message = format!("`{name}={address}` is not within `{}`", subnet.spelling());
                let finding = if is_5 {
                    cx.refusal(conn.value_span(setting), message)
                } else {
                    let note = format!(
                        "{} loads it; traffic from {address} does not match the tunnel",
                        cx.program()
                    );
                    cx.finding(Effect::Works, conn.value_span(setting), message)
                        .note(note)
                };
                finding.related(conn.value_span(subnet), "the subnet is set here")
            } else {
                let Some(host) = end.address().filter(|_| is_5 && !end.has_subnets) else {
                    continue;
                };
                let Some(address) = end.sources.iter().find(|address| **address != host) else {
                    continue;
                };
                cx.refusal(
                    conn.value_span(setting),
                    format!("`{name}={address}` is neither the address of its end nor in a subnet"),
                )
            };
            cx.report(finding.help(format!("write an address of `{}`", end.spell("subnet"))));
        }
    }
}
