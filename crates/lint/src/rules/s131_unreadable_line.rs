//! A line that no reader can use.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A line that is neither a parameter, a section header, a comment nor blank.
    ///
    /// ## What it does
    ///
    /// Finds lines that start with a character that can start nothing, such as `=value` or `{`.
    ///
    /// ## Why it matters
    ///
    /// Openswan 2.6, Libreswan and strongSwan refuse the whole file; Openswan 2.4 refuses the conn.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     left=192.0.2.1
    ///     =198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// S103 missing-equals, S137 foreign-comment
    pub struct UnreadableLine {
        code: "S131", name: "unreadable-line", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}
