//! An `include` with a relative path.

use ipsec_conf::syntax::LineKind;
use ipsec_conf::target::Reader;
use ipsec_conf::text::printable;
use ipsec_conf::{Effect, File, Severity};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// An `include` whose path does not begin with `/`.
    ///
    /// ## What it does
    ///
    /// Finds relative include paths.
    ///
    /// ## Why it matters
    ///
    /// Openswan 2.6 and Libreswan look from the working directory of the program that reads the file: another one for the
    /// daemon than for somebody who checks the file by hand. Openswan 2.4 and strongSwan look from the directory of the
    /// including file. The finding is a hint for the latter.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// include ipsec.d/office.conf
    /// # file: ipsec.d/office.conf
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// include /etc/ipsec.d/office.conf
    /// # file: /etc/ipsec.d/office.conf
    /// ```
    ///
    /// ## See also
    ///
    /// R110 include-matches-nothing
    pub struct IncludeRelativeAmbiguous {
        code: "R111", name: "include-relative-ambiguous", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for IncludeRelativeAmbiguous {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_file(&self, file: &File, cx: &mut Context<'_>) {
        for line in file
            .lines()
            .iter()
            .filter(|line| line.kind == LineKind::Include && line.problem.is_none())
        {
            let path = file.value(line).text;
            if path.is_empty() || path.starts_with('/') {
                continue;
            }
            let by_file = matches!(cx.reader(), Reader::Classic | Reader::StrongSwan);
            let program = cx.program();
            let message = format!("`{}` is a relative path", printable(&path));
            let finding = cx
                .finding(Effect::Works, file.span(line.value_range()), message)
                .help("write the whole path");
            cx.report(if by_file {
                finding
                    .severity(Severity::Info)
                    .note(format!("{program} looks from the directory of this file; Openswan 2.6 and Libreswan from the working directory"))
            } else {
                finding.note(format!("{program} looks from the working directory of whoever reads the file; strongSwan from the directory of this file"))
            });
        }
    }
}
