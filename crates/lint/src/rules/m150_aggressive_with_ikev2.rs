//! Aggressive mode in `IKEv2`.

use ipsec_conf::Effect;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::is_yes;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `aggressive=yes` in a conn that negotiates IKEv2.
    ///
    /// ## What it does
    ///
    /// Finds aggressive mode where the conn does not ask for IKEv1.
    ///
    /// ## Why it matters
    ///
    /// IKEv2 has no aggressive mode. Libreswan 5 refuses the conn; 4.x and 3.x ignore the word without a message.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     aggressive=yes
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     aggressive=yes
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ```ipsec good libreswan@4.10
    /// config setup
    ///     ikev1-policy=accept
    ///
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ikev2=no
    ///     aggressive=yes
    ///     ike=aes256-sha2;modp2048
    /// ```
    ///
    /// ## See also
    ///
    /// M151 and X101.
    pub struct AggressiveWithIkeV2 {
        code: "M150", name: "aggressive-with-ikev2", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Sometimes
    }
}

impl Rule for AggressiveWithIkeV2 {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        if !cx.is_libreswan()
            || facts.is_v1()
            || facts.is_shunt()
            || !is_yes(conn, "aggressive", None)
        {
            return;
        }
        let setting = conn
            .get("aggressive", None)
            .expect("bug: the value was read from it");
        let message = "aggressive mode is of IKEv1, and the conn negotiates IKEv2";
        let finding = if cx.is_libreswan_5() {
            cx.refusal(conn.value_span(setting), message)
        } else {
            let note = format!("{} ignores it without a message", cx.program());
            cx.finding(Effect::Ignored, conn.value_span(setting), message)
                .note(note)
        };
        let fix = cx.removal(conn, setting);
        cx.report(finding.help("remove the line").fix(fix));
    }
}
