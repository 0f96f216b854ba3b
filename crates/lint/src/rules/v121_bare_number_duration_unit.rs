//! A time without a unit.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::keyword::ValueType;
use ipsec_conf::model::Conn;
use ipsec_conf::value::{Form, Value};
use ipsec_conf::{Dialect, Effect, Severity};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A time that is a number without a unit.
    ///
    /// ## What it does
    ///
    /// Finds bare numbers as the value of a keyword for times.
    ///
    /// ## Why it matters
    ///
    /// The unit is the second for most keywords, and the millisecond for `retransmit-interval=`. Who reads the file has to
    /// know; a unit says it.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     dpddelay=30
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     retransmit-interval=500
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     dpddelay=30s
    /// ```
    ///
    /// ## See also
    ///
    /// V120 unreadable-duration
    pub struct BareNumberDurationUnit {
        code: "V121", name: "bare-number-duration-unit", severity: Info, enabled: true,
        since: "0.1", dialects: "Libreswan, strongSwan", fix: Always
    }
}

impl Rule for BareNumberDurationUnit {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if cx.target().dialect == Dialect::Openswan {
            return;
        }
        for setting in conn
            .settings()
            .iter()
            .filter(|setting| setting.span.ty == ValueType::Duration)
        {
            let text = &*setting.value.text;
            let is_bare = setting.value.form == Form::Bare
                && !text.is_empty()
                && text.bytes().all(|b| b.is_ascii_digit());
            let is_zero = text.bytes().all(|b| b == b'0');
            if !is_bare || is_zero {
                continue;
            }
            let Some(Value::Duration(time)) = &conn.reading(setting).value else {
                continue;
            };
            let number: u64 = text.parse().unwrap_or_default();
            let (unit, word) = if time.as_secs() == number {
                ("s", "seconds")
            } else {
                ("ms", "milliseconds")
            };
            let span = conn.value_span(setting);
            cx.report(
                cx.finding(
                    Effect::Works,
                    span,
                    format!("`{}={text}` are {text} {word}", setting.spelling()),
                )
                .severity(Severity::Info)
                .help(format!("write `{text}{unit}`"))
                .fix(Fix::safe("write the unit", span, format!("{text}{unit}"))),
            );
        }
    }
}
