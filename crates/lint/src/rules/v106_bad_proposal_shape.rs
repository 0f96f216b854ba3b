//! A proposal whose parts do not fit.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A proposal with parts in the wrong order, too many or too few of them, or an unexpected separator.
    ///
    /// ## What it does
    ///
    /// Finds empty parts, a group in the place of the PRF, integrity beside a cipher that has it built in, and for
    /// strongSwan a missing part, or a `!` inside the list.
    ///
    /// ## Why it matters
    ///
    /// The conn does not load. Libreswan reads `ENCRYPTION-PRF-GROUP` for IKE and `ENCRYPTION-INTEGRITY-GROUP` for ESP, by
    /// place; strongSwan goes by the words and wants a group in `ike=`.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     esp=aes_gcm256-sha1
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ike=aes256-sha256-modp2048,
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ike=aes256-sha256
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     esp=aes_gcm256
    ///     ike=aes256-sha256-modp2048
    /// ```
    ///
    /// ## See also
    ///
    /// V105 unknown-algorithm
    pub struct BadProposalShape {
        code: "V106", name: "bad-proposal-shape", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}
