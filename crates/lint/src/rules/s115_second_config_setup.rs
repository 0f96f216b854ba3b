//! More than one `config setup`.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A second `config setup` section, in the same file or an included one.
    ///
    /// ## What it does
    ///
    /// Finds every `config setup` behind the first one and says what becomes of its lines.
    ///
    /// ## Why it matters
    ///
    /// Openswan 2.6 and Libreswan 4.10 use the first section only and drop the others without a message. Libreswan 5.4 and
    /// strongSwan merge them, and the last value of a keyword counts. Openswan 2.4 refuses the file.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// config setup
    ///     uniqueids=yes
    ///
    /// config setup
    ///     uniqueids=no
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// config setup
    ///     uniqueids=no
    /// ```
    ///
    /// ## See also
    ///
    /// S104 duplicate-key
    pub struct SecondConfigSetup {
        code: "S115", name: "second-config-setup", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}
