//! A conn without a comment.

use ipsec_conf::syntax::{LineKind, SectionKind};
use ipsec_conf::text::printable;
use ipsec_conf::{Effect, File, Severity};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A conn without a comment above it, on its header or in its first line.
    ///
    /// ## What it does
    ///
    /// Looks for a comment next to the header of each conn.
    ///
    /// ## Why it matters
    ///
    /// Who is at the other end, and whom to call when the tunnel is down, stands nowhere else.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// # The office in Basel.
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    pub struct UndocumentedConn {
        code: "Y309", name: "undocumented-conn", severity: Info, enabled: false,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for UndocumentedConn {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_file(&self, file: &File, cx: &mut Context<'_>) {
        let text = file.text();
        for section in file
            .sections()
            .filter(|section| section.kind() == SectionKind::Conn)
        {
            let index = section.header_index();
            let is_comment = |line: Option<&ipsec_conf::syntax::Line>| {
                line.is_some_and(|line| line.kind == LineKind::Comment)
            };
            let above = index.checked_sub(1).and_then(|i| file.lines().get(i));
            let has_comment = is_comment(above)
                || is_comment(section.lines().first())
                || !section.header().comment_range(text).is_empty();
            let name = section.name();
            if has_comment || name.text.is_empty() || name.text == "%default" {
                continue;
            }
            let message = format!("nothing says what conn `{}` is for", printable(&name.text));
            cx.report(
                cx.finding(Effect::Works, section.name_span(), message)
                    .severity(Severity::Info)
                    .help("write a comment above it"),
            );
        }
    }
}
