//! A comment that is written as a keyword.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A comment keyword, `x-...=` or `x_...=`.
    ///
    /// ## What it does
    ///
    /// Finds lines whose keyword begins with `x-` or `x_`.
    ///
    /// ## Why it matters
    ///
    /// Every swan but strongSwan reads such a line as a comment. Libreswan warns about each of them from 5.1 on; in 4.x an
    /// empty one swallows the next line.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     x-note=ask the peer
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// conn a
    ///     # ask the peer
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    /// ```
    pub struct CommentKeyword {
        code: "U116", name: "x-underscore-comment", severity: Info, enabled: true,
        since: "0.1", dialects: "Libreswan from 5.0", fix: Never
    }
}
