//! Suppression comments that do nothing.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A suppression comment or configuration that names no rule.
    ///
    /// ## What it does
    ///
    /// Finds names in `# ipsec-lint: ignore[...]` comments that no rule has.
    ///
    /// ## Why it matters
    ///
    /// The comment silences nothing, although somebody relies on it.
    pub struct UnknownRuleName {
        code: "Y391", name: "unknown-rule", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}
