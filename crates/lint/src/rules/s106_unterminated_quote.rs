//! A quote that is never closed.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A value that opens a `"` and does not close it on the same line.
    ///
    /// ## What it does
    ///
    /// Finds an odd quote in a value. In strongSwan's dialect a quoted text may go on in the next line; there the end of
    /// the file ends the search.
    ///
    /// ## Why it matters
    ///
    /// Openswan 2.6 and Libreswan take the quote for a character when the value has no blank, so that it becomes a part of
    /// the value without a message; with a blank they refuse the whole file, and complain about the next word. strongSwan
    /// reads on over the end of the line and refuses the file. Openswan 2.4 refuses the conn.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     left=192.0.2.1
    ///     leftid="C=CH, O=Example
    ///     right=198.51.100.7
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 openswan@2.6
    /// conn office
    ///     left=192.0.2.1
    ///     leftid="@gw.example.com
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     leftid="C=CH, O=Example"
    ///     right=198.51.100.7
    /// ```
    pub struct UnterminatedQuote {
        code: "S106", name: "unterminated-quote", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}
