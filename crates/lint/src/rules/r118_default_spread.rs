//! `conn %default` in several files.

use ipsec_conf::syntax::SectionKind;
use ipsec_conf::{Effect, Severity};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// Several `conn %default` sections in different files.
    ///
    /// ## What it does
    ///
    /// Finds each `%default` that stands in another file than the first one.
    ///
    /// ## Why it matters
    ///
    /// All of them apply to all conns, also to those of files that were read before, and the last value of a keyword
    /// counts. Nobody who reads one of the files sees that.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn %default
    ///     ikelifetime=4h
    ///
    /// include /etc/ipsec.d/office.conf
    /// # file: /etc/ipsec.d/office.conf
    /// conn %default
    ///     keyingtries=3
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn %default
    ///     ikelifetime=4h
    ///     keyingtries=3
    /// ```
    ///
    /// ## See also
    ///
    /// R117 default-after-use
    pub struct DefaultSpread {
        code: "R118", name: "default-spread", severity: Info, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for DefaultSpread {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        let model = cx.model;
        let is_default = |section: &&ipsec_conf::model::Section| {
            section.kind == SectionKind::Conn && section.is_default()
        };
        let mut defaults = model
            .sections()
            .map(|(_, section)| section)
            .filter(|section| is_default(section));
        let Some(first) = defaults.next() else { return };
        for section in defaults.filter(|section| section.name_span.file != first.name_span.file) {
            cx.report(
                cx.finding(
                    Effect::Works,
                    section.name_span,
                    "a second `conn %default`, in another file",
                )
                .severity(Severity::Info)
                .related(first.name_span, "the first one is here")
                .note(format!(
                    "{} applies both to every conn of every file",
                    cx.program()
                ))
                .help("keep one `conn %default`, in the main file"),
            );
        }
    }
}
