//! Lines that end in CR LF.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// Lines that end in CR LF, as files from Windows do.
    ///
    /// ## What it does
    ///
    /// Finds carriage returns before the end of a line, and reports them once for each file.
    ///
    /// ## Why it matters
    ///
    /// To all programs CR is a character like any other: it becomes a part of the value or of the conn's name before it,
    /// and messages about it do not show it (`invalid value: add`). On an empty line or behind `config setup` it makes
    /// Libreswan, Openswan 2.6 and strongSwan refuse the whole file.
    ///
    /// ## Example
    ///
    /// ```ipsec bad escapes libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office\r
    ///     left=192.0.2.1\r
    ///     right=198.51.100.7\r
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    pub struct CarriageReturn {
        code: "S120", name: "carriage-return", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Always
    }
}
