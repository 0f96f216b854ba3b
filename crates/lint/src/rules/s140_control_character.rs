//! A control character in the file.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A control character other than tab and newline in a line.
    ///
    /// ## What it does
    ///
    /// Finds control characters in headers and parameters; a run of them is one finding.
    ///
    /// ## Why it matters
    ///
    /// The character becomes a part of the value or of the name, where nobody sees it, or the line is refused. An escape
    /// character can also change what a terminal shows of the file. Such bytes come from binary data or from a damaged
    /// file.
    ///
    /// ## Example
    ///
    /// ```ipsec bad escapes libreswan@4.10 libreswan@5.4 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     leftid=@gw\x07.example.com
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     leftid=@gw.example.com
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// S130 nul-byte, S112 typographic-character
    pub struct ControlCharacter {
        code: "S140", name: "control-character", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}
