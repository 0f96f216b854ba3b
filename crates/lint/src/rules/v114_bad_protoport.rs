//! Text that is no protocol and port.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A `leftprotoport=` that names no protocol, or no port of it.
    ///
    /// ## What it does
    ///
    /// Finds unknown protocols and services, ports beyond 65535, a port without a protocol, and ranges of ports where there
    /// are none.
    ///
    /// ## Why it matters
    ///
    /// The conn does not load, while the check of the file ends with status 0. Libreswan 4.10 reads a name by its
    /// beginning: `tcp:80` means all of TCP.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftprotoport=udp/70000
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftprotoport=udp/5000-6000
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftprotoport=tcp:80
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftprotoport=udp/1701
    /// ```
    pub struct BadProtoport {
        code: "V114", name: "bad-protoport", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}
