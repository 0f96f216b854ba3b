//! Text that is no address pool.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// An address pool that the target cannot use.
    ///
    /// ## What it does
    ///
    /// Finds ranges that start behind their end, two families in one range, IPv6 ranges that are no network, and lists
    /// where there are none.
    ///
    /// ## Why it matters
    ///
    /// The conn does not load.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=%any
    ///     rightaddresspool=10.1.0.9-10.1.0.1
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=%any
    ///     rightaddresspool=10.1.0.1-10.1.0.9
    /// ```
    ///
    /// ## See also
    ///
    /// V119 pool-contains-network-or-gateway
    pub struct BadPool {
        code: "V118", name: "bad-pool", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Sometimes
    }
}
