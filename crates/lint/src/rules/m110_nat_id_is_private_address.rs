//! A private address as identity.

use ipsec_conf::Effect;
use ipsec_conf::Severity;
use ipsec_conf::model::Conn;
use ipsec_conf::value::Host;
use std::net::IpAddr;

use crate::context::Context;
use crate::facts::set;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// An end with a private address and no identity, and a peer on the Internet.
    ///
    /// ## What it does
    ///
    /// Finds `left=` with an address of RFC 1918, no `leftid=` and no certificate, where the other end is a public address.
    /// With `%defaultroute` the address is not known, and the finding is for information.
    ///
    /// ## Why it matters
    ///
    /// Without an identity the own address is sent. Behind NAT, as at every cloud gateway, that is the private one, and the
    /// peer expects the public one.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=10.0.0.5
    ///     right=198.51.100.7
    ///     authby=secret
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=10.0.0.5
    ///     leftid=@gateway
    ///     right=198.51.100.7
    ///     authby=secret
    /// ```
    ///
    /// ## See also
    ///
    /// V110.
    pub struct NatIdIsPrivateAddress {
        code: "M110", name: "nat-id-is-private-address", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for NatIdIsPrivateAddress {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        if facts.is_shunt() {
            return;
        }
        for (end, other) in facts.pairs() {
            let has_public_peer = other.address().is_some_and(is_public);
            let names_itself = ["id", "cert", "ckaid"]
                .iter()
                .any(|id| set(conn, id, Some(end.side)).is_some());
            if !has_public_peer || names_itself {
                continue;
            }
            let severity = match &end.host {
                Some(Host::Address(IpAddr::V4(address))) if address.is_private() => {
                    Severity::Warning
                }
                Some(Host::DefaultRoute(_)) => Severity::Info,
                _ => continue,
            };
            let host = conn
                .get("host", Some(end.side))
                .expect("bug: the host was read from it");
            let name = end.spell("id");
            let finding = cx
                .finding(
                    Effect::Works,
                    conn.value_span(host),
                    format!("no `{name}`: the address of this host is its identity"),
                )
                .note("behind NAT that is a private address, and the peer expects the public one")
                .help(format!(
                    "write `{name}=@name` or the public address, and the same at the peer"
                ))
                .severity(severity);
            cx.report(finding);
        }
    }
}

/// Not private, of the link, the host itself or a group. Addresses for documentation count: examples use them.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            !address.is_private()
                && !address.is_link_local()
                && !address.is_loopback()
                && !address.is_multicast()
                && !address.is_unspecified()
        }
        IpAddr::V6(_) => false,
    }
}
