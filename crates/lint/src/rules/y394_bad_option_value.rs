//! Values in the linter's own configuration file that cannot be used.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// Text in `ipsec-lint.toml` that is no TOML, or a value that an option cannot have.
    ///
    /// ## What it does
    ///
    /// Finds errors of syntax, values of another type, and unknown targets, severities and patterns in `ipsec-lint.toml`.
    ///
    /// ## Why it matters
    ///
    /// With a guess in its place the findings would not be those that were asked for. `ipsec-lint` judges no file to which
    /// this configuration applies, and ends with status 2.
    pub struct BadOptionValue {
        code: "Y394", name: "bad-option-value", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}
