//! A keyword that strongSwan ignores.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A keyword that strongSwan 5 knows by name only.
    ///
    /// ## What it does
    ///
    /// Finds the keywords of pluto and of earlier releases that the starter of strongSwan 5 reports and ignores:
    /// `charonstart`, `plutostart`, `nat_traversal`, `pfs`, `pfsgroup`, `eap`, `leftnexthop`, `virtual_private` and others.
    ///
    /// ## Why it matters
    ///
    /// strongSwan 5 logs that the keyword is deprecated and goes on without it. `pfs=yes` in particular gives no perfect
    /// forward secrecy: that needs a group in `esp=`.
    ///
    /// ## Example
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     pfs=yes
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good strongswan@5.9.8
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     esp=aes256-sha256-modp2048!
    /// ```
    ///
    /// ## See also
    ///
    /// `libreswan-word-in-strongswan`
    pub struct StrongSwanDeprecated {
        code: "U122", name: "strongswan-deprecated", severity: Warning, enabled: true,
        since: "0.1", dialects: "strongSwan", fix: Sometimes
    }
}
