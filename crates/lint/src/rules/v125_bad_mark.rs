//! Text that is no mark.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A packet mark that is no number, or has bits outside its mask.
    ///
    /// ## What it does
    ///
    /// Finds `mark=`, `mark-in=` and `mark-out=` values that cannot be read or that no packet can match.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 4.10 loads the conn with the mark -1, or with one that never matches, and only logs it. Libreswan 5.4 and
    /// strongSwan refuse the conn.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     mark=0x5/0x3
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     mark=five
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     mark=0x5/0xf
    /// ```
    pub struct BadMark {
        code: "V125", name: "bad-mark", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan, strongSwan", fix: Never
    }
}
