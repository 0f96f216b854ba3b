//! Conns that speak `IKEv1`.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::model::Conn;
use ipsec_conf::value::IkeVersion;

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A conn that asks for IKEv1.
    ///
    /// ## What it does
    ///
    /// Finds conns whose `ikev2=` or `keyexchange=` says IKEv1. What a target does by default is not reported.
    ///
    /// ## Why it matters
    ///
    /// RFC 9395 retired IKEv1 in 2023: no new algorithms, no fixes. Libreswan 5.0 drops it unless `ikev1-policy=accept`
    /// says otherwise, and so do the Libreswan 4 packages of Debian.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// config setup
    ///     ikev1-policy=accept
    ///
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     ikev2=no
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     keyexchange=ikev1
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     ikev2=yes
    /// ```
    ///
    /// ## See also
    ///
    /// `ikev1-default-off`, `ikev1-conn-globally-off`, `aggressive-psk`
    pub struct Ikev1 {
        code: "X105", name: "ikev1", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}

impl Rule for Ikev1 {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if conn.is_shunt() || conn.ike_version() != Some(IkeVersion::V1) {
            return;
        }
        // Then the conn does not load at all, and that is another finding.
        let accepts = |text: &str| text.eq_ignore_ascii_case("accept");
        let is_dropped = match cx
            .setup
            .get("ikev1-policy")
            .filter(|policy| !policy.text.is_empty())
        {
            Some(policy) => !accepts(&policy.text),
            None => cx.is_libreswan_5(),
        };
        if is_dropped {
            return;
        }
        let says_it = |id: &&str| {
            conn.text(id, None)
                .is_some_and(|word| !word.eq_ignore_ascii_case("ike"))
        };
        let Some(setting) = ["keyexchange", "ikev2"]
            .iter()
            .find(|id| says_it(id))
            .and_then(|id| conn.get(id, None))
        else {
            return;
        };
        let span = conn.value_span(setting);
        let better = if setting.keyword.id == "keyexchange" {
            "ikev2"
        } else {
            "yes"
        };
        let finding = cx.weakness(conn, span, "the conn uses IKEv1, which is retired")
            .note("RFC 9395 makes IKEv1 historic; Libreswan drops it by default from 5.0 on")
            .help(format!(
                "write `{}={better}` at both ends",
                setting.spelling()
            ))
            .fix(Fix::risky("use IKEv2", span, better));
        cx.report(finding);
    }
}
