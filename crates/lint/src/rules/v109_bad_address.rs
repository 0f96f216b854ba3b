//! Text where an address is wanted.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// Text that is no address where one is wanted, or an address in an unusual spelling.
    ///
    /// ## What it does
    ///
    /// Finds an end that is neither an address, a host name nor a word such as `%any`; a mask behind the address of an end;
    /// addresses with fewer than four parts, which are read as another address; and bad `leftsourceip=` and `leftvti=`.
    ///
    /// ## Why it matters
    ///
    /// Libreswan and Openswan 2.6 ask the DNS for what is no address, and load the conn with an end that is not resolved:
    /// the check of the file says nothing. A bad `leftsourceip=` drops the conn; the daemon of Libreswan 5.4 was seen to
    /// crash on one.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1/24
    ///     right=198.51.100.7
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// V113 unknown-percent-special, V128 bad-nexthop
    pub struct BadAddress {
        code: "V109", name: "bad-address", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}
