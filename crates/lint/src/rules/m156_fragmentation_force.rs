//! Forced fragments of `IKEv2`.

use ipsec_conf::Effect;
use ipsec_conf::diagnostic::Fix;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `fragmentation=force` in a conn that negotiates IKEv2.
    ///
    /// ## What it does
    ///
    /// Finds `force` where it means `yes`.
    ///
    /// ## Why it matters
    ///
    /// Only IKEv1 can send fragments unasked; in IKEv2 the peers agree on it, and `force` is read as `yes`.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     fragmentation=force
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     fragmentation=yes
    /// ```
    pub struct FragmentationForce {
        code: "M156", name: "fragmentation-force", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Sometimes
    }
}

impl Rule for FragmentationForce {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let is_force = conn
            .text("fragmentation", None)
            .is_some_and(|text| text.eq_ignore_ascii_case("force"));
        if !cx.is_libreswan() || facts.is_v1() || facts.is_shunt() || !is_force {
            return;
        }
        let setting = conn
            .get("fragmentation", None)
            .expect("bug: the value was read from it");
        let finding = cx
            .finding(
                Effect::Works,
                conn.value_span(setting),
                "`fragmentation=force` means `yes` in IKEv2",
            )
            .note(format!(
                "{} agrees with the peer on fragments",
                cx.program()
            ))
            .help("write `yes`")
            .fix(Fix::safe("write `yes`", conn.value_span(setting), "yes"));
        cx.report(finding);
    }
}
