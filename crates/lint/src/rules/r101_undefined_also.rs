//! `also=` names no conn.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// An `also=` that names a conn which no loaded file defines.
    ///
    /// ## What it does
    ///
    /// Finds the names behind `also=` and `alsoflip=` that are defined nowhere, and suggests the nearest defined one.
    ///
    /// ## Why it matters
    ///
    /// Libreswan drops the conn when it is loaded, although `ipsec addconn --checkconfig` still ends with status 0.
    /// Openswan 2.4 refuses the conn. Openswan 2.6 goes on without a message, so that the conn loads without what it should
    /// take in. strongSwan refuses the whole file.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn shared
    ///     left=192.0.2.1
    ///
    /// conn office
    ///     also=shraed
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn shared
    ///     left=192.0.2.1
    ///
    /// conn office
    ///     also=shared
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// R102 also-case-mismatch
    pub struct UndefinedAlso {
        code: "R101", name: "undefined-also", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}
