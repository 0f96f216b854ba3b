//! A debug class that does not exist.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A word of `plutodebug=` that the target does not know.
    ///
    /// ## What it does
    ///
    /// Finds unknown classes, and suggests the nearest one.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 4.10 refuses the whole file, so that the daemon does not start. Libreswan 5.4 logs the word and goes on.
    /// The classes of other programs depend on how they were built and are not judged.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// config setup
    ///     plutodebug=klips
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// config setup
    ///     plutodebug=base
    /// ```
    ///
    /// ## See also
    ///
    /// X114 debug-private
    pub struct BadDebugWord {
        code: "V129", name: "bad-debug-word", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Sometimes
    }
}
