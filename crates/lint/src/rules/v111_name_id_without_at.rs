//! A name without `@` as an identity.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A host name without `@` as an identity, which stands for the address of that name.
    ///
    /// ## What it does
    ///
    /// Finds `leftid=gw.example.com`.
    ///
    /// ## Why it matters
    ///
    /// Openswan and Libreswan look the name up when they load the conn and use the address as the identity. When that
    /// fails, Openswan and Libreswan 4.10 take the address of the end without a message; Libreswan 5.4 refuses the conn.
    /// strongSwan takes the text for a name.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftid=gw.example.com
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftid=@gw.example.com
    /// ```
    ///
    /// ## See also
    ///
    /// V110 at-sign-on-address-id
    pub struct NameIdWithoutAt {
        code: "V111", name: "name-id-without-at", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan, Openswan", fix: Sometimes
    }
}
