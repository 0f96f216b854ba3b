//! An end's keyword without its side.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A keyword of one end without `left` or `right` before it.
    ///
    /// ## What it does
    ///
    /// Finds `protoport=`, `auth=`, `cert=` and others that belong to one of the ends.
    ///
    /// ## Why it matters
    ///
    /// Libreswan takes such a line for the right end, without a message up to 5.2; 5.3 warns, and 5.4 refuses the file.
    /// strongSwan does not know the word and ignores the line.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     protoport=17/1701
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     rightprotoport=17/1701
    /// ```
    ///
    /// ## See also
    ///
    /// V103 prefix-not-allowed
    pub struct PrefixRequired {
        code: "V102", name: "prefix-required", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan, strongSwan", fix: Sometimes
    }
}
