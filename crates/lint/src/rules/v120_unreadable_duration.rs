//! Text that is no time.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A time that the target cannot read.
    ///
    /// ## What it does
    ///
    /// Finds values that are not a whole number and one unit of the target, such as `1h30m`, `1.5h` or `60 min`. The fix
    /// writes the same time in a form that the target reads.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 4.10 drops the keyword without a message, so that its default applies. Libreswan 5.4 reads fractions, and
    /// does not load the conn for anything else; strongSwan and Openswan 2.4 refuse the conn, Openswan 2.6 the file.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ikelifetime=1h30m
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     salifetime=1.5h
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ikelifetime=90m
    /// ```
    ///
    /// ## See also
    ///
    /// V121 bare-number-duration-unit, V124 clamped-lifetime
    pub struct UnreadableDuration {
        code: "V120", name: "unreadable-duration", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}
