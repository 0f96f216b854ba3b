//! An `include` between parameters.

use ipsec_conf::syntax::LineKind;
use ipsec_conf::target::Reader;
use ipsec_conf::{Effect, File};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// An `include` line between the parameters of a section, for strongSwan.
    ///
    /// ## What it does
    ///
    /// Finds includes behind which the section of the including file goes on.
    ///
    /// ## Why it matters
    ///
    /// strongSwan goes on with whatever section is open: what stands at the top of the included file belongs to the section
    /// above, and the lines behind the `include` belong to the last section of the included file. Openswan 2.6 and
    /// Libreswan end the section at the `include`, and refuse the lines behind it (S132).
    ///
    /// ## Example
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    /// include /etc/ipsec.d/office.inc
    ///     right=198.51.100.7
    /// # file: /etc/ipsec.d/office.inc
    ///     auto=add
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///
    /// include /etc/ipsec.d/office.inc
    /// # file: /etc/ipsec.d/office.inc
    /// ```
    ///
    /// ## See also
    ///
    /// S132 outside-section
    pub struct IncludeInsideSection {
        code: "R115", name: "include-inside-section", severity: Warning, enabled: true,
        since: "0.1", dialects: "strongSwan", fix: Never
    }
}

impl Rule for IncludeInsideSection {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_file(&self, file: &File, cx: &mut Context<'_>) {
        if cx.reader() != Reader::StrongSwan {
            return;
        }
        for section in file.sections() {
            let lines = section.lines();
            for (i, line) in lines
                .iter()
                .enumerate()
                .filter(|(_, line)| line.kind == LineKind::Include)
            {
                let Some(next) = lines[i + 1..]
                    .iter()
                    .find(|line| line.kind == LineKind::Entry)
                else {
                    continue;
                };
                cx.report(
                    cx.finding(Effect::Works, file.span(line.value_range()), "an `include` between the parameters of a section")
                        .related(file.span(next.key_range()), "the section goes on here")
                        .note(format!("{} puts this line into the last section of the included file, if that has any", cx.program()))
                        .help("move the `include` behind the section"),
                );
            }
        }
    }
}
