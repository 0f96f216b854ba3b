//! A pause that is never seen.

use ipsec_conf::Effect;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::{CHILD_LIFETIME, MARGIN, is_no, seconds, set_any};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `inactivity=` that is not shorter than the time between two keys.
    ///
    /// ## What it does
    ///
    /// Compares `inactivity` with `lifetime` less `margintime`.
    ///
    /// ## Why it matters
    ///
    /// The clock of inactivity starts anew with each key, so it never runs out.
    ///
    /// ## Example
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     lifetime=1h
    ///     inactivity=2h
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good strongswan@5.9.8
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     lifetime=1h
    ///     inactivity=10m
    /// ```
    pub struct InactivityBeyondRekey {
        code: "M135", name: "inactivity-beyond-rekey", severity: Warning, enabled: true,
        since: "0.1", dialects: "strongSwan", fix: Never
    }
}

impl Rule for InactivityBeyondRekey {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let Some(inactivity) = seconds(conn, &["inactivity"]).filter(|_| cx.is_strongswan()) else {
            return;
        };
        let lifetime = seconds(conn, &CHILD_LIFETIME).unwrap_or(DEFAULT_LIFETIME);
        let margin = seconds(conn, &MARGIN).unwrap_or(DEFAULT_MARGIN);
        if is_no(conn, "rekey", None)
            || inactivity < lifetime.saturating_sub(margin)
            || inactivity == 0
        {
            return;
        }
        let setting = conn
            .get("inactivity", None)
            .expect("bug: the value was read from it");
        let mut finding = cx
            .finding(
                Effect::Works,
                conn.value_span(setting),
                "`inactivity` is not shorter than the time between two keys",
            )
            .note(format!(
                "{} starts to count anew with each key",
                cx.program()
            ))
            .help("write a shorter time");
        if let Some(lifetime) = set_any(conn, &CHILD_LIFETIME) {
            finding = finding.related(conn.value_span(lifetime), "the lifetime is set here");
        }
        cx.report(finding);
    }
}

/// One hour and nine minutes (strongSwan 5.9.8).
const DEFAULT_LIFETIME: u64 = 3600;
const DEFAULT_MARGIN: u64 = 540;
