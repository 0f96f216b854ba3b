//! A keyword that the target does not know.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A keyword that the target does not know.
    ///
    /// ## What it does
    ///
    /// Finds keywords that no table of the target has, and suggests the nearest one of this and of the other dialects. When
    /// a later or earlier version knows the word, a note says so. The fix is safe when only case or `-` and `_` differ.
    ///
    /// ## Why it matters
    ///
    /// Libreswan and Openswan 2.6 refuse the whole file for one unknown word, Openswan 2.4 refuses the conn. strongSwan
    /// ignores the line with a message in the log only, so that the conn loads without it.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     lefsubnet=10.0.1.0/24
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     LeftSubnet=10.0.1.0/24
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnet=10.0.1.0/24
    /// ```
    ///
    /// ## See also
    ///
    /// U101 removed-keyword, U120 strongswan-word-in-libreswan, U121 libreswan-word-in-strongswan, V142 not-in-build
    pub struct UnknownKeyword {
        code: "V101", name: "unknown-keyword", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}
