//! Text that is no number.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// Text that is no whole number where one is wanted.
    ///
    /// ## What it does
    ///
    /// Finds letters, signs and quotes around or behind the digits.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 4.10 reads it as 0 without a message, also for digits in quotes. Openswan 2.6 refuses the file; Libreswan
    /// 5.4 and strongSwan refuse the conn. A negative number becomes a huge one for strongSwan.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     mtu=1400x
    /// ```
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     tfc=1x
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     mtu="1400"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     mtu=1400
    /// ```
    ///
    /// ## See also
    ///
    /// V123 number-out-of-range
    pub struct BadNumber {
        code: "V137", name: "bad-number", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}
