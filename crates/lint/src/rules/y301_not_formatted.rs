//! What the formatter would change.

use ipsec_conf::diagnostic::{Applicability, Fix};
use ipsec_conf::syntax::Line;
use ipsec_conf::{Effect, File, Severity};
use ipsec_conf_format::format;
use crate::Selection;
use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A file that `ipsec-fmt` would change.
    ///
    /// ## What it does
    ///
    /// Lays every file out as `ipsec-fmt` does, by `[format]` of `ipsec-lint.toml` and `.editorconfig`, and reports the first
    /// line that would change. It is off by default, because most files have never been laid out; switch it on where
    /// `ipsec-lint` runs and `ipsec-fmt` does not.
    ///
    /// ## Why it matters
    ///
    /// No program minds. People find what they look for in files that look alike, and a difference between two versions of a
    /// file shows what was changed and not how somebody likes it.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 openswan@2.4 strongswan@5.9.8
    /// version 2
    ///
    /// conn office
    /// 	left = 192.0.2.1
    /// 	right = 198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 openswan@2.4 strongswan@5.9.8
    /// version 2
    ///
    /// conn office
    /// 	left=192.0.2.1
    /// 	right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// Y302 key-order
    pub struct NotFormatted {
        code: "Y301", name: "not-formatted", severity: Info, enabled: false,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}

impl Selection {
    /// Whether somebody wants to know what a layout would change.
    pub fn checks_layout(&self) -> bool {
        self.is_active(NotFormatted::INFO)
    }
}

impl Rule for NotFormatted {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_file(&self, file: &File, cx: &mut Context<'_>) {
        let options = &cx.lint.format;
        let report = |cx: &mut Context<'_>, at, message: &str, fix: Option<Fix>| {
            let mut finding = cx
                .finding(Effect::Works, at, message)
                .severity(Severity::Info)
                .help("run `ipsec-fmt` on the file");
            finding.fix = fix;
            cx.report(finding);
        };
        if options.line_ending.convert(file.text()) != file.text() {
            let first = file.lines().first().map_or(0..0, Line::range);
            report(cx, file.span(first), "the lines do not end as they should", None);
            return;
        }
        let edits = format(file, options, cx.target());
        let Some(first) = edits.first() else { return };
        let fix = Fix {
            title: "lay the file out".to_owned(),
            applicability: Applicability::Safe,
            edits: edits.clone(),
        };
        report(cx, first.span, "the file is not laid out as `ipsec-fmt` does", Some(fix));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, check_fix};

    #[test]
    fn a_file_is_reported_once() {
        let text = "conn a\n  left = 192.0.2.1\n  right = 192.0.2.2\n\n\nconn b\n  also=a\n";
        check("Y301", "libreswan@4.10", text, &["2:1 the file is not laid out as `ipsec-fmt` does"]);
        check_fix(
            "Y301",
            "libreswan@4.10",
            text,
            "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\nconn b\n\talso=a\n",
        );
    }
}
