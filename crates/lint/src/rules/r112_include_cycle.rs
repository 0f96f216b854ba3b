//! Files that include each other.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A file that includes itself, directly or through others.
    ///
    /// ## What it does
    ///
    /// Finds `include` lines that lead back to a file that is being read, and names the way.
    ///
    /// ## Why it matters
    ///
    /// Openswan 2.6 and Libreswan read the files again and again, ten deep, and define every conn as often. The others do
    /// not end such a cycle by themselves.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// include /etc/ipsec.d/a.conf
    /// # file: /etc/ipsec.d/a.conf
    /// include /etc/ipsec.d/b.conf
    /// # file: /etc/ipsec.d/b.conf
    /// include /etc/ipsec.d/a.conf
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// include /etc/ipsec.d/a.conf
    /// include /etc/ipsec.d/b.conf
    /// # file: /etc/ipsec.d/a.conf
    /// # file: /etc/ipsec.d/b.conf
    /// ```
    ///
    /// ## See also
    ///
    /// R113 included-twice, R122 include-too-deep
    pub struct IncludeCycle {
        code: "R112", name: "include-cycle", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}
