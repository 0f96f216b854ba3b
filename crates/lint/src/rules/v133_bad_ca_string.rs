//! A `leftca=` that is no name of an authority.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A `leftca=` that is neither a distinguished name, `%same` nor `%any`.
    ///
    /// ## What it does
    ///
    /// Finds nicknames and other text in `leftca=`.
    ///
    /// ## Why it matters
    ///
    /// Libreswan logs it and loads the conn without the constraint: certificates of every authority it trusts are accepted.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     rightca="My CA"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     rightca="C=CH, O=Example, CN=My CA"
    /// ```
    pub struct BadCaString {
        code: "V133", name: "bad-ca-string", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan, Openswan 2.6", fix: Never
    }
}
