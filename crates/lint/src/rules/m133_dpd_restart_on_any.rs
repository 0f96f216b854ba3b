//! A restart without an address.

use ipsec_conf::Effect;
use ipsec_conf::diagnostic::Fix;
use ipsec_conf::model::Conn;
use ipsec_conf::target::Reader;

use crate::context::Context;
use crate::facts::set;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `dpdaction=restart` in a conn whose peer can be anyone.
    ///
    /// ## What it does
    ///
    /// Finds servers that are to start the tunnel of a client that is gone.
    ///
    /// ## Why it matters
    ///
    /// The server does not know where the client is now. What is left of the tunnel stays.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=%any
    ///     dpddelay=30
    ///     dpdaction=restart
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=%any
    ///     dpddelay=30
    ///     dpdaction=clear
    /// ```
    ///
    /// ## See also
    ///
    /// M132.
    pub struct DpdRestartOnAny {
        code: "M133", name: "dpd-restart-on-any", severity: Warning, enabled: true,
        since: "0.1", dialects: "Openswan, Libreswan < 5, strongSwan", fix: Sometimes
    }
}

impl Rule for DpdRestartOnAny {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let has_action = matches!(
            cx.reader(),
            Reader::Openswan | Reader::Libreswan4 | Reader::StrongSwan
        );
        let Some(peer) = facts.any_peer().filter(|_| has_action && !facts.is_shunt()) else {
            return;
        };
        let Some(action) =
            set(conn, "dpdaction", None).filter(|action| action.value.text.starts_with("restart"))
        else {
            return;
        };
        let mut finding = cx
            .finding(
                Effect::Works,
                conn.value_span(action),
                format!("`dpdaction=restart`, but {} can be anyone", peer.side),
            )
            .note(format!("{} does not know where to call", cx.program()))
            .help("write `dpdaction=clear`")
            .fix(Fix::risky("clear it", conn.value_span(action), "clear"));
        if let Some(host) = conn.get("host", Some(peer.side)) {
            finding = finding.related(conn.value_span(host), format!("{} is set here", peer.side));
        }
        cx.report(finding);
    }
}
