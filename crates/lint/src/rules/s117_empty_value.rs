//! Nothing behind the `=`.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A parameter with nothing behind its `=`.
    ///
    /// ## What it does
    ///
    /// Finds `keyword=` without a value, where that is not the usual way to cancel an inherited value (strongSwan, Openswan
    /// 2.4).
    ///
    /// ## Why it matters
    ///
    /// Libreswan 4.10 drops the line without a message where text is wanted, and refuses the whole file where it wants a
    /// boolean, a time, a percentage or a size. Libreswan 5.4 reads the empty text, which most keywords refuse. Openswan
    /// 2.6 looks for the value in the next line.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     leftid=
    ///     right=198.51.100.7
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     pfs=
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     pfs=yes
    /// ```
    pub struct EmptyValue {
        code: "S117", name: "empty-value", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}
