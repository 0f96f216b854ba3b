//! Text that is no subnet.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A `leftsubnet=` or `leftsubnets=` that is no network.
    ///
    /// ## What it does
    ///
    /// Finds networks without a mask, with one that is out of range or not contiguous, and text that is no address at all.
    ///
    /// ## Why it matters
    ///
    /// Libreswan and Openswan do not load the conn, while the check of the file ends with status 0. In `leftsubnets=`
    /// Libreswan 4.10 leaves out the bad item and all behind it. strongSwan skips what it cannot read, and takes the
    /// address of the end when nothing is left.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnet=10.0.0.0/33
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 openswan@2.6
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnet=10.0.0.5
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnet=10.0.0.0/24
    /// ```
    ///
    /// ## See also
    ///
    /// V116 subnet-list-not-supported, V130 host-bits-in-subnet
    pub struct BadSubnet {
        code: "V115", name: "bad-subnet", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}
