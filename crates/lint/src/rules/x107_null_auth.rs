//! Peers that need not prove who they are.

use ipsec_conf::model::Conn;

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// Null authentication outside opportunistic encryption.
    ///
    /// ## What it does
    ///
    /// Finds `authby=null` and `leftauth=null` or `rightauth=null` in conns that are not opportunistic.
    ///
    /// ## Why it matters
    ///
    /// With null authentication (RFC 7619) Libreswan believes the peer whatever it says, so anybody on the path can be it.
    /// That is the point of opportunistic encryption and of little else.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     authby=null
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     authby=rsasig
    /// ```
    ///
    /// ```ipsec good libreswan@4.10
    /// conn private-or-clear
    ///     left=%defaultroute
    ///     right=%opportunisticgroup
    ///     authby=null
    ///     leftid=%null
    ///     rightid=%null
    /// ```
    ///
    /// ## See also
    ///
    /// `wildcard-psk`
    pub struct NullAuth {
        code: "X107", name: "null-auth", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}

impl Rule for NullAuth {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if !cx.is_libreswan() || cx.facts().is_shunt_or_opportunistic() {
            return;
        }
        let facts = cx.facts();
        let authby = facts.methods.contains(&"null").then_some(("authby", None));
        let ends = facts.ends().into_iter().filter(|end| end.auth == Some("null"));
        let own = ends.map(|end| ("auth", Some(end.side)));
        for (id, side) in authby.into_iter().chain(own) {
            let setting = conn
                .get(id, side)
                .expect("bug: the method was read from it");
            let finding = cx.weakness(conn,
                conn.value_span(setting),
                "null authentication lets anybody be the peer",
            )
            .note(format!(
                "{} does not ask for a proof (RFC 7619)",
                cx.program()
            ))
            .help("use `secret` or `rsasig`, or make the conn opportunistic");
            cx.report(finding);
        }
    }
}
