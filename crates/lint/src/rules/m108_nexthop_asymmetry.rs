//! A next hop that says nothing.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A next hop that is right and says nothing, or is legal and almost surely not meant.
    ///
    /// ## What it does
    ///
    /// Finds a next hop of any peer, one beside `%defaultroute`, and `%defaultroute` as the next hop of one end only.
    ///
    /// ## Why it matters
    ///
    /// A next hop matters at the end that is this host. What is redundant is harmless; older releases of the classic program
    /// reject even that (BUGS of its manual page).
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=%defaultroute
    ///     leftnexthop=%defaultroute
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=%defaultroute
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// M107.
    pub struct NexthopAsymmetry {
        code: "M108", name: "nexthop-asymmetry", severity: Warning, enabled: true,
        since: "0.1", dialects: "all but strongSwan", fix: Sometimes
    }
}
