//! A file that is not UTF-8.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A file with bytes that are not UTF-8.
    ///
    /// ## What it does
    ///
    /// Finds byte sequences that are no UTF-8 text, and reports them once for each file.
    ///
    /// ## Why it matters
    ///
    /// The programs pass such bytes on as they are, so that an identity with an umlaut in Latin-1 differs from the same one
    /// in a certificate, which is UTF-8. No tool here rewrites such a file: formatting and fixing are refused until it is
    /// converted, for example with `iconv -f latin1 -t utf-8`.
    ///
    /// ## Example
    ///
    /// ```ipsec bad escapes libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// # Z\xfcrich
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// # Zürich
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// S112 typographic-character
    pub struct NotUtf8 {
        code: "S129", name: "not-utf8", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}
