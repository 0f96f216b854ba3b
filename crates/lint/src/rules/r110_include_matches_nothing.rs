//! An `include` that finds no file.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// An `include` line whose path or pattern matches no file.
    ///
    /// ## What it does
    ///
    /// Finds includes of files that do not exist. A pattern for a directory of drop-in files that is empty is mentioned
    /// only.
    ///
    /// ## Why it matters
    ///
    /// Openswan 2.4 refuses the file. Openswan 2.6, Libreswan and strongSwan go on: with a warning for a plain path,
    /// without a message for a pattern with `*`. The conns that should come from there are missing.
    ///
    /// Relative paths start at the working directory for Openswan 2.6 and Libreswan (which is `/` for the daemon's own
    /// start), and at the including file for Openswan 2.4 and strongSwan.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// include /etc/ipsec.d/ofice.conf
    /// # file: /etc/ipsec.d/office.conf
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// include /etc/ipsec.d/*.cnf
    /// # file: /etc/ipsec.d/office.conf
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// include /etc/ipsec.d/*.conf
    /// # file: /etc/ipsec.d/office.conf
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// R111 include-relative-ambiguous, R121 include-unreadable
    pub struct IncludeMatchesNothing {
        code: "R110", name: "include-matches-nothing", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}
