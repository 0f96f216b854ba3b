//! One preshared key for everybody.

use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::psk;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A conn for any peer that authenticates with a preshared key.
    ///
    /// ## What it does
    ///
    /// Finds conns with `right=%any`, no `rightid=` and a preshared key.
    ///
    /// ## Why it matters
    ///
    /// All peers of such a conn have one secret: each of them can pose as the gateway to the others, and nobody can be shut
    /// out without a new key for all. Libreswan, Openswan and strongSwan look for a secret without identities or for
    /// `%any`.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=%any
    ///     authby=secret
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=%any
    ///     rightid=@road
    ///     authby=secret
    /// ```
    ///
    /// ## See also
    ///
    /// `id-any-with-psk`, `aggressive-psk`
    pub struct WildcardPsk {
        code: "X110", name: "wildcard-psk", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for WildcardPsk {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if cx.facts().is_shunt_or_opportunistic() {
            return;
        }
        let facts = cx.facts();
        let (Some(peer), Some(psk)) = (facts.any_peer(), psk(conn)) else {
            return;
        };
        let side = peer.side;
        if conn.text("id", Some(side)).is_some() {
            return;
        }
        let mut finding = cx.weakness(conn,
            conn.value_span(psk),
            "one preshared key serves every peer",
        )
        .note(format!(
            "{} takes the same secret for all of them: each can pose as the other end",
            cx.program()
        ))
        .help(format!(
            "use certificates, or one conn with its own `{side}id=` and secret for each peer"
        ));
        if let Some(host) = conn.get("host", Some(side)) {
            finding = finding.related(conn.value_span(host), "any peer is let in here");
        }
        cx.report(finding);
    }
}
