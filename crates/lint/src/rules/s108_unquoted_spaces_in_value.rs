//! Blanks in a value without quotes.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A value with blanks that is not quoted, where the reader ends the value at the blank.
    ///
    /// ## What it does
    ///
    /// Finds text behind the end of an unquoted value that is no comment.
    ///
    /// ## Why it matters
    ///
    /// Openswan 2.6 and Libreswan end an unquoted value at the first blank and refuse the whole file because of the rest;
    /// Openswan 2.4 refuses the conn. strongSwan takes unquoted blanks, but ends the value at a further `=`, so that an
    /// unquoted distinguished name is a syntax error there too.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8 openswan@2.4
    /// version 2.0
    ///
    /// conn office
    ///     left=192.0.2.1
    ///     leftid=C=CH, O=Example, CN=gw
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     leftid="C=CH, O=Example, CN=gw"
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// S106 unterminated-quote, S128 one-word-comment
    pub struct UnquotedSpacesInValue {
        code: "S108", name: "unquoted-spaces-in-value", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}
