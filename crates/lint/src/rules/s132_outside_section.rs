//! A parameter that belongs to no section.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A parameter outside every section.
    ///
    /// ## What it does
    ///
    /// Finds indented parameters before the first section, and those behind a line that ends one: `include` and `version`
    /// for Openswan 2.6 and Libreswan, an empty line and a comment in column 1 for Openswan 2.4.
    ///
    /// ## Why it matters
    ///
    /// Openswan and Libreswan refuse the whole file. strongSwan drops the line without a message.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6
    ///     uniqueids=no
    ///
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ```ipsec bad openswan@2.4
    /// version 2.0
    ///
    /// conn office
    ///     left=192.0.2.1
    ///
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// config setup
    ///     uniqueids=no
    ///
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// S118 blank-line-inside-section
    pub struct OutsideSection {
        code: "S132", name: "outside-section", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}
