//! A bare number where text is wanted.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A value of digits alone where Libreswan 3 and 4 want text.
    ///
    /// ## What it does
    ///
    /// Finds bare digits as the value of a keyword that takes text, an identity, a name or an address.
    ///
    /// ## Why it matters
    ///
    /// The scanner of Libreswan 3 and 4 makes a number of it, which the keyword then does not take: `Invalid value`, and
    /// the conn is dropped. Quotes make it text.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftcert=12345
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn office
    ///     left=3221225985
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftcert="12345"
    /// ```
    pub struct UnquotedDigits {
        code: "V135", name: "unquoted-digits", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan 4", fix: Sometimes
    }
}
