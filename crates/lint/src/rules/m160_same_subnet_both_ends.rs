//! One network at both ends.

use ipsec_conf::Effect;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::model::Setting;
use ipsec_conf::value::{Selector, Value};

use crate::context::Context;
use crate::facts::set;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// The networks of the two ends are equal or overlap.
    ///
    /// ## What it does
    ///
    /// Compares the networks of the two ends with each other; those that hold everything are M170.
    ///
    /// ## Why it matters
    ///
    /// A host of such a network looks for the others on its own wire, or the tunnel pulls in the traffic of the own network.
    /// A conn with `type=passthrough` is the cure and is not reported.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     leftsubnet=10.0.1.0/24
    ///     right=198.51.100.7
    ///     rightsubnet=10.0.1.0/24
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     leftsubnet=10.1.0.0/16
    ///     right=198.51.100.7
    ///     rightsubnet=10.2.0.0/16
    /// ```
    ///
    /// ## See also
    ///
    /// M170.
    pub struct SameSubnetBothEnds {
        code: "M160", name: "same-subnet-both-ends", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for SameSubnetBothEnds {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        if facts.is_shunt() {
            return;
        }
        let lists = Side::BOTH.map(|side| written(conn, side));
        for (left, left_setting) in &lists[0] {
            for (right, right_setting) in &lists[1] {
                let is_wide = left.net.prefix_len() == 0 || right.net.prefix_len() == 0;
                // A client with an inner address of the server's network is a design, and a group has no end of its own.
                let is_host = |net: &Selector| net.net.prefix_len() == net.net.max_prefix_len();
                let is_meant = is_host(left) != is_host(right) || left.net.addr().is_multicast();
                let overlaps = left.net.contains(&right.net) || right.net.contains(&left.net);
                if is_wide || is_meant || !overlaps || !may_meet(left, right) {
                    continue;
                }
                let what = if left.net == right.net {
                    "are the same network"
                } else {
                    "overlap"
                };
                let finding = cx
                    .finding(Effect::Works, conn.value_span(right_setting), format!("`{left}` and `{right}` of the two ends {what}"))
                    .related(conn.value_span(left_setting), format!("{} is here", left_setting.spelling()))
                    .note(format!("{} takes traffic between hosts of the own network into the tunnel, or finds it on the wire", cx.program()))
                    .help("use different networks, or translate one of them");
                cx.report(finding);
                return;
            }
        }
    }
}

/// The networks of an end with the lines that give them.
fn written<'c, 'm>(conn: &'c Conn<'m>, side: Side) -> Vec<(Selector, &'c Setting<'m>)> {
    let mut out = Vec::new();
    for id in ["subnet", "subnets"] {
        let Some(setting) = set(conn, id, Some(side)) else {
            continue;
        };
        if let Some(Value::Subnets(nets)) = &conn.reading(setting).value {
            out.extend(nets.iter().map(|net| (*net, setting)));
        }
    }
    out
}

/// Selectors of different protocols never meet.
fn may_meet(one: &Selector, other: &Selector) -> bool {
    match (one.protoport, other.protoport) {
        (Some(one), Some(other)) => {
            one.protocol == other.protocol || one.protocol == 0 || other.protocol == 0
        }
        _ => true,
    }
}
