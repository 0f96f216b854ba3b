//! `leftauth=` without `rightauth=`.

use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::text::printable;

use crate::context::Context;
use crate::facts::set;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// Only one of `leftauth=` and `rightauth=` is set.
    ///
    /// ## What it does
    ///
    /// Finds a conn that says how one end proves who it is, and not how the other one does.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 3 and 4 refuse to add the conn. Libreswan 5 takes it and lets `authby=` decide for the other end.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftauth=secret
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftauth=secret
    ///     rightauth=secret
    /// ```
    ///
    /// ```ipsec good libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftauth=secret
    /// ```
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=secret
    /// ```
    ///
    /// ## See also
    ///
    /// M114, M115 and M116 for pairs that do not go together.
    pub struct AuthHalvesMissing {
        code: "M113", name: "auth-halves-missing", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Sometimes
    }
}

impl Rule for AuthHalvesMissing {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if !cx.is_libreswan() || cx.is_libreswan_5() || cx.facts().is_v1() {
            return;
        }
        let set = Side::BOTH.map(|side| set(conn, "auth", Some(side)));
        let (side, setting) = match set {
            [Some(left), None] => (Side::Left, left),
            [None, Some(right)] => (Side::Right, right),
            _ => return,
        };
        let (word, other) = (format!("{side}auth"), format!("{}auth", side.other()));
        let value = printable(&setting.value.text);
        let finding = cx
            .refusal(
                conn.key_span(setting),
                format!("`{word}` is set but `{other}` is not"),
            )
            .help(format!(
                "write `{other}={value}` as well, or `authby=` for both ends"
            ));
        cx.report(finding);
    }
}
