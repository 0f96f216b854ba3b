//! A `version` that is not 2.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A `version` line with another number than 2, none, or text behind it.
    ///
    /// ## What it does
    ///
    /// Finds `version` lines that the target refuses or that say something else than 2.
    ///
    /// ## Why it matters
    ///
    /// Openswan 2.4 reads files of version 2.0 only. Openswan 2.6 and Libreswan take any one word and do not use it; they
    /// refuse a line without a number or with text behind it. strongSwan passes over the line.
    ///
    /// ## Example
    ///
    /// ```ipsec bad openswan@2.4
    /// version 1.0
    ///
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6
    /// version 9.7
    ///
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 openswan@2.4
    /// version 2.0
    ///
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// S116 misplaced-version, S133 missing-version
    pub struct UnknownVersion {
        code: "S139", name: "unknown-version", severity: Error, enabled: true,
        since: "0.1", dialects: "Openswan, Libreswan", fix: Never
    }
}
