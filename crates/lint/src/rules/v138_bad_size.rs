//! Text that is no size.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A count of bytes or packets that the target cannot read.
    ///
    /// ## What it does
    ///
    /// Finds units that are no binary units, such as `1k` or `1GB`.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 4.10 drops the keyword without a message, so that the default applies. Libreswan 5.4 makes the limit 0,
    /// without a message either.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ipsec-max-bytes=1k
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ipsec-max-bytes=1GB
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ipsec-max-bytes=1GiB
    /// ```
    pub struct BadSize {
        code: "V138", name: "bad-size", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}
