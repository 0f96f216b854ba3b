//! Two scripts for one event.

use ipsec_conf::Effect;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::{is_yes, set};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `leftfirewall=yes` beside `leftupdown=`.
    ///
    /// ## What it does
    ///
    /// Finds ends with both a script of their own and the firewall rules of the standard script.
    ///
    /// ## Why it matters
    ///
    /// `leftfirewall=yes` is a short form of `leftupdown="ipsec _updown iptables"`. strongSwan drops a conn that has both.
    ///
    /// ## Example
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftfirewall=yes
    ///     leftupdown=/etc/updown
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good strongswan@5.9.8
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftfirewall=yes
    /// ```
    pub struct FirewallAndUpdown {
        code: "M172", name: "firewall-and-updown", severity: Error, enabled: true,
        since: "0.1", dialects: "strongSwan", fix: Sometimes
    }
}

impl Rule for FirewallAndUpdown {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        for side in Side::BOTH {
            let (Some(firewall), Some(updown)) = (
                set(conn, "firewall", Some(side)),
                set(conn, "updown", Some(side)),
            ) else {
                continue;
            };
            if !cx.is_strongswan() || !is_yes(conn, "firewall", Some(side)) {
                continue;
            }
            let fix = cx.removal(conn, firewall);
            let finding = cx
                .finding(
                    Effect::ConnRefused,
                    conn.key_span(firewall),
                    format!(
                        "`{}` and `{}` exclude each other",
                        firewall.spelling(),
                        updown.spelling()
                    ),
                )
                .related(conn.key_span(updown), "the script is set here")
                .note(format!("{} drops the conn", cx.program()))
                .help("open the firewall in the script")
                .fix(fix);
            cx.report(finding);
        }
    }
}
