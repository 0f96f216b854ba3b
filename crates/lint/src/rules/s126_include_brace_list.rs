//! A brace list in an include path.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// An `include` path with a brace list, for a version that no longer expands it.
    ///
    /// ## What it does
    ///
    /// Finds `include` lines with `{a,b}` for Libreswan from 5.0 on.
    ///
    /// ## Why it matters
    ///
    /// Libreswan up to 4.15 and Openswan expand `{a,b}` in include paths. From 5.0 on Libreswan takes the braces for
    /// characters of a file name, finds no such file and goes on without the included conns.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// include /etc/ipsec.d/{office,home}.conf
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// include /etc/ipsec.d/office.conf
    /// include /etc/ipsec.d/home.conf
    /// # file: /etc/ipsec.d/office.conf
    /// # file: /etc/ipsec.d/home.conf
    /// ```
    ///
    /// ## See also
    ///
    /// R110 include-matches-nothing
    pub struct IncludeBraceList {
        code: "S126", name: "include-brace-list", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan 5", fix: Never
    }
}
