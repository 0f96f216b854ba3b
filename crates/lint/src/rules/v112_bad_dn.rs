//! Text that is no distinguished name.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// An identity with `=` that is no distinguished name, or one in the old spelling.
    ///
    /// ## What it does
    ///
    /// Finds parts without `=`, unknown attributes, and `,,` for a comma inside a value.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 4.10 and Openswan take the address of the end instead, without a message, so that the peer's identity does
    /// not match. Libreswan 5.4 refuses the conn. `,,` still works and is rewritten to `\,` by Libreswan 5.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftid="C=CH, O=Example, CM=gw"
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftid="C=CH, O=Example,, Inc., CN=gw"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftid="C=CH, O=Example, CN=gw"
    /// ```
    ///
    /// ## See also
    ///
    /// S108 unquoted-spaces-in-value, V139 bad-id
    pub struct BadDn {
        code: "V112", name: "bad-dn", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan, Openswan", fix: Sometimes
    }
}
