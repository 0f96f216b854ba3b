//! A timeout of `IKEv1`.

use ipsec_conf::Effect;
use ipsec_conf::model::Conn;
use ipsec_conf::target::Reader;

use crate::context::Context;
use crate::facts::{set_any, word};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `dpdtimeout=` in a conn that negotiates IKEv2.
    ///
    /// ## What it does
    ///
    /// Finds the timeout where the retransmission timers decide. In strongSwan, the conn must say `keyexchange=ikev2`.
    ///
    /// ## Why it matters
    ///
    /// IKEv2 declares a peer dead when its retransmissions end: `retransmit-timeout=` in Libreswan, the settings of charon in
    /// strongSwan.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     dpddelay=30
    ///     dpdtimeout=120
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     keyexchange=ikev2
    ///     dpddelay=30s
    ///     dpdtimeout=120s
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     dpddelay=30
    ///     retransmit-timeout=120s
    /// ```
    ///
    /// ## See also
    ///
    /// M130.
    pub struct DpdtimeoutWithIkeV2 {
        code: "M131", name: "dpdtimeout-with-ikev2", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan, strongSwan", fix: Sometimes
    }
}

impl Rule for DpdtimeoutWithIkeV2 {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let is_v2 = match cx.reader() {
            Reader::Libreswan4 | Reader::Libreswan5 => !facts.is_v1(),
            Reader::StrongSwan => word(conn, "keyexchange", None) == Some("ikev2"),
            _ => false,
        };
        let Some(setting) = set_any(conn, &["dpdtimeout", "ikev1-dpdtimeout"])
            .filter(|_| is_v2 && !facts.is_shunt())
        else {
            return;
        };
        let fix = cx.removal(conn, setting);
        let help = if cx.is_strongswan() {
            "remove the line"
        } else {
            "write `retransmit-timeout=`, or remove the line"
        };
        let finding = cx
            .finding(
                Effect::Ignored,
                conn.key_span(setting),
                "`dpdtimeout` has no effect in IKEv2",
            )
            .note(format!(
                "{} goes by its retransmission timers",
                cx.program()
            ))
            .help(help)
            .fix(fix);
        cx.report(finding);
    }
}
