//! A list of subnets where there is none.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A list in `leftsubnet=`, which Libreswan has from 5.0 on.
    ///
    /// ## What it does
    ///
    /// Finds several networks in `leftsubnet=` and writes the line with `leftsubnets=` as a help.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 3 and 4 and Openswan 2.6 want one network and do not load the conn.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 openswan@2.6
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnet=10.0.0.0/24,10.1.0.0/24
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnets={10.0.0.0/24 10.1.0.0/24}
    ///     rightsubnet=10.2.0.0/24
    /// ```
    ///
    /// ## See also
    ///
    /// V115 bad-subnet
    pub struct SubnetListNotSupported {
        code: "V116", name: "subnet-list-not-supported", severity: Error, enabled: true,
        since: "0.1", dialects: "Openswan 2.6, Libreswan 4", fix: Never
    }
}
