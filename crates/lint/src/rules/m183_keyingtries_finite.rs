//! A tunnel that gives up.

use ipsec_conf::Effect;
use ipsec_conf::Severity;
use ipsec_conf::model::Conn;
use ipsec_conf::target::Reader;
use ipsec_conf::value::Value;

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `auto=start` with a small `keyingtries=`.
    ///
    /// ## What it does
    ///
    /// Finds permanent tunnels that stop trying after some failures.
    ///
    /// ## Why it matters
    ///
    /// After that many tries the conn stays down until somebody starts it again.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     auto=start
    ///     keyingtries=3
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     auto=start
    ///     keyingtries=0
    /// ```
    ///
    /// ## See also
    ///
    /// M104.
    pub struct KeyingtriesFinite {
        code: "M183", name: "keyingtries-finite", severity: Info, enabled: true,
        since: "0.1", dialects: "Openswan, Libreswan < 5, strongSwan", fix: Never
    }
}

impl Rule for KeyingtriesFinite {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let counts = matches!(
            cx.reader(),
            Reader::Openswan | Reader::Libreswan4 | Reader::StrongSwan
        );
        let starts = conn
            .text("auto", None)
            .is_some_and(|auto| matches!(auto, "start" | "up"));
        if !counts || !starts || facts.is_opportunistic || facts.is_shunt() {
            return;
        }
        let Some(Value::Int(tries @ 1..)) = conn.value("keyingtries", None) else {
            return;
        };
        let setting = conn
            .get("keyingtries", None)
            .expect("bug: the value was read from it");
        let finding = cx
            .finding(
                Effect::Works,
                conn.value_span(setting),
                "the tunnel is given up after some tries",
            )
            .note(format!("{} stops after {tries}", cx.program()))
            .help("write `keyingtries=%forever`")
            .severity(Severity::Info);
        cx.report(finding);
    }
}
