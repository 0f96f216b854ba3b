//! A next hop for one end only.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// `%defaultroute` as the next hop of one end and something else, or nothing, at the other.
    ///
    /// ## What it does
    ///
    /// Looks at two ends with addresses of which one has `%defaultroute` for its next hop.
    ///
    /// ## Why it matters
    ///
    /// A next hop matters at the end that is this host. On the other host the same file gives another route, and the classic
    /// program refuses the conn where it knows no gateway.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6
    /// version 2.0
    ///
    /// conn t
    ///     left=192.0.2.1
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
    /// M107 nexthop-conflict, M194 nexthop-needless
    pub struct NexthopAsymmetry {
        code: "M108", name: "nexthop-asymmetry", severity: Warning, enabled: true,
        since: "0.1", dialects: "all but strongSwan", fix: Never
    }
}
