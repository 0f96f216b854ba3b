//! Aggressive mode with a preshared key.

use ipsec_conf::model::Conn;
use ipsec_conf::value::IkeVersion;

use crate::context::Context;
use crate::facts::{is_yes, psk};

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// IKEv1 aggressive mode together with a preshared key.
    ///
    /// ## What it does
    ///
    /// Finds conns with `aggressive=yes` (`aggrmode=yes`) that authenticate with a preshared key.
    ///
    /// ## Why it matters
    ///
    /// In aggressive mode the responder sends a hash of the preshared key to whoever asks, before the peer has proved
    /// anything. The key can then be guessed offline at any speed. All three programs do as they are told; strongSwan wants
    /// a switch in strongswan.conf besides. RFC 9395 retires IKEv1.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     ikev2=no
    ///     aggressive=yes
    ///     ike=aes256-sha2_256-modp2048
    ///     authby=secret
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     keyexchange=ikev1
    ///     aggressive=yes
    ///     authby=psk
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     ikev2=yes
    ///     authby=secret
    /// ```
    ///
    /// ## See also
    ///
    /// `ikev1`
    pub struct AggressivePsk {
        code: "X101", name: "aggressive-psk", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for AggressivePsk {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let keyword = ["aggressive", "aggrmode"]
            .into_iter()
            .find(|id| is_yes(conn, id, None));
        let Some(aggressive) = keyword.and_then(|id| conn.get(id, None)) else {
            return;
        };
        let Some(psk) = psk(conn).filter(|_| cx.facts().ike == IkeVersion::V1)
        else {
            return;
        };
        let finding = cx.weakness(conn,
            conn.key_span(aggressive),
            "aggressive mode gives a hash of the preshared key to anybody who asks",
        )
        .related(conn.value_span(psk), "the preshared key is asked for here")
        .note(format!(
            "{} answers the first packet with a hash from which the key can be guessed offline",
            cx.program()
        ))
        .help("use IKEv2, or main mode, or certificates");
        cx.report(finding);
    }
}
