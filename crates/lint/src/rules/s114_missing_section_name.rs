//! A section header without its name.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A `conn` or `ca` line without a name, or `config` without `setup`.
    ///
    /// ## What it does
    ///
    /// Finds headers that end behind their first word.
    ///
    /// ## Why it matters
    ///
    /// Openswan 2.6, Libreswan and strongSwan refuse the whole file.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// config
    ///     uniqueids=no
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    pub struct MissingSectionName {
        code: "S114", name: "missing-section-name", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}
