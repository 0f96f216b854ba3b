//! A trailing comment of one word without a blank.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A comment behind a value that consists of `#` and one word without a blank between them.
    ///
    /// ## What it does
    ///
    /// Finds `#word` and a lone `#` at the end of a line, behind a value or a section name.
    ///
    /// ## Why it matters
    ///
    /// The scanner of Openswan 2.6 and Libreswan takes `#` and one word for a word of the line, finds a word too many and
    /// refuses the whole file. With a blank behind `#`, or with a second word, it is a comment.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     left=192.0.2.1 #ours
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     left=192.0.2.1 # ours
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// S111 comment-glued-to-value
    pub struct OneWordComment {
        code: "S128", name: "one-word-comment", severity: Error, enabled: true,
        since: "0.1", dialects: "Openswan 2.6, Libreswan", fix: Always
    }
}
