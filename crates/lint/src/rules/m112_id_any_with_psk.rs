//! Any identity with a shared secret.

use ipsec_conf::Effect;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::set;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `rightid=%any` in a conn with a shared secret.
    ///
    /// ## What it does
    ///
    /// Finds identities that match everybody where a secret is all that proves who it is.
    ///
    /// ## Why it matters
    ///
    /// Whoever knows any secret that fits is let in, under whatever name.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=secret
    ///     rightid=%any
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=secret
    ///     rightid=@branch
    /// ```
    ///
    /// ## See also
    ///
    /// X110.
    pub struct IdAnyWithPsk {
        code: "M112", name: "id-any-with-psk", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for IdAnyWithPsk {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let is_strongswan = cx.is_strongswan();
        let uses_secret = |side: Side| {
            if is_strongswan {
                ["auth", "authby"].iter().any(|id| {
                    let text = conn.text(id, Some(side)).or_else(|| conn.text(id, None));
                    text.is_some_and(|text| matches!(text, "psk" | "secret"))
                })
            } else {
                facts.auth(facts.end(side)) == "secret"
            }
        };
        for side in Side::BOTH {
            let Some(id) = set(conn, "id", Some(side)).filter(|id| id.value.text == "%any") else {
                continue;
            };
            if facts.is_shunt() || !uses_secret(side) {
                continue;
            }
            let finding = cx
                .finding(
                    Effect::Works,
                    conn.value_span(id),
                    format!("`{}=%any` with a shared secret", id.spelling()),
                )
                .note(format!(
                    "{} lets in whoever knows a secret that fits, under whatever name",
                    cx.program()
                ))
                .help("name the peer: `@name`, an address, or a mail address");
            cx.report(finding);
        }
    }
}
