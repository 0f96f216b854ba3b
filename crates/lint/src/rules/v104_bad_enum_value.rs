//! A word that the keyword does not take.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A value that is not in the list of words that the keyword takes.
    ///
    /// ## What it does
    ///
    /// Finds values outside the list of their keyword, shows the list and suggests the nearest word.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 4.10 and Openswan 2.6 refuse the whole file for most of these keywords (`invalid value`, without the
    /// list). Libreswan 5.4 and strongSwan refuse the conn. Bare digits are a trap of Libreswan 4.10: it takes them for the
    /// internal number of a word, without a message.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     type=tunel
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     auto=on
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     dpdaction=hold-it
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     type=tunnel
    ///     auto=add
    /// ```
    ///
    /// ## See also
    ///
    /// S127 boolean-spelling, V140 one-value-only
    pub struct BadEnumValue {
        code: "V104", name: "bad-enum-value", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}
