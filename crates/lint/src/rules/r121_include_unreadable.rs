//! An included file that cannot be read.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// An included file that is there and cannot be read.
    ///
    /// ## What it does
    ///
    /// Finds includes that match a directory, a file without permission to read it, or something that is no regular file.
    ///
    /// ## Why it matters
    ///
    /// Openswan refuses the file. Libreswan 4.10 dies of a directory (`input in flex scanner failed`), and goes on without
    /// a message when a file cannot be opened. Libreswan 5.4 and strongSwan go on with a warning.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// include /etc/ipsec.d/*
    /// # file: /etc/ipsec.d/policies/block
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// include /etc/ipsec.d/*.conf
    /// # file: /etc/ipsec.d/policies/block
    /// # file: /etc/ipsec.d/office.conf
    /// ```
    ///
    /// ## See also
    ///
    /// R110 include-matches-nothing, R114 include-catches-non-config
    pub struct IncludeUnreadable {
        code: "R121", name: "include-unreadable", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}
