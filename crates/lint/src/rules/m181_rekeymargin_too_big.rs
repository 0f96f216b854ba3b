//! A rekey that is due before the start.

use ipsec_conf::Effect;
use ipsec_conf::model::Conn;
use ipsec_conf::model::Setting;
use ipsec_conf::target::Reader;
use ipsec_conf::value::Value;

use crate::context::Context;
use crate::facts::{CHILD_LIFETIME, MARGIN, is_no, seconds, set_any};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A lifetime that is not longer than the time before its end at which a new key is negotiated.
    ///
    /// ## What it does
    ///
    /// Compares `salifetime` and `ikelifetime`, or their defaults, with `rekeymargin`, and where the program counts it with
    /// `rekeyfuzz`.
    ///
    /// ## Why it matters
    ///
    /// The margin can grow by `rekeyfuzz` percent, at random. Libreswan 4 shortens a margin that reaches `salifetime`;
    /// Libreswan 5 makes the lifetime longer than margin and fuzz, and refuses the conn when that would be more than a day.
    /// The others rekey at once, or when the key has expired.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     salifetime=5m
    ///     rekeymargin=9m
    /// ```
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     rekeymargin=1d
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     salifetime=1h
    ///     rekeymargin=9m
    /// ```
    ///
    /// ## See also
    ///
    /// M180.
    pub struct RekeymarginTooBig {
        code: "M181", name: "rekeymargin-too-big", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for RekeymarginTooBig {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let margin_setting = set_any(conn, &MARGIN);
        if facts.is_shunt() || is_no(conn, "rekey", None) && !cx.is_libreswan_5() {
            return;
        }
        let Some(margin) =
            seconds(conn, &MARGIN).or(margin_setting.is_none().then_some(DEFAULT_MARGIN))
        else {
            return;
        };
        let fuzz = match conn.value("rekeyfuzz", None) {
            Some(Value::Percent(fuzz)) => u64::from(*fuzz),
            _ => 100,
        };
        let least = margin.saturating_mul(100 + fuzz) / 100;
        let is_5 = cx.is_libreswan_5();
        for (ids, default) in [
            (&CHILD_LIFETIME[..], DEFAULT_LIFETIME),
            (&["ikelifetime"][..], DEFAULT_LIFETIME),
        ] {
            let lifetime_setting = set_any(conn, ids);
            let Some(lifetime) =
                seconds(conn, ids).or(lifetime_setting.is_none().then_some(default))
            else {
                continue;
            };
            // Libreswan takes 0 for the longest lifetime.
            let lifetime = if lifetime == 0 && !is_5 {
                continue;
            } else {
                lifetime
            };
            let Some(place) = margin_setting.or(lifetime_setting) else {
                return;
            };
            let is_short = if is_5 {
                lifetime <= least
            } else {
                lifetime <= margin
            };
            if !is_short {
                continue;
            }
            let name = lifetime_setting.map_or_else(|| ids[0].to_owned(), Setting::spelling);
            let message = format!(
                "{} is not shorter than {name}",
                if is_5 {
                    "rekeymargin with its fuzz"
                } else {
                    "rekeymargin"
                }
            );
            let program = cx.program();
            let (effect, what) = match cx.reader() {
                Reader::Libreswan5 if least > LONGEST_LIFETIME => (
                    Effect::ConnRefused,
                    "refuses the conn: no lifetime is long enough",
                ),
                Reader::Libreswan5 => (
                    Effect::Misread,
                    "makes the lifetime longer when the conn is added",
                ),
                Reader::Libreswan4 if ids.len() > 1 => (
                    Effect::Misread,
                    "makes the margin half the lifetime when the conn is added",
                ),
                _ => (
                    Effect::Misread,
                    "takes it, and is to negotiate a new key before it has one",
                ),
            };
            let mut finding = cx
                .finding(effect, conn.value_span(place), message)
                .note(format!("{program} {what}"))
                .help("write a lifetime of several times the margin");
            if let Some(lifetime) = lifetime_setting.filter(|_| margin_setting.is_some()) {
                finding = finding.related(conn.value_span(lifetime), "lifetime is here");
            }
            cx.report(finding);
            return;
        }
    }
}

/// Nine minutes, in all programs.
const DEFAULT_MARGIN: u64 = 540;
/// Eight hours in Libreswan; strongSwan's own defaults are one hour and three, which is as good here.
const DEFAULT_LIFETIME: u64 = 28_800;
const LONGEST_LIFETIME: u64 = 86_400;
