//! A parameter in column 1.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A parameter that starts in column 1, where only section headers may start.
    ///
    /// ## What it does
    ///
    /// Finds lines such as `left=192.0.2.1` without a tab or blanks before them while a section is open.
    ///
    /// ## Why it matters
    ///
    /// Every reader takes a line in column 1 for the start of a section. Openswan 2.6, Libreswan and strongSwan refuse the
    /// whole file with a syntax error at that line; Openswan 2.4 refuses the conn that the line belongs to.
    ///
    /// The fix indents the line as the line above it is indented.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    /// right=198.51.100.7
    ///     auto=add
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     auto=add
    /// ```
    ///
    /// ## See also
    ///
    /// S102 indented-section-header, S132 outside-section
    pub struct UnindentedParameter {
        code: "S101", name: "unindented-parameter", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Always
    }
}
