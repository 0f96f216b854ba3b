//! Files of strongSwan's old interface.

use ipsec_conf::{Effect, Severity};

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A file for the starter, whose place `swanctl.conf` has taken.
    ///
    /// ## What it does
    ///
    /// Mentions once for each configuration that strongSwan has another format. It is off unless it is selected.
    ///
    /// ## Why it matters
    ///
    /// strongSwan still ships the starter and `ipsec.conf`, and builds of several distributions leave them out. New
    /// features such as ML-KEM with several children are in `swanctl.conf` only.
    ///
    /// ## Example
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    /// ```
    ///
    /// ## See also
    ///
    /// `not-convertible`
    pub struct StarterIsLegacy {
        code: "U124", name: "starter-is-legacy", severity: Info, enabled: false,
        since: "0.1", dialects: "strongSwan", fix: Never
    }
}

impl Rule for StarterIsLegacy {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        if !cx.is_strongswan() {
            return;
        }
        let Some(span) = cx
            .model
            .conns()
            .next()
            .map(|(_, section)| section.name_span)
        else {
            return;
        };
        let finding = cx
            .finding(
                Effect::Works,
                span,
                "strongSwan has a newer format for this: `swanctl.conf`",
            )
            .severity(Severity::Info)
            .note("the starter that reads this file is kept for old configurations")
            .help("move the conns to `swanctl.conf`");
        cx.report(finding);
    }
}
