//! A key length that the cipher does not have.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A key length in a proposal that the cipher does not have.
    ///
    /// ## What it does
    ///
    /// Finds lengths behind a cipher that are none of its own.
    ///
    /// ## Why it matters
    ///
    /// The conn does not load. Libreswan lists the valid lengths in the log of the daemon only.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     esp=aes512-sha256
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     esp=aes256-sha256
    /// ```
    pub struct BadKeyLength {
        code: "V107", name: "bad-key-length", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}
