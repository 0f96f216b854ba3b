//! A comment of another language.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A line that starts with `;` or `//`, as comments in other files do.
    ///
    /// ## What it does
    ///
    /// Finds lines and line ends that somebody meant as a comment.
    ///
    /// ## Why it matters
    ///
    /// Only `#` starts a comment. Openswan 2.6, Libreswan and strongSwan refuse the whole file, Openswan 2.4 the conn.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     ; our side
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6
    /// // office
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6
    /// # office
    /// conn office
    ///     # our side
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    pub struct ForeignComment {
        code: "S137", name: "foreign-comment", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Always
    }
}
