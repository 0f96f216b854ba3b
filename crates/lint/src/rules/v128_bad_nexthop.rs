//! A next hop that is no address.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A `leftnexthop=` that is neither an address nor a word that the target knows.
    ///
    /// ## What it does
    ///
    /// Finds names, masks and other text in `leftnexthop=`.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 4.10 and Openswan 2.6 ask the DNS for a name while they read the file, and drop the conn when that fails.
    /// Libreswan 5.4 refuses everything but an address, `%defaultroute` and `%direct`.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftnexthop=gateway
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftnexthop=192.0.2.0/24
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftnexthop=192.0.2.254
    /// ```
    pub struct BadNexthop {
        code: "V128", name: "bad-nexthop", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan, Openswan 2.6", fix: Never
    }
}
