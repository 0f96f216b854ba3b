//! A `!` behind a proposal.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A `!` at the end of a proposal list, which only strongSwan and Openswan know.
    ///
    /// ## What it does
    ///
    /// Finds `!` in `ike=`, `esp=` and `ah=` of Libreswan.
    ///
    /// ## Why it matters
    ///
    /// Libreswan takes the `!` for a part of the last word, does not know that algorithm, and does not load the conn. It
    /// has no need for the flag: it never proposes more than is written.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ike=aes256-sha256-modp2048!
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ike=aes256-sha256-modp2048
    /// ```
    pub struct StrictFlagNotSupported {
        code: "V108", name: "strict-flag-not-supported", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Sometimes
    }
}
