//! A side on a keyword that has none.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// `left` or `right` before a keyword that belongs to the whole conn.
    ///
    /// ## What it does
    ///
    /// Finds words such as `leftike=`: a side, and a keyword that has none.
    ///
    /// ## Why it matters
    ///
    /// The target does not know the word: Libreswan and Openswan 2.6 refuse the whole file, Openswan 2.4 refuses the conn,
    /// strongSwan ignores the line.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftike=aes256-sha256-modp2048
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ike=aes256-sha256-modp2048
    /// ```
    ///
    /// ## See also
    ///
    /// V101 unknown-keyword, V102 prefix-required
    pub struct PrefixNotAllowed {
        code: "V103", name: "prefix-not-allowed", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}
