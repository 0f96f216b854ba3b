//! Virtual subnets that cannot be.

use ipsec_conf::Effect;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `vhost:` or `vnet:` at both ends, or with a group of peers.
    ///
    /// ## What it does
    ///
    /// Finds conns where the network of the peer is left open and nothing can close it.
    ///
    /// ## Why it matters
    ///
    /// With virtual subnets at both ends, the daemon of Libreswan 4 stops with an assertion and takes all tunnels with it;
    /// Libreswan 5 refuses the conn, and also one whose end is `%group`.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// config setup
    ///     ikev1-policy=accept
    ///
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ikev2=no
    ///     leftsubnet=vhost:%priv
    ///     rightsubnet=vhost:%priv
    /// ```
    ///
    /// ```ipsec bad libreswan@5.4
    /// config setup
    ///     ikev1-policy=accept
    ///
    /// conn t
    ///     left=192.0.2.1
    ///     right=%group
    ///     keyexchange=ikev1
    ///     rightsubnet=vhost:%priv,%no
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// config setup
    ///     ikev1-policy=accept
    ///
    /// conn t
    ///     left=192.0.2.1
    ///     right=%any
    ///     keyexchange=ikev1
    ///     rightsubnet=vhost:%priv,%no
    /// ```
    pub struct VirtualSubnetConflict {
        code: "M177", name: "virtual-subnet-conflict", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}

impl Rule for VirtualSubnetConflict {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let Some(end) = facts
            .ends()
            .into_iter()
            .find(|end| end.is_virtual)
            .filter(|_| cx.is_libreswan())
        else {
            return;
        };
        let setting = conn
            .get("subnet", Some(end.side))
            .expect("bug: the value was read from it");
        let program = cx.program();
        if facts.left.is_virtual && facts.right.is_virtual {
            let other = conn
                .get("subnet", Some(end.side.other()))
                .expect("bug: the value was read from it");
            let what = if cx.is_libreswan_5() {
                "refuses the conn"
            } else {
                "stops with an assertion when the conn is added"
            };
            let finding = cx
                .finding(
                    Effect::ConnRefused,
                    conn.value_span(other),
                    "both ends have a virtual subnet",
                )
                .related(
                    conn.value_span(setting),
                    format!("{} is set here", end.side),
                )
                .note(format!("{program} {what}"))
                .help("write the own network at this host's end");
            cx.report(finding);
        } else if facts.is_group && cx.is_libreswan_5() {
            let finding = cx
                .refusal(
                    conn.value_span(setting),
                    "a group of peers has no virtual subnet",
                )
                .help("write `%any` for the peer, or remove the subnet");
            cx.report(finding);
        }
    }
}
