//! Two workarounds that exclude each other.

use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::is_yes;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `ms-dh-downgrade=yes` with `pfs-rekey-workaround=yes`.
    ///
    /// ## What it does
    ///
    /// Finds conns with both workarounds for peers that change the group when they rekey.
    ///
    /// ## Why it matters
    ///
    /// Each says in its own way which group a rekey uses. Libreswan 5 refuses the conn.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ms-dh-downgrade=yes
    ///     pfs-rekey-workaround=yes
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     pfs-rekey-workaround=yes
    /// ```
    pub struct DhWorkaroundsConflict {
        code: "M158", name: "dh-workarounds-conflict", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan >= 5", fix: Sometimes
    }
}

impl Rule for DhWorkaroundsConflict {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let ids = ["ms-dh-downgrade", "pfs-rekey-workaround"];
        if !cx.is_libreswan_5()
            || cx.facts().is_shunt()
            || !ids.iter().all(|id| is_yes(conn, id, None))
        {
            return;
        }
        let [one, other] =
            ids.map(|id| conn.get(id, None).expect("bug: the value was read from it"));
        let fix = cx.removal(conn, one);
        let finding = cx
            .refusal(
                conn.key_span(one),
                "`ms-dh-downgrade` and `pfs-rekey-workaround` are both on",
            )
            .related(conn.key_span(other), "the other one is here")
            .help("keep the one that the peer needs")
            .fix(fix);
        cx.report(finding);
    }
}
