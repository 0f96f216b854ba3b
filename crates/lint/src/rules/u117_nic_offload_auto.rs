//! A word of nic-offload that is gone.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::model::Conn;
use ipsec_conf::{Effect, Severity};

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `nic-offload=auto`, which Libreswan 5 refuses.
    ///
    /// ## What it does
    ///
    /// Finds the word `auto` under Libreswan 3.21 to 4.15. Under Libreswan 5 it is a `bad-enum-value`.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 5.0 removed the word: the conn no longer loads. Up to 4.15 it meant "if the hardware can".
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     nic-offload=auto
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     nic-offload=no
    /// ```
    ///
    /// ## See also
    ///
    /// `bad-enum-value`
    pub struct NicOffloadAuto {
        code: "U117", name: "nic-offload-auto", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Sometimes
    }
}

impl Rule for NicOffloadAuto {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if !cx.is_libreswan_4() {
            return;
        }
        let is_auto = conn
            .text("nic-offload", None)
            .is_some_and(|word| word.eq_ignore_ascii_case("auto"));
        let Some(setting) = conn.get("nic-offload", None).filter(|_| is_auto) else {
            return;
        };
        let span = conn.value_span(setting);
        let finding = cx
            .finding(Effect::Works, span, "Libreswan 5 has no `nic-offload=auto`")
            .severity(Severity::Info)
            .note("Libreswan refuses this from 5.0 on")
            .help("write `yes` or `no`")
            .fix(Fix::risky("write `yes`", span, "yes"));
        cx.report(finding);
    }
}
