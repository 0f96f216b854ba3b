//! A byte order mark at the start of a file.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A file that starts with a byte order mark (U+FEFF).
    ///
    /// ## What it does
    ///
    /// Finds the three bytes that some editors write at the start of UTF-8 files. They show nothing.
    ///
    /// ## Why it matters
    ///
    /// Every program takes the mark for a part of the first word, does not know that word, and refuses the whole file.
    ///
    /// ## Example
    ///
    /// ```ipsec bad escapes libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// \u{feff}conn office
    ///     left=192.0.2.1
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
    /// S112 typographic-character, S129 not-utf8
    pub struct ByteOrderMark {
        code: "S119", name: "byte-order-mark", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Always
    }
}
