//! Options of the linter's own configuration file that it does not know.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// An option in `ipsec-lint.toml` that does not exist.
    ///
    /// ## What it does
    ///
    /// Finds keys of `ipsec-lint.toml` that no version of `ipsec-lint` has.
    ///
    /// ## Why it matters
    ///
    /// The option does nothing, although somebody relies on it. `ipsec-lint` goes on without it.
    ///
    /// ## See also
    ///
    /// `schema/ipsec-lint.schema.json`, with which an editor completes the names.
    pub struct UnknownOption {
        code: "Y393", name: "unknown-option", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}
