//! A tunnel that comes back when it should not.

use ipsec_conf::Effect;
use ipsec_conf::Severity;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::{is_no, set};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `closeaction=` other than `none` where peers are told apart or authenticate again.
    ///
    /// ## What it does
    ///
    /// Finds `closeaction=` beside `uniqueids` checking, or `reauth=yes`.
    ///
    /// ## Why it matters
    ///
    /// When the peer closes a tunnel because it has a newer one, this host opens the old one again. The manual page of
    /// strongSwan advises against it.
    ///
    /// ## Example
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     closeaction=restart
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good strongswan@5.9.8
    /// config setup
    ///     uniqueids=no
    ///
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     closeaction=restart
    ///     reauth=no
    /// ```
    pub struct CloseactionWithUniqueids {
        code: "M134", name: "closeaction-with-uniqueids", severity: Info, enabled: true,
        since: "0.1", dialects: "strongSwan", fix: Never
    }
}

impl Rule for CloseactionWithUniqueids {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let Some(action) = set(conn, "closeaction", None)
            .filter(|action| cx.is_strongswan() && action.value.text != "none")
        else {
            return;
        };
        let checks_ids = cx
            .setup
            .get("uniqueids")
            .is_none_or(|value| !matches!(&*value.text, "no" | "never"));
        let authenticates_again = !is_no(conn, "reauth", None);
        if !checks_ids && !authenticates_again {
            return;
        }
        let cause = if checks_ids {
            "`uniqueids`"
        } else {
            "`reauth`"
        };
        let finding = cx
            .finding(
                Effect::Works,
                conn.value_span(action),
                format!("`closeaction` with {cause}"),
            )
            .note(format!(
                "{} opens a tunnel again that the peer closed because it has a newer one",
                cx.program()
            ))
            .help("write `closeaction=none`, or `uniqueids=no` and `reauth=no`")
            .severity(Severity::Info);
        cx.report(finding);
    }
}
