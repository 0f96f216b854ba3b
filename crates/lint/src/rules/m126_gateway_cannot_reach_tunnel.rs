//! A gateway that is outside its own tunnel.

use ipsec_conf::Effect;
use ipsec_conf::Severity;
use ipsec_conf::model::Conn;
use ipsec_conf::target::Reader;

use crate::context::Context;
use crate::facts::{Kind, set, set_any};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A tunnel between networks without `leftsourceip=`.
    ///
    /// ## What it does
    ///
    /// Finds conns with a network at both ends and no own address inside either.
    ///
    /// ## Why it matters
    ///
    /// Traffic of the gateway itself leaves with its outer address, which is in neither network, and does not go through the
    /// tunnel. That is as it should be, unless the gateway is to reach the other network.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     leftsubnet=10.1.0.0/16
    ///     right=198.51.100.7
    ///     rightsubnet=10.2.0.0/16
    ///     auto=start
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
    ///     leftsourceip=10.1.0.1
    ///     auto=start
    /// ```
    ///
    /// ## See also
    ///
    /// M125.
    pub struct GatewayCannotReachTunnel {
        code: "M126", name: "gateway-cannot-reach-tunnel", severity: Info, enabled: true,
        since: "0.1", dialects: "Openswan, Libreswan", fix: Never
    }
}

impl Rule for GatewayCannotReachTunnel {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let is_theirs = matches!(
            cx.reader(),
            Reader::Openswan | Reader::Libreswan4 | Reader::Libreswan5
        );
        let has_nets = facts
            .ends()
            .iter()
            .all(|end| end.has_subnet || end.has_subnets);
        let has_source = facts
            .ends()
            .iter()
            .any(|end| !end.sources.is_empty() || set(conn, "sourceip", Some(end.side)).is_some());
        let has_interface = set_any(conn, &["ipsec-interface", "vti-interface"]).is_some();
        let is_loaded = set(conn, "auto", None).is_some_and(|auto| auto.value.text != "ignore");
        if !is_theirs
            || !has_nets
            || has_source
            || has_interface
            || facts.kind != Kind::Tunnel
            || !is_loaded
        {
            return;
        }
        let finding = cx
            .finding(Effect::Works, cx.name_span(conn), "the gateway itself does not reach the other network")
            .note(format!("{} sends its own traffic with the outer address, outside the tunnel", cx.program()))
            .help("write `leftsourceip=` with the inner address of this host, if it is to use the tunnel")
            .severity(Severity::Info);
        cx.report(finding);
    }
}
