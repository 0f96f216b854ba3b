//! A conn name that means something else.

use ipsec_conf::target::Reader;
use ipsec_conf::text::printable;
use ipsec_conf::{Dialect, Effect};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A conn name that begins with `%`, or that has a `/`.
    ///
    /// ## What it does
    ///
    /// Finds names beginning with `%` other than `%default` (and `%oedefault` for Openswan), and names with `/`.
    ///
    /// ## Why it matters
    ///
    /// Names with `%` are reserved: one that no program knows is an ordinary conn, not the special section its author
    /// meant. pluto names the pairs of `leftsubnets=` and `rightsubnets=` `NAME/1x2`, so that a conn with `/` in its name
    /// is taken for one of them in status output and by `ipsec auto`.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn %office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn bern/basel
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// S123 non-ascii-name, S135 bad-section-name
    pub struct ReservedConnName {
        code: "S124", name: "reserved-conn-name", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for ReservedConnName {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        // The classic reader refuses such a name, and says so.
        if cx.reader() == Reader::Classic {
            return;
        }
        let model = cx.model;
        for (_, section) in model.conns() {
            let name = printable(&section.name).into_owned();
            let is_template =
                cx.target().dialect == Dialect::Openswan && &*section.name == "%oedefault";
            let finding = if section.name.starts_with('%') && !is_template {
                cx.finding(
                    Effect::Works,
                    section.name_span,
                    format!("`{name}` is no special section of {}", cx.program()),
                )
                .note("names with `%` are reserved; this one is read as an ordinary conn")
                .help("did you mean `%default`? else name it without `%`")
            } else if section.name.contains('/') && cx.reader() != Reader::StrongSwan {
                cx.finding(
                    Effect::Works,
                    section.name_span,
                    format!("the name `{name}` has a `/`"),
                )
                .note(format!(
                    "{} names the pairs of `leftsubnets=` and `rightsubnets=` `NAME/1x2`",
                    cx.program()
                ))
                .help("use `-` instead")
            } else {
                continue;
            };
            cx.report(finding.conn(section.name.to_string()));
        }
    }
}
