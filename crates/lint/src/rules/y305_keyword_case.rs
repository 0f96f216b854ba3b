//! Capitals in a keyword.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::text::printable;
use ipsec_conf::{Effect, Severity};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A keyword with capital letters.
    ///
    /// ## What it does
    ///
    /// Finds keywords such as `LeftSubnet`, where the target does not mind.
    ///
    /// ## Why it matters
    ///
    /// Libreswan and Openswan 2.6 read keywords in any case. strongSwan and Openswan 2.4 do not know such a word, so that
    /// the file means something else there: for them it is reported as V101.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     LeftSubnet=10.0.0.0/24
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnet=10.0.0.0/24
    /// ```
    ///
    /// ## See also
    ///
    /// V101 unknown-keyword
    pub struct KeywordCase {
        code: "Y305", name: "keyword-case", severity: Info, enabled: true,
        since: "0.1", dialects: "Libreswan, Openswan", fix: Always
    }
}

impl Rule for KeywordCase {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        let model = cx.model;
        for (id, _) in model.sections() {
            for item in model.items(id).iter().filter(|item| item.keyword.is_some()) {
                let word = &model.file(item.file).text()[model.line(item).key_range()];
                if !word.bytes().any(|b| b.is_ascii_uppercase()) {
                    continue;
                }
                let place = model.key_span(item);
                let lower = word.to_ascii_lowercase();
                let message = format!("`{}` has capital letters", printable(word));
                cx.report(
                    cx.finding(Effect::Works, place, message)
                        .severity(Severity::Info)
                        .note("strongSwan and Openswan 2.4 do not know the keyword so")
                        .help(format!("write `{lower}`"))
                        .fix(Fix::safe(format!("write `{lower}`"), place, lower)),
                );
            }
        }
    }
}
