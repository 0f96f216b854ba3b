//! `conn %default` behind the conns it is for.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A `conn %default` that stands behind other conns.
    ///
    /// ## What it does
    ///
    /// Finds `%default` sections that do not come before the first conn.
    ///
    /// ## Why it matters
    ///
    /// Openswan 2.4 and FreeS/WAN refuse the file. Openswan 2.6, Libreswan and strongSwan apply `%default` to every conn,
    /// wherever it stands; the reader of the file does not expect that.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///
    /// conn %default
    ///     ikelifetime=4h
    /// ```
    ///
    /// ```ipsec bad openswan@2.4
    /// version 2.0
    ///
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///
    /// conn %default
    ///     ikelifetime=4h
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn %default
    ///     ikelifetime=4h
    ///
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// R118 default-spread
    pub struct DefaultAfterUse {
        code: "R117", name: "default-after-use", severity: Info, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}
