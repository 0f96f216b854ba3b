//! Virtual subnets with `IKEv2`.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A `vhost:` or `vnet:` selector in a conn that speaks IKEv2.
    ///
    /// ## What it does
    ///
    /// Finds `leftsubnet=vhost:...` and `rightsubnet=vnet:...` in conns that do not ask for IKEv1; IKEv2 is the default
    /// from 3.28 on.
    ///
    /// ## Why it matters
    ///
    /// Virtual subnets exist in IKEv1 only. Libreswan 4 drops the conn while it reads ("only valid for IKEv1 connections"),
    /// Libreswan 5 refuses it ("IKEv2 does not support virtual subnets").
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=%any
    ///     rightsubnet=vhost:%priv
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=%any
    ///     rightaddresspool=10.9.0.2-10.9.0.9
    /// ```
    ///
    /// ## See also
    ///
    /// `ike-version-default-changed`
    pub struct VhostWithIkev2 {
        code: "U115", name: "vhost-with-ikev2", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}
