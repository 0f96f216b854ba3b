//! A last line that does not end.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::{Effect, File};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A file whose last line has no line end.
    ///
    /// ## What it does
    ///
    /// Looks at the last byte of each file.
    ///
    /// ## Why it matters
    ///
    /// All programs read such a line. It bites later: `cat a.conf b.conf`, or a script that appends to the file, makes one
    /// line of two, and the section header behind it is lost.
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    pub struct MissingFinalNewline {
        code: "S121", name: "missing-final-newline", severity: Info, enabled: true,
        since: "0.1", dialects: "all", fix: Always
    }
}

impl Rule for MissingFinalNewline {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_file(&self, file: &File, cx: &mut Context<'_>) {
        let text = file.text();
        if text.is_empty() || text.ends_with('\n') {
            return;
        }
        let last = text.trim_end_matches(['\r', '\0']);
        let start = last.char_indices().next_back().map_or(0, |(at, _)| at);
        let end = file.span(text.len()..text.len());
        cx.report(
            cx.finding(
                Effect::Works,
                file.span(start..last.len().max(start)),
                "the last line does not end",
            )
            .label("no line end behind this")
            .note("what is appended to the file becomes a part of this line")
            .help("end the file with a newline")
            .fix(Fix::safe("end the line", end, "\n")),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, check_fix};

    #[test]
    fn a_last_line_without_its_end() {
        check(
            "S121",
            "libreswan@4.10",
            "conn a\n\tleft=192.0.2.1\n\tright=%any",
            &["3:11 the last line does not end"],
        );
        check("S121", "libreswan@4.10", "", &[]);
        check_fix(
            "S121",
            "libreswan@4.10",
            "conn a\n\tleft=192.0.2.1",
            "conn a\n\tleft=192.0.2.1\n",
        );
    }
}
