//! Revocation that is not insisted on.

use ipsec_conf::keyword::Side;
use ipsec_conf::{Effect, Severity};

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// Certificates whose revocation need not be checked.
    ///
    /// ## What it does
    ///
    /// Finds configurations with `leftcert=` or `rightcert=` whose `config setup` does not turn `crl-strict`
    /// (`strictcrlpolicy`) on.
    ///
    /// ## Why it matters
    ///
    /// Without it a certificate counts as good when no revocation list is at hand: who keeps the list away keeps a stolen
    /// certificate alive. Libreswan and strongSwan say nothing about it.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     leftcert=gw
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// config setup
    ///     crl-strict=yes
    ///
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     leftcert=gw
    /// ```
    pub struct CrlNotEnforced {
        code: "X115", name: "crl-not-enforced", severity: Info, enabled: false,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for CrlNotEnforced {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        let is_strict = |id: &str| {
            cx.setup.get(id).is_some_and(|value| {
                !value.text.is_empty() && !value.text.eq_ignore_ascii_case("no")
            })
        };
        if is_strict("crl-strict")
            || is_strict("strictcrlpolicy")
            || cx.setup.get("ocsp-strict").is_some()
        {
            return;
        }
        // Once for the whole configuration: the switch is one.
        let Some(item) = cx.model.all_items().find(|item| {
            item.is_setting_of("cert") && Side::BOTH.iter().any(|&side| item.side == Some(side))
        }) else {
            return;
        };
        let keyword = if cx.is_libreswan() {
            "crl-strict"
        } else {
            "strictcrlpolicy"
        };
        let finding = cx
            .finding(
                Effect::Works,
                cx.model.value_span(item),
                "certificates count as good while no revocation list is at hand",
            )
            .severity(Severity::Info)
            .note(format!(
                "{} checks a revocation list only if it has one",
                cx.program()
            ))
            .help(format!(
                "add `{keyword}=yes` to `config setup` if the lists can be fetched"
            ));
        cx.report(finding);
    }
}
