//! `also=` in `conn %default`.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// An `also=` inside `conn %default`.
    ///
    /// ## What it does
    ///
    /// Finds `also=` and `alsoflip=` lines in `%default` sections.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 5.4 and Openswan 2.4 refuse the file. Libreswan 4.10 and Openswan 2.6 complain, read no further `%default`
    /// section and follow it for every conn all the same. strongSwan ignores the line without a message.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn %default
    ///     also=shared
    ///
    /// conn shared
    ///     left=192.0.2.1
    ///
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn %default
    ///     left=192.0.2.1
    ///
    /// conn office
    ///     right=198.51.100.7
    /// ```
    pub struct AlsoInDefault {
        code: "R104", name: "also-in-default", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}
