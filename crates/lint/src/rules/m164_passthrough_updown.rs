//! A script for a conn that negotiates nothing.

use ipsec_conf::Effect;
use ipsec_conf::Severity;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::set;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A shunt for any peer that leaves the updown script on.
    ///
    /// ## What it does
    ///
    /// Finds `type=passthrough`, `drop` or `reject` with `right=%any` and no `leftupdown=%disabled`.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 5 runs the script for the shunt, and the script complains about the address that is not there. It does no
    /// harm.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=%any
    ///     type=passthrough
    ///     authby=never
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=%any
    ///     type=passthrough
    ///     authby=never
    ///     leftupdown=%disabled
    /// ```
    ///
    /// ## See also
    ///
    /// M163.
    pub struct PassthroughUpdown {
        code: "M164", name: "passthrough-updown", severity: Info, enabled: true,
        since: "0.1", dialects: "Libreswan >= 5", fix: Never
    }
}

impl Rule for PassthroughUpdown {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let has_script = |side: &Side| set(conn, "updown", Some(*side)).is_some();
        if !cx.is_libreswan_5()
            || !facts.is_shunt()
            || facts.any_peer().is_none()
            || Side::BOTH.iter().any(has_script)
        {
            return;
        }
        let kind = conn.get("type", None).expect("bug: a shunt has a type");
        let finding = cx
            .finding(
                Effect::Works,
                conn.value_span(kind),
                "the updown script runs for this shunt and complains",
            )
            .note(format!(
                "{} runs it although there is no peer",
                cx.program()
            ))
            .help("write `leftupdown=%disabled`")
            .severity(Severity::Info);
        cx.report(finding);
    }
}
