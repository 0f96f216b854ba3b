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
    pub struct UnusedSuppression {
        code: "Y390", name: "unused-suppression", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}
