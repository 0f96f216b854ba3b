//! A section header behind blanks.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A `conn`, `config`, `ca`, `include` or `version` line with blanks before it.
    ///
    /// ## What it does
    ///
    /// Finds section words that do not start in column 1.
    ///
    /// ## Why it matters
    ///
    /// A line behind blanks belongs to the section above it. Openswan, Libreswan and strongSwan read `conn` as a parameter
    /// without `=` and refuse the whole file; Openswan 2.4 refuses the section above.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn home
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///
    ///   conn office
    ///     left=192.0.2.1
    ///     right=203.0.113.9
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn home
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///
    /// conn office
    ///     left=192.0.2.1
    ///     right=203.0.113.9
    /// ```
    ///
    /// ## See also
    ///
    /// S101 unindented-parameter
    pub struct IndentedSectionHeader {
        code: "S102", name: "indented-section-header", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Always
    }
}
