//! An identity that cannot be read.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// An identity that the daemon cannot read, or reads as something else.
    ///
    /// ## What it does
    ///
    /// Finds bad hexadecimal behind `@#` and `@~`, text that is neither an address, a name nor a distinguished name, short
    /// forms of addresses, and for strongSwan the `%` words of the other programs.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 4.10 and Openswan take the address of the end instead, without a message; Libreswan 5.4 refuses the conn.
    /// strongSwan never refuses an identity: what it does not know becomes a name.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftid=@#12345g
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftid=%fromcert
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftid=@#123456
    /// ```
    ///
    /// ## See also
    ///
    /// V111 name-id-without-at, V112 bad-dn
    pub struct BadId {
        code: "V139", name: "bad-id", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}
