//! A header line with more than the name.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A section header whose end the target cannot read.
    ///
    /// ## What it does
    ///
    /// Reserved: trailing blanks and comments behind a name are read by all surveyed programs, except for the cases that
    /// S128 one-word-comment and S105 space-in-section-name report.
    ///
    /// ## Why it matters
    ///
    /// No surveyed version refuses a name for trailing blanks, so nothing is reported under this code today.
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office # the one in Basel
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// S105 space-in-section-name, S128 one-word-comment
    pub struct TabSpaceMixedName {
        code: "S122", name: "tab-space-mixed-name", severity: Error, enabled: true,
        since: "0.1", dialects: "none yet", fix: Never
    }
}
