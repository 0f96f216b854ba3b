//! A parameter without `=`.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A parameter line without `=`, or with `:` in its place.
    ///
    /// ## What it does
    ///
    /// Finds indented lines that have a word, perhaps a value, and no `=`.
    ///
    /// ## Why it matters
    ///
    /// All readers stop with a syntax error: Openswan 2.6, Libreswan and strongSwan load nothing of the file, Openswan 2.4
    /// refuses the conn. The message of the program names the word behind the place, not the place itself.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left 192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     left: 192.0.2.1
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
    pub struct MissingEquals {
        code: "S103", name: "missing-equals", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}
