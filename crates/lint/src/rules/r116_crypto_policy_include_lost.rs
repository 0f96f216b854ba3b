//! The include of the system's crypto policy is switched off.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::syntax::{Line, LineKind};
use ipsec_conf::{Effect, File, Severity};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A configuration in which the include of the distribution's crypto policy is commented out.
    ///
    /// ## What it does
    ///
    /// Finds `#include /etc/crypto-policies/back-ends/libreswan.config` in a file with a conn that names no algorithms of
    /// its own.
    ///
    /// ## Why it matters
    ///
    /// Fedora and RHEL ship an ipsec.conf that includes the algorithms of the system-wide policy. Without the include the
    /// defaults of Libreswan apply: what the administrator allows or forbids with `update-crypto-policies` has no effect.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// #include /etc/crypto-policies/back-ends/libreswan.config
    ///
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// include /etc/crypto-policies/back-ends/libreswan.config
    ///
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// # file: /etc/crypto-policies/back-ends/libreswan.config
    /// ```
    pub struct CryptoPolicyIncludeLost {
        code: "R116", name: "crypto-policy-include-lost", severity: Info, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Sometimes
    }
}

impl Rule for CryptoPolicyIncludeLost {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_file(&self, file: &File, cx: &mut Context<'_>) {
        if !cx.is_libreswan() {
            return;
        }
        let text = file.text();
        let is_policy = |text: &str| text.contains("/crypto-policies/back-ends/libreswan.config");
        let comment = file
            .lines()
            .iter()
            .filter(|line| line.kind == LineKind::Comment)
            .find_map(|line| {
                let range = line.comment_range(text);
                let words = text[range.clone()].trim_start_matches(['#', ' ', '\t']);
                (words.starts_with("include") && is_policy(words)).then_some((range, words))
            });
        let Some((range, words)) = comment else {
            return;
        };
        let is_included = |line: &Line| {
            line.kind == LineKind::Include && is_policy(&text[line.value_range()])
        };
        if file.lines().iter().any(is_included) {
            return;
        }
        let model = cx.model;
        let relies_on_it = model.named_conns().any(|(id, _)| {
            let conn = model.resolved(id);
            !conn.is_shunt()
                && ["ike", "esp"]
                    .iter()
                    .any(|id| conn.text(id, None).is_none())
        });
        if !relies_on_it {
            return;
        }
        let span = file.span(range.clone());
        cx.report(
            cx.finding(
                Effect::Works,
                span,
                "the system-wide crypto policy is not included",
            )
            .severity(Severity::Info)
            .note(format!(
                "conns without `ike=` and `esp=` take the defaults of {}",
                cx.program()
            ))
            .help("remove the `#` to follow `update-crypto-policies`")
            .fix(Fix::risky("include it", span, words.trim_end())),
        );
    }
}
