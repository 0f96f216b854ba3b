//! An authentication method that the target does not know.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A word of `authby=` or `leftauth=` that the target does not know, or not with this IKE version.
    ///
    /// ## What it does
    ///
    /// Finds unknown methods, empty items of the list, and methods that need IKEv2 in a conn with IKEv1.
    ///
    /// ## Why it matters
    ///
    /// Libreswan, Openswan 2.4 and strongSwan refuse the conn. Openswan 2.6 warns and goes on with another method.
    /// strongSwan takes an unknown `leftauth=` for `any`.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=psk
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftauth=certificate
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=secret
    /// ```
    ///
    /// ## See also
    ///
    /// U120 strongswan-word-in-libreswan
    pub struct BadAuthWord {
        code: "V136", name: "bad-auth-word", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}
