//! Words that the reader skips.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// Words between a keyword and its `=`, or behind the first blank of an include path, which the reader skips.
    ///
    /// ## What it does
    ///
    /// Finds text that the scanner throws away without a message.
    ///
    /// ## Why it matters
    ///
    /// Libreswan skips everything between a keyword and `=`, so that `left subnet=10.0.0.0/24` sets `left`. Openswan 2.6
    /// refuses the file for it. Openswan 2.6 and Libreswan 4.10 end an include path at its first blank, also inside quotes.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left subnet=10.0.1.0/24
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     left=192.0.2.1
    ///     leftsubnet=10.0.1.0/24
    ///     right=198.51.100.7
    /// ```
    pub struct DiscardedWords {
        code: "S134", name: "discarded-words", severity: Error, enabled: true,
        since: "0.1", dialects: "Openswan 2.6, Libreswan", fix: Sometimes
    }
}
