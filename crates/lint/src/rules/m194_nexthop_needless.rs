//! A next hop that says nothing.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A next hop that the program finds by itself, or that nothing uses.
    ///
    /// ## What it does
    ///
    /// Finds a next hop of `%defaultroute`, or of the default gateway, at an end that is `%defaultroute` already, and a next
    /// hop of an end that is `%any`.
    ///
    /// ## Why it matters
    ///
    /// `left=%defaultroute` takes the gateway of the default route with it (seen on Libreswan 4.10 and 5.4), so the line only
    /// repeats it; some releases of the classic program reject even that (BUGS of its manual page). The way to a peer that can
    /// be anyone is looked for when it is known.
    ///
    /// strongSwan 5 ignores every next hop, which U122 says.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6
    /// version 2.0
    ///
    /// conn t
    ///     left=%defaultroute
    ///     leftnexthop=%defaultroute
    ///     right=198.51.100.7
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=%any
    ///     rightnexthop=192.0.2.254
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn t
    ///     left=%defaultroute
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// M107 nexthop-conflict, M108 nexthop-asymmetry, U122 strongswan-deprecated
    pub struct NexthopNeedless {
        code: "M194", name: "nexthop-needless", severity: Info, enabled: true,
        since: "0.1", dialects: "all but strongSwan", fix: Always
    }
}
