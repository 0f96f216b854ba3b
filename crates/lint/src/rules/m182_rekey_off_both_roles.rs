//! A tunnel that ends with its first key.

use ipsec_conf::Effect;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::is_no;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `rekey=no` in a conn that this host starts and whose peer is known.
    ///
    /// ## What it does
    ///
    /// Finds permanent tunnels that this host does not renew.
    ///
    /// ## Why it matters
    ///
    /// `rekey=no` is for a server that leaves it to its clients. Where both ends say so, the tunnel ends with its lifetime.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     auto=start
    ///     rekey=no
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     auto=start
    /// ```
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=%any
    ///     auto=add
    ///     rekey=no
    /// ```
    ///
    /// ## See also
    ///
    /// M180.
    pub struct RekeyOffBothRoles {
        code: "M182", name: "rekey-off-both-roles", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}

impl Rule for RekeyOffBothRoles {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let starts = conn
            .text("auto", None)
            .is_some_and(|auto| matches!(auto, "start" | "up"));
        if !starts
            || facts.any_peer().is_some()
            || facts.is_shunt()
            || facts.is_group
            || !is_no(conn, "rekey", None)
        {
            return;
        }
        let [rekey, auto] = ["rekey", "auto"]
            .map(|id| conn.get(id, None).expect("bug: the value was read from it"));
        let fix = cx.removal(conn, rekey);
        let finding = cx
            .finding(
                Effect::Works,
                conn.value_span(rekey),
                "`rekey=no` on the host that starts the tunnel",
            )
            .related(conn.value_span(auto), "it is started here")
            .note(format!(
                "{} lets the tunnel end unless the peer renews it",
                cx.program()
            ))
            .help("remove the line")
            .fix(fix);
        cx.report(finding);
    }
}
