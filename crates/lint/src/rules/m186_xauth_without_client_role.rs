//! A source of passwords that nobody asks.

use ipsec_conf::Effect;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::{is_yes, set};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `xauthby=` in an IKEv1 conn without `leftxauthserver=yes`.
    ///
    /// ## What it does
    ///
    /// Finds how passwords are checked where no end is the server that checks them.
    ///
    /// ## Why it matters
    ///
    /// Without the role nobody asks for a password, and the keyword has no effect.
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
    ///     xauthby=file
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
    ///     leftxauthserver=yes
    ///     xauthby=file
    /// ```
    ///
    /// ## See also
    ///
    /// M152 for IKEv2.
    pub struct XauthWithoutClientRole {
        code: "M186", name: "xauth-without-client-role", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}

impl Rule for XauthWithoutClientRole {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let is_server = |side: Side| is_yes(conn, "xauthserver", Some(side));
        let Some(by) =
            set(conn, "xauthby", None).filter(|_| cx.is_libreswan() && facts.is_v1())
        else {
            return;
        };
        if Side::BOTH.into_iter().any(is_server) || facts.is_shunt() {
            return;
        }
        let finding = cx
            .finding(
                Effect::Ignored,
                conn.key_span(by),
                "`xauthby` without `leftxauthserver=yes`",
            )
            .note(format!("{} asks nobody for a password", cx.program()))
            .help("write `leftxauthserver=yes` at the end of the server, or remove the line");
        cx.report(finding);
    }
}
