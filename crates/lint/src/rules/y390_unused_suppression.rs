//! Suppression comments that do nothing.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A suppression comment that silences nothing.
    ///
    /// ## What it does
    ///
    /// Finds `# ipsec-lint: ignore[CODE]` comments for which there is nothing to ignore.
    ///
    /// ## Why it matters
    ///
    /// It hides the next finding of that kind, which nobody has looked at.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     # ipsec-lint: ignore[S117] filled in by the installer
    ///     leftid=@gw.example.com
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     # ipsec-lint: ignore[S117] filled in by the installer
    ///     leftid=
    /// ```
    ///
    /// ## See also
    ///
    /// Y391 unknown-rule, Y392 suppression-without-reason
    pub struct UnusedSuppression {
        code: "Y390", name: "unused-suppression", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}
