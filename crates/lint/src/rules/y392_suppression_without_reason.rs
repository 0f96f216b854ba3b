//! A suppression that says nothing.

use ipsec_conf::{Effect, File, Severity};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A suppression comment without a reason behind it.
    ///
    /// ## What it does
    ///
    /// Finds `# ipsec-lint: ignore[CODE]` and `ignore-file[CODE]` with nothing behind the bracket.
    ///
    /// ## Why it matters
    ///
    /// Who reads it later cannot tell whether it may go.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     # ipsec-lint: ignore[S117]
    ///     leftid=
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     # ipsec-lint: ignore[S117] filled in by the installer
    ///     leftid=
    /// ```
    ///
    /// ## See also
    ///
    /// Y390 unused-suppression
    pub struct SuppressionWithoutReason {
        code: "Y392", name: "suppression-without-reason", severity: Info, enabled: false,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for SuppressionWithoutReason {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_file(&self, file: &File, cx: &mut Context<'_>) {
        let text = file.text();
        for line in file.lines() {
            let range = line.comment_range(text);
            let comment = &text[range.clone()];
            let Some(at) = comment.find("ipsec-lint:") else {
                continue;
            };
            let words = comment[at + "ipsec-lint:".len()..].trim_start();
            let Some((_, rest)) = words
                .split_once(']')
                .filter(|_| words.starts_with("ignore"))
            else {
                continue;
            };
            if !rest.trim().is_empty() {
                continue;
            }
            let end = range.start + comment.trim_end().len();
            cx.report(
                cx.finding(
                    Effect::Works,
                    file.span(range.start + at..end),
                    "a suppression without a reason",
                )
                .severity(Severity::Info)
                .help("say behind the bracket why it is right here"),
            );
        }
    }
}
