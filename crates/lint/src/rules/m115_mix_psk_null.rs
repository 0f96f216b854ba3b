//! A shared secret one way and nothing the other way.

use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::set;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// One end proves itself with a shared secret and the other one with nothing.
    ///
    /// ## What it does
    ///
    /// Finds conns with `leftauth=secret` and `rightauth=null`, or the reverse.
    ///
    /// ## Why it matters
    ///
    /// Libreswan refuses to add the conn: the two methods cannot be mixed.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftauth=secret
    ///     rightauth=null
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftauth=rsasig
    ///     rightauth=null
    /// ```
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftauth=secret
    ///     rightauth=secret
    /// ```
    ///
    /// ## See also
    ///
    /// M113.
    pub struct MixPskNull {
        code: "M115", name: "mix-psk-null", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}

impl Rule for MixPskNull {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        if !cx.is_libreswan() || facts.is_shunt() {
            return;
        }
        let is_mixed = matches!(
            (facts.left.auth, facts.right.auth),
            (Some("secret"), Some("null")) | (Some("null"), Some("secret"))
        );
        let (Some(left), Some(right)) = (
            set(conn, "auth", Some(Side::Left)),
            set(conn, "auth", Some(Side::Right)),
        ) else {
            return;
        };
        if !is_mixed || facts.is_v1() {
            return;
        }
        let finding = cx
            .refusal(
                conn.value_span(right),
                "a shared secret and no authentication cannot be mixed",
            )
            .related(conn.value_span(left), "the other end is set here")
            .help("use `secret` at both ends, or a signature at the end that can prove itself");
        cx.report(finding);
    }
}
