//! A number that is out of range.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A number outside the range that the target takes.
    ///
    /// ## What it does
    ///
    /// Finds ports, marks, request ids, priorities and windows beyond their range.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 5.4 refuses the conn, or the file when it stands in `config setup`. Libreswan 4.10 ignores most such
    /// values with a message in its log.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     reqid=99999
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     reqid=100
    /// ```
    ///
    /// ## See also
    ///
    /// V137 bad-number
    pub struct NumberOutOfRange {
        code: "V123", name: "number-out-of-range", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}
