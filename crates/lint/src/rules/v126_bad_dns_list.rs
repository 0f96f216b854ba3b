//! A name server that is no address.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// An entry of `modecfgdns=` or `rightdns=` that is no address.
    ///
    /// ## What it does
    ///
    /// Finds items that are no address, and those in an unusual spelling, which are read as another one.
    ///
    /// ## Why it matters
    ///
    /// Libreswan does not load the conn; the daemon of 5.4 was seen to crash. strongSwan skips the item with a line in its
    /// log.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     modecfgdns=192.0.2.53,ns1
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     rightdns=192.0.2.53,ns1
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     modecfgdns=192.0.2.53,192.0.2.54
    /// ```
    pub struct BadDnsList {
        code: "V126", name: "bad-dns-list", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan, strongSwan", fix: Never
    }
}
