//! A NUL byte in the file.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A NUL byte, at which programs written in C end a text.
    ///
    /// ## What it does
    ///
    /// Finds NUL bytes in section headers and parameters.
    ///
    /// ## Why it matters
    ///
    /// The value ends at the NUL for the daemon, whatever stands behind it, or the line is refused. The usual cause is a
    /// file that was cut short by a crash, or one in UTF-16.
    ///
    /// ## Example
    ///
    /// ```ipsec bad escapes libreswan@4.10 libreswan@5.4 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     leftid=@gw\0.example.com
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
    /// S140 control-character
    pub struct NulByte {
        code: "S130", name: "nul-byte", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}
