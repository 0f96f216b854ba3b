//! A next hop that cannot be.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// `%defaultroute` or a next hop that contradicts the end it belongs to.
    ///
    /// ## What it does
    ///
    /// Finds both ends `%defaultroute`, a next hop that is the end itself, `%direct` in the place of an address, and what the
    /// classic program refuses beside `%defaultroute`.
    ///
    /// ## Why it matters
    ///
    /// The classic `ipsec auto` refuses such a conn; the later programs load it with a route that leads nowhere.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=%defaultroute
    ///     right=%defaultroute
    /// ```
    ///
    /// ```ipsec bad openswan@2.4
    /// version 2.0
    ///
    /// conn t
    ///     left=192.0.2.1
    ///     leftnexthop=192.0.2.1
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
    /// M108 nexthop-asymmetry, M194 nexthop-needless
    pub struct NexthopConflict {
        code: "M107", name: "nexthop-conflict", severity: Error, enabled: true,
        since: "0.1", dialects: "all but strongSwan", fix: Sometimes
    }
}
