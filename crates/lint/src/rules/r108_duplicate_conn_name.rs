//! Two conns of one name.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// Two conns of one name, in one file or in several.
    ///
    /// ## What it does
    ///
    /// Finds every conn whose name was used before.
    ///
    /// ## Why it matters
    ///
    /// Openswan 2.6 and Libreswan add the first one when they are asked for the name, so that the second one cannot be
    /// added at all. Openswan 2.4 refuses the conn. strongSwan merges the two sections, and the last value of a keyword
    /// counts.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8 openswan@2.4
    /// version 2.0
    ///
    /// conn office
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
    /// R109 conn-names-differ-only-in-case, R113 included-twice
    pub struct DuplicateConnName {
        code: "R108", name: "duplicate-conn-name", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}
