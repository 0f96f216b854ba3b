//! No protection against replay.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::model::Conn;
use ipsec_conf::value::Value;

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A replay window of nothing.
    ///
    /// ## What it does
    ///
    /// Finds `replay-window=0` and `replay_window=0`.
    ///
    /// ## Why it matters
    ///
    /// The kernel then takes each packet as often as somebody sends it again (RFC 4303, section 3.4.3). Libreswan turns
    /// extended sequence numbers off as well.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     replay-window=0
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     replay_window=0
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     replay-window=128
    /// ```
    pub struct ReplayOff {
        code: "X118", name: "replay-off", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan, strongSwan", fix: Sometimes
    }
}

impl Rule for ReplayOff {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        for id in ["replay-window", "replay_window"] {
            let Some(setting) = conn
                .get(id, None)
                .filter(|setting| !setting.value.text.is_empty())
            else {
                continue;
            };
            let reading = conn.reading(setting);
            if !matches!(reading.value, Some(Value::Int(0) | Value::Count(0)))
                || !reading.problems.is_empty()
            {
                continue;
            }
            let span = conn.value_span(setting);
            let finding = cx.weakness(conn,
                span,
                "packets can be sent again by anybody who saw them",
            )
            .note(format!(
                "a window of 0 turns replay protection off in {}",
                cx.program()
            ))
            .help("write `128`, or remove the line")
            .fix(Fix::risky("write `128`", span, "128"));
            cx.report(finding);
        }
    }
}
