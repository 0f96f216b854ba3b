//! `leftauth=` with `IKEv1`.

use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::set;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `leftauth=` or `rightauth=` in a conn that speaks IKEv1.
    ///
    /// ## What it does
    ///
    /// Finds conns with `leftauth=` or `rightauth=` that negotiate IKEv1.
    ///
    /// ## Why it matters
    ///
    /// In IKEv1 both ends use one method. Libreswan refuses to add the conn.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// config setup
    ///     ikev1-policy=accept
    ///
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ikev2=no
    ///     leftauth=secret
    ///     rightauth=secret
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// config setup
    ///     ikev1-policy=accept
    ///
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ikev2=no
    ///     authby=secret
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
    pub struct AuthHalvesNeedIkeV2 {
        code: "M114", name: "auth-halves-need-ikev2", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}

impl Rule for AuthHalvesNeedIkeV2 {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let ignores_it = facts.is_shunt() && cx.is_libreswan_5();
        if !cx.is_libreswan() || !facts.is_v1() || ignores_it {
            return;
        }
        let Some((side, setting)) = Side::BOTH
            .into_iter()
            .find_map(|side| Some((side, set(conn, "auth", Some(side))?)))
        else {
            return;
        };
        let finding = cx
            .refusal(conn.key_span(setting), format!("`{side}auth` needs IKEv2"))
            .help("write `authby=` with one method for both ends");
        cx.report(finding);
    }
}
