//! An item of `virtual-private=` without its family.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// An entry of `virtual-private=` without `%v4:` or `%v6:`, or with a blank before it.
    ///
    /// ## What it does
    ///
    /// Finds the items that the daemon leaves out.
    ///
    /// ## Why it matters
    ///
    /// Libreswan and Openswan leave a bad item out and say so in the log of the daemon: clients from that network cannot
    /// connect.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// config setup
    ///     virtual-private=10.0.0.0/8
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// config setup
    ///     virtual-private=%v4:10.0.0.0/8,%v4:!10.1.0.0/16
    /// ```
    ///
    /// ## See also
    ///
    /// P131 virtual-private-overlap
    pub struct BadVirtualPrivate {
        code: "V132", name: "bad-virtual-private", severity: Warning, enabled: true,
        since: "0.1", dialects: "Openswan, Libreswan", fix: Never
    }
}
