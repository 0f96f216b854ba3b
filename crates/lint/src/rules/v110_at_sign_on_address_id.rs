//! An address with `@` as an identity.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// An identity that is an address with `@` before it.
    ///
    /// ## What it does
    ///
    /// Finds `leftid=@192.0.2.1` and the same for the right end.
    ///
    /// ## Why it matters
    ///
    /// The `@` makes the identity a name that looks like an address. A peer that sends its address as an address does not
    /// match it, and the negotiation ends with an authentication failure.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     rightid=@198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     rightid=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// V111 name-id-without-at
    pub struct AtSignOnAddressId {
        code: "V110", name: "at-sign-on-address-id", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan, Openswan", fix: Sometimes
    }
}
