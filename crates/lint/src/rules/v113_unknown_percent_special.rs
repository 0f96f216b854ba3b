//! A word behind `%` that nobody knows.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A `%` word as the address of an end that is neither known nor the name of an interface.
    ///
    /// ## What it does
    ///
    /// Finds misspelt words such as `%defaultrout`, and suggests the nearest one.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 4.10 and Openswan 2.6 take the word for the name of an interface and, finding none, for `%any`, without a
    /// message: the conn then waits for anybody. Libreswan 5.4 refuses the conn.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     left=%defaultrout
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     left=%defaultroute
    ///     right=198.51.100.7
    /// ```
    pub struct UnknownPercentSpecial {
        code: "V113", name: "unknown-percent-special", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan, Openswan", fix: Sometimes
    }
}
