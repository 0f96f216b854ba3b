//! More than one word behind `conn`.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A section header with more than one word as the name.
    ///
    /// ## What it does
    ///
    /// Finds headers such as `conn my office`.
    ///
    /// ## Why it matters
    ///
    /// Openswan, Libreswan and strongSwan refuse the whole file; Openswan 2.4 refuses the section. The fix joins the words
    /// with `-`, and must then be repeated by hand where `also=` names the conn.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn my office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn my-office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// S135 bad-section-name
    pub struct SpaceInSectionName {
        code: "S105", name: "space-in-section-name", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}
