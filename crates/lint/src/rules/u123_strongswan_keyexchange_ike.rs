//! keyexchange=ike in strongSwan.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::model::Conn;
use ipsec_conf::{Effect, Severity};

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `keyexchange=ike`, whose meaning changed.
    ///
    /// ## What it does
    ///
    /// Finds conns that say `keyexchange=ike`.
    ///
    /// ## Why it matters
    ///
    /// Before 5.0 it meant IKEv1 or IKEv2 depending on the release; strongSwan 5 and newer start with IKEv2 and answer
    /// both. A conn that must not speak IKEv1 has to say `ikev2`.
    ///
    /// ## Example
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     keyexchange=ike
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good strongswan@5.9.8
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     keyexchange=ikev2
    /// ```
    pub struct KeyexchangeIke {
        code: "U123", name: "strongswan-keyexchange-ike", severity: Info, enabled: true,
        since: "0.1", dialects: "strongSwan from 5.0", fix: Sometimes
    }
}

impl Rule for KeyexchangeIke {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if !cx.is_strongswan()
            || cx.target().version < ipsec_conf::Version::new(5, 0, 0)
        {
            return;
        }
        let Some(setting) = conn
            .get("keyexchange", None)
            .filter(|setting| &*setting.value.text == "ike")
        else {
            return;
        };
        let span = conn.value_span(setting);
        let finding = cx
            .finding(
                Effect::Works,
                span,
                "`ike` starts with IKEv2 and answers IKEv1 as well",
            )
            .severity(Severity::Info)
            .note("strongSwan 5.0 changed the meaning")
            .help("write `ikev2`")
            .fix(Fix::risky("write `ikev2`", span, "ikev2"));
        cx.report(finding);
    }
}
