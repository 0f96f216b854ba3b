//! The markers of an unresolved merge.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// The markers that version control leaves where a merge could not decide.
    ///
    /// ## What it does
    ///
    /// Finds lines that start with `<<<<<<<`, `=======`, `|||||||` or `>>>>>>>`, and reports each conflict once.
    ///
    /// ## Why it matters
    ///
    /// No program can read the markers: the whole file is refused, with a message about the first character.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    /// <<<<<<< HEAD
    ///     right=198.51.100.7
    /// =======
    ///     right=203.0.113.9
    /// >>>>>>> move
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=203.0.113.9
    /// ```
    pub struct MergeConflict {
        code: "S138", name: "merge-conflict", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}
