//! A backslash at the end of a line.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A backslash at the end of a line, where it continues nothing.
    ///
    /// ## What it does
    ///
    /// Finds unquoted values that end in a backslash. The line below is not reported again.
    ///
    /// ## Why it matters
    ///
    /// Openswan and Libreswan have no continuation lines: the backslash becomes a part of the value, and the next line is a
    /// parameter of its own, usually without `=`, for which the whole file is refused. strongSwan continues a quoted text
    /// only.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ike=aes256-sha2_256,\
    ///         aes128-sha2_256
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ike=aes256-sha2_256,aes128-sha2_256
    /// ```
    pub struct LineContinuation {
        code: "S136", name: "line-continuation", severity: Error, enabled: true,
        since: "0.1", dialects: "Openswan, Libreswan", fix: Never
    }
}
