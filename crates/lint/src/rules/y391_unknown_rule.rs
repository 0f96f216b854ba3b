//! Suppression comments that name no rule.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A suppression comment or configuration that names no rule.
    ///
    /// ## What it does
    ///
    /// Finds names in `# ipsec-lint: ignore[...]` comments that no rule has, and suggests the nearest one.
    ///
    /// ## Why it matters
    ///
    /// The comment silences nothing, although somebody relies on it.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     # ipsec-lint: ignore[emtpy-value] filled in by the installer
    ///     leftid=
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     # ipsec-lint: ignore[empty-value] filled in by the installer
    ///     leftid=
    /// ```
    ///
    /// ## See also
    ///
    /// Y390 unused-suppression
    pub struct UnknownRuleName {
        code: "Y391", name: "unknown-rule", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}
