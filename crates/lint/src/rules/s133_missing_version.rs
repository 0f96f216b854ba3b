//! No `version` line for the classic reader.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A file for Openswan 2.4 or FreeS/WAN without `version 2.0` before its first section.
    ///
    /// ## What it does
    ///
    /// Finds files without the line, and files in which it comes too late.
    ///
    /// ## Why it matters
    ///
    /// Openswan 2.4 and FreeS/WAN 2.x refuse a file that does not say so first. Later programs do not use the line.
    ///
    /// ## Example
    ///
    /// ```ipsec bad openswan@2.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good openswan@2.4
    /// version 2.0
    ///
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// S116 misplaced-version, S139 unknown-version
    pub struct MissingVersion {
        code: "S133", name: "missing-version", severity: Error, enabled: true,
        since: "0.1", dialects: "Openswan 2.4, FreeS/WAN", fix: Always
    }
}
