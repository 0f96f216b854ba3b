//! A `version` line that is not the first.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A `version` line behind a section, a second one, or one in an included file.
    ///
    /// ## What it does
    ///
    /// Finds `version` lines that do not stand before everything else.
    ///
    /// ## Why it matters
    ///
    /// Openswan 2.6 and Libreswan take `version` only once and before the first section, and refuse the whole file
    /// otherwise. They do not use the number.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///
    /// version 2.0
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6
    /// version 2.0
    ///
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// S133 missing-version, S139 unknown-version
    pub struct MisplacedVersion {
        code: "S116", name: "misplaced-version", severity: Error, enabled: true,
        since: "0.1", dialects: "Openswan 2.6, Libreswan", fix: Always
    }
}
