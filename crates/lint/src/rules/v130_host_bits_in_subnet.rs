//! An address in the place of a network.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A subnet with bits beyond its mask.
    ///
    /// ## What it does
    ///
    /// Finds networks such as `10.0.0.5/8`.
    ///
    /// ## Why it matters
    ///
    /// Every program clears the bits: `10.0.0.5/8` means `10.0.0.0/8`. That is more than somebody wanted who meant one
    /// host, and a peer that spells it otherwise is compared with the cleared form.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnet=10.0.0.5/8
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnet=10.0.0.0/8
    /// ```
    ///
    /// ## See also
    ///
    /// V115 bad-subnet
    pub struct HostBitsInSubnet {
        code: "V130", name: "host-bits-in-subnet", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Always
    }
}
