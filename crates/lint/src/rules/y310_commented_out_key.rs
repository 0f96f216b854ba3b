//! A parameter that is commented out.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::keyword::{self, Lookup};
use ipsec_conf::syntax::LineKind;
use ipsec_conf::{Effect, File, Severity};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A comment that is a parameter.
    ///
    /// ## What it does
    ///
    /// Finds comments of the form `#keyword=value` with a keyword that the target knows.
    ///
    /// ## Why it matters
    ///
    /// It says neither why the line was there nor why it went. Version control remembers it.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     #pfs=no
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     # pfs=no was needed for their old router
    ///     right=198.51.100.7
    /// ```
    pub struct CommentedOutKey {
        code: "Y310", name: "commented-out-key", severity: Info, enabled: false,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}

impl Rule for CommentedOutKey {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_file(&self, file: &File, cx: &mut Context<'_>) {
        let text = file.text();
        for line in file
            .lines()
            .iter()
            .filter(|line| line.kind == LineKind::Comment)
        {
            let range = line.comment_range(text);
            let words = text[range.clone()].trim_start_matches(['#', ' ', '\t']);
            let Some((word, value)) = words.split_once('=') else {
                continue;
            };
            let is_known = matches!(
                keyword::lookup(word.trim_end(), cx.target()),
                Lookup::Known { .. }
            );
            // A sentence about a parameter goes on behind the value.
            let is_sentence = value.trim().contains(' ') && !value.contains(['"', '{', ',']);
            if !is_known || is_sentence {
                continue;
            }
            cx.report(
                cx.finding(
                    Effect::Works,
                    file.span(range),
                    "a parameter that is commented out",
                )
                .severity(Severity::Info)
                .help("remove the line, or say what it is for")
                .fix(Fix::risky("remove the line", file.span(line.range()), "")),
            );
        }
    }
}
