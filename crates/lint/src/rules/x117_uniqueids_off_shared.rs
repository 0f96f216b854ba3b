//! Identities that many may use at once.

use ipsec_conf::{Effect, Severity};

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `uniqueids=no` where each user has an identity of their own.
    ///
    /// ## What it does
    ///
    /// Finds `uniqueids=no` together with certificates or user names of XAUTH.
    ///
    /// ## Why it matters
    ///
    /// A stolen certificate then works beside its owner's, and nobody notices: Libreswan, Openswan and strongSwan keep both
    /// connections. It is right where many share one identity.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// config setup
    ///     uniqueids=no
    ///
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
    ///     uniqueids=yes
    ///
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     leftcert=gw
    /// ```
    pub struct UniqueidsOff {
        code: "X117", name: "uniqueids-off-shared", severity: Info, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for UniqueidsOff {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        let is_off = |text: &str| {
            matches!(
                text.to_ascii_lowercase().as_str(),
                "no" | "never" | "false" | "off" | "n"
            )
        };
        let Some(span) = cx.setup.value_span("uniqueids").filter(|_| {
            cx.setup
                .get("uniqueids")
                .is_some_and(|value| is_off(&value.text))
        }) else {
            return;
        };
        let Some(item) = cx.model.all_items().find(|item| {
            ["cert", "xauthserver", "username"]
                .iter()
                .any(|id| item.is_setting_of(id))
        }) else {
            return;
        };
        let finding = cx
            .finding(Effect::Works, span, "one identity can be in use many times")
            .severity(Severity::Info)
            .related(
                cx.model.key_span(item),
                "peers have identities of their own here",
            )
            .note(format!(
                "{} keeps an older connection when a second one with its identity comes",
                cx.program()
            ))
            .help("write `yes` unless several devices share an identity");
        cx.report(finding);
    }
}
