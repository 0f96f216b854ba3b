//! A keyword in a section that does not have it.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A keyword of `config setup` in a conn, or the reverse.
    ///
    /// ## What it does
    ///
    /// Finds keywords that the target knows, and does not take in this section.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 4.10 and Openswan 2.6 leave a `config setup` keyword in a conn out with a warning, and refuse the whole
    /// file for a conn keyword in `config setup`. Libreswan 5.4 refuses the file in both cases. strongSwan leaves the conn
    /// out. Openswan 2.4 refuses the conn.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     plutodebug=all
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 strongswan@5.9.8
    /// config setup
    ///     leftsubnet=10.0.1.0/24
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// config setup
    ///     plutodebug=all
    ///
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    pub struct WrongSection {
        code: "S110", name: "wrong-section", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}
