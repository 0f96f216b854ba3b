//! Two conn names that differ only in case.


use foldhash::HashMap;
use ipsec_conf::Effect;
use ipsec_conf::model::Section;
use ipsec_conf::text::printable;

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// Two conns whose names differ only in upper and lower case.
    ///
    /// ## What it does
    ///
    /// Finds such pairs over all files.
    ///
    /// ## Why it matters
    ///
    /// They are two conns. Somebody who types the name will meet the other one, and Openswan 2.6 compares the names of
    /// `also=` without regard to case: it takes the first that fits.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn Office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///
    /// conn office
    ///     left=192.0.2.1
    ///     right=203.0.113.9
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///
    /// conn home
    ///     left=192.0.2.1
    ///     right=203.0.113.9
    /// ```
    ///
    /// ## See also
    ///
    /// R102 also-case-mismatch, R108 duplicate-conn-name
    pub struct ConnNamesDifferOnlyInCase {
        code: "R109", name: "conn-names-differ-only-in-case", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for ConnNamesDifferOnlyInCase {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        let model = cx.model;
        let mut first: HashMap<String, &Section> = HashMap::default();
        for (_, section) in model.conns() {
            let known = *first.entry(section.name.to_lowercase()).or_insert(section);
            if known.name == section.name {
                continue;
            }
            let (name, other) = (printable(&section.name), printable(&known.name));
            cx.report(
                cx.finding(
                    Effect::Works,
                    section.name_span,
                    format!("`{name}` and `{other}` differ only in case"),
                )
                .related(known.name_span, "the other one is here")
                .note(format!("{} loads two conns", cx.program()))
                .help("rename one")
                .conn(section.name.to_string()),
            );
        }
    }
}
