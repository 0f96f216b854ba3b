//! A percentage without `%`.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A percentage without its `%`.
    ///
    /// ## What it does
    ///
    /// Finds `rekeyfuzz=100`.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 4.10 and Openswan 2.6 refuse the whole file with a syntax error at the number. The others refuse the conn.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     rekeyfuzz=100
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     rekeyfuzz=100%
    /// ```
    pub struct PercentMissing {
        code: "V122", name: "percent-missing", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Always
    }
}
