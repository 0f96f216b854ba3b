//! A lifetime beyond the maximum.

use std::time::Duration;

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::model::Conn;
use ipsec_conf::text::printable;
use ipsec_conf::value::Value;
use ipsec_conf::{Effect, Severity};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A lifetime that the daemon shortens or replaces, because it is 0 or more than 24 hours.
    ///
    /// ## What it does
    ///
    /// Finds `ikelifetime=` and `salifetime=` of 0 and of more than 24 hours.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 4.10 and 5.4 set such a lifetime to 24 hours and only log it: the SA is renewed at another time than the
    /// file says, and than the peer expects. Of 0, Libreswan 5.4 makes a value above the margin for renewing.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ikelifetime=30d
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     salifetime=0
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ikelifetime=24h
    /// ```
    ///
    /// ## See also
    ///
    /// V120 unreadable-duration, M181 rekeymargin-too-big
    pub struct ClampedLifetime {
        code: "V124", name: "clamped-lifetime", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Sometimes
    }
}

impl Rule for ClampedLifetime {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if !cx.is_libreswan() || conn.is_shunt() {
            return;
        }
        for id in ["ikelifetime", "salifetime", "ipsec-lifetime"] {
            let Some(setting) = conn.get(id, None) else {
                continue;
            };
            let Some(Value::Duration(time)) = conn.reading(setting).value else {
                continue;
            };
            let is_zero = time.is_zero();
            if !is_zero && time <= MAXIMUM {
                continue;
            }
            let span = conn.value_span(setting);
            let program = cx.program();
            let shown = printable(&setting.value.text);
            let finding = if is_zero && cx.is_libreswan_5() {
                cx.finding(
                    Effect::Misread,
                    span,
                    format!("`{}={shown}` is no lifetime", setting.spelling()),
                )
                .note(format!(
                    "{program} sets it to a value above `rekeymargin=` and logs it"
                ))
                .help("write a time of up to `24h`")
            } else {
                cx.finding(
                    Effect::Misread,
                    span,
                    format!("`{}={shown}` becomes 24 hours", setting.spelling()),
                )
                .note(format!(
                    "{program} sets 0, and what is longer, to its maximum of 24 hours and logs it"
                ))
                .help("write a time of up to `24h`")
                .fix(Fix::risky("write `24h`", span, "24h"))
            };
            cx.report(finding.severity(Severity::Warning));
        }
    }
}

/// Seen in the logs of Libreswan 4.10 and 5.4: "set to the maximum allowed 86400s".
const MAXIMUM: Duration = Duration::from_secs(86_400);
