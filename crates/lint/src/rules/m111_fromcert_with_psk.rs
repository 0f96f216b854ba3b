//! `%fromcert` without a certificate in play.

use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::set;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// An identity is to be taken from a certificate, and the conn uses a shared secret or no authentication.
    ///
    /// ## What it does
    ///
    /// Finds `leftid=%fromcert` and `rightid=%fromcert` in conns with `authby=secret` or `null`.
    ///
    /// ## Why it matters
    ///
    /// Libreswan refuses to add the conn: with these methods no certificate is exchanged from which the identity could be
    /// taken.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=secret
    ///     rightid=%fromcert
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=secret
    ///     rightid=@peer
    /// ```
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=rsasig
    ///     leftcert=gateway
    ///     leftid=%fromcert
    /// ```
    pub struct FromcertWithPsk {
        code: "M111", name: "fromcert-with-psk", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}

impl Rule for FromcertWithPsk {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        if !cx.is_libreswan() || facts.is_shunt() {
            return;
        }
        for end in facts.ends() {
            let Some(id) = set(conn, "id", Some(end.side)) else {
                continue;
            };
            let auth = facts.auth(end);
            if !id.value.text.eq_ignore_ascii_case("%fromcert")
                || !matches!(auth, "secret" | "null")
            {
                continue;
            }
            let name = end.spell("id");
            let mut finding = cx
                .refusal(
                    conn.value_span(id),
                    format!("`{name}=%fromcert` with authentication `{auth}`"),
                )
                .help(format!(
                    "write the identity itself: `{name}=@name` or an address"
                ));
            if let Some(authby) = set(conn, "authby", None) {
                finding = finding.related(conn.value_span(authby), "the method is set here");
            }
            cx.report(finding);
        }
    }
}
