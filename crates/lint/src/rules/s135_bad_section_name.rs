//! A section name that the reader cannot read.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A section name that the grammar of the target does not take.
    ///
    /// ## What it does
    ///
    /// Finds names of digits alone for Openswan 2.6 and Libreswan 3 and 4, and names with other characters than letters,
    /// digits, `.`, `_` and `-` for Openswan 2.4.
    ///
    /// ## Why it matters
    ///
    /// Openswan 2.6 and Libreswan 4.10 read bare digits as a number and refuse the whole file. Openswan 2.4 wants a letter
    /// first and refuses the section. Libreswan 5 and strongSwan take such names.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 openswan@2.6
    /// conn 1
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ```ipsec bad openswan@2.4
    /// version 2.0
    ///
    /// conn bern/basel
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 openswan@2.6
    /// conn c1
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// S105 space-in-section-name, S123 non-ascii-name, S124 reserved-conn-name
    pub struct BadSectionName {
        code: "S135", name: "bad-section-name", severity: Error, enabled: true,
        since: "0.1", dialects: "Openswan, Libreswan 4", fix: Never
    }
}
