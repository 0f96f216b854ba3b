//! No end can be this host.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// Neither end of a conn can be the host that reads it.
    ///
    /// ## What it does
    ///
    /// Finds conns whose ends are both without an address (`%any`, a group, a host policy), and conns whose ends are the same
    /// address.
    ///
    /// ## Why it matters
    ///
    /// A daemon must know which end it is. Openswan and Libreswan refuse a conn without any address; two equal addresses
    /// load, and no host can tell which end it is.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=%any
    ///     right=%any
    /// ```
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=192.0.2.1
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=%defaultroute
    ///     right=%any
    /// ```
    ///
    /// ## See also
    ///
    /// M107.
    pub struct NotOrientableHint {
        code: "M101", name: "not-orientable-hint", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}
