//! A tunnel that stays down.

use ipsec_conf::Effect;
use ipsec_conf::diagnostic::Fix;
use ipsec_conf::model::Conn;
use ipsec_conf::target::Reader;

use crate::context::Context;
use crate::facts::set;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `dpdaction=clear` with `auto=start` and a fixed peer.
    ///
    /// ## What it does
    ///
    /// Finds tunnels that this host brings up and takes down for good when the peer is gone for a while.
    ///
    /// ## Why it matters
    ///
    /// `clear` is for a server that waits for its clients. The host that starts the tunnel has nobody to wait for.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     auto=start
    ///     dpddelay=30
    ///     dpdaction=clear
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     auto=start
    ///     dpddelay=30
    ///     dpdaction=restart
    /// ```
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=%any
    ///     auto=add
    ///     dpddelay=30
    ///     dpdaction=clear
    /// ```
    ///
    /// ## See also
    ///
    /// M133.
    pub struct DpdactionClearOnInitiator {
        code: "M132", name: "dpdaction-clear-on-initiator", severity: Warning, enabled: true,
        since: "0.1", dialects: "Openswan, Libreswan < 5, strongSwan", fix: Sometimes
    }
}

impl Rule for DpdactionClearOnInitiator {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let has_action = matches!(
            cx.reader(),
            Reader::Openswan | Reader::Libreswan4 | Reader::StrongSwan
        );
        let starts = conn
            .text("auto", None)
            .is_some_and(|auto| matches!(auto, "start" | "up"));
        if !has_action || !starts || facts.any_peer().is_some() || facts.is_group {
            return;
        }
        let Some(action) = set(conn, "dpdaction", None)
            .filter(|action| action.value.text.eq_ignore_ascii_case("clear"))
        else {
            return;
        };
        let auto = conn
            .get("auto", None)
            .expect("bug: the value was read from it");
        let finding = cx
            .finding(
                Effect::Works,
                conn.value_span(action),
                "`dpdaction=clear` on the host that starts the tunnel",
            )
            .related(conn.value_span(auto), "it is started here")
            .note(format!(
                "{} takes the tunnel down and does not start it again",
                cx.program()
            ))
            .help("write `dpdaction=restart`")
            .fix(Fix::risky(
                "start it again",
                conn.value_span(action),
                "restart",
            ));
        cx.report(finding);
    }
}
