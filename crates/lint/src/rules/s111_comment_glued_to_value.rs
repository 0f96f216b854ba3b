//! A `#` without a blank before it.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A `#` directly behind an unquoted value or a conn's name.
    ///
    /// ## What it does
    ///
    /// Finds `#` inside or at the end of an unquoted value or name. `@#` before a hexadecimal identity is left alone.
    ///
    /// ## Why it matters
    ///
    /// Openswan and Libreswan start a comment only at a `#` behind a blank: here it is a part of the value. strongSwan
    /// starts a comment at any `#`, so that the value ends there. One file means two things.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8 openswan@2.4
    /// version 2.0
    ///
    /// conn office
    ///     left=192.0.2.1
    ///     leftid=@gw#1.example
    ///     right=198.51.100.7
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office#1
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     leftid="@gw#1.example"
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// S128 one-word-comment, S137 foreign-comment
    pub struct CommentGluedToValue {
        code: "S111", name: "comment-glued-to-value", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}
