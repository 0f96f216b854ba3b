//! An end that is not there.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A conn without `left` or without `right`.
    ///
    /// ## What it does
    ///
    /// Finds conns that lack an end, when no other conn takes them in with `also=`.
    ///
    /// ## Why it matters
    ///
    /// No tunnel has one end. Libreswan 4 reads the conn without a message and refuses it when it is added; Libreswan 5 and
    /// Openswan refuse it as well. strongSwan takes `%any` for an end that is not set.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     auto=add
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=%any
    ///     auto=add
    /// ```
    ///
    /// ## See also
    ///
    /// R106 for parts that nobody takes in.
    pub struct MissingEnd {
        code: "M102", name: "missing-end", severity: Error, enabled: true,
        since: "0.1", dialects: "all but strongSwan", fix: Never
    }
}
