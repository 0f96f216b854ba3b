//! More than one word where one is wanted.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// More than one word where the target wants one.
    ///
    /// ## What it does
    ///
    /// Finds two words of a list in a keyword that takes one, two authentication methods with IKEv1, and two source
    /// addresses of one family.
    ///
    /// ## Why it matters
    ///
    /// The whole file or the conn is refused, as for an unknown word.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     type=tunnel,transport
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ikev2=no
    ///     authby=secret,rsasig
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     type=tunnel
    ///     authby=secret
    /// ```
    ///
    /// ## See also
    ///
    /// V104 bad-enum-value
    pub struct OneValueOnly {
        code: "V140", name: "one-value-only", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan, Openswan 2.6", fix: Never
    }
}
