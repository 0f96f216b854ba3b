//! Half of a dead peer detection.

use ipsec_conf::Effect;
use ipsec_conf::model::Conn;
use ipsec_conf::target::Reader;

use crate::context::Context;
use crate::facts::{seconds, set, set_any};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `dpddelay=` without `dpdtimeout=` in IKEv1, or `dpdaction=` without `dpddelay=`.
    ///
    /// ## What it does
    ///
    /// Finds settings of dead peer detection that lack their partner; 0 counts as not set.
    ///
    /// ## Why it matters
    ///
    /// In IKEv1 both times are needed, else the detection stays off. In IKEv2 `dpddelay` is enough, and `dpdaction` without
    /// it has no effect. Libreswan 5 has no `dpdaction` any more.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// config setup
    ///     ikev1-policy=accept
    ///
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ikev2=no
    ///     dpddelay=30
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     dpdaction=restart
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// config setup
    ///     ikev1-policy=accept
    ///
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ikev2=no
    ///     dpddelay=30
    ///     dpdtimeout=120
    /// ```
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     dpddelay=30
    ///     dpdaction=restart
    /// ```
    ///
    /// ## See also
    ///
    /// M131.
    pub struct IncompleteDpd {
        code: "M130", name: "incomplete-dpd", severity: Warning, enabled: true,
        since: "0.1", dialects: "Openswan, Libreswan", fix: Never
    }
}

impl Rule for IncompleteDpd {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let reader = cx.reader();
        if !matches!(
            reader,
            Reader::Openswan | Reader::Libreswan4 | Reader::Libreswan5
        ) || facts.is_shunt()
        {
            return;
        }
        let on = |ids: &[&str]| {
            seconds(conn, ids)
                .is_none_or(|time| time > 0)
                .then(|| set_any(conn, ids))
                .flatten()
        };
        let (delay, timeout) = (on(&["dpddelay"]), on(&TIMEOUT));
        let (setting, message, help) = match (delay, timeout) {
            (Some(delay), None) if facts.is_v1() => (
                delay,
                "`dpddelay` without `dpdtimeout`",
                "write `dpdtimeout=` as well: IKEv1 needs both",
            ),
            (None, Some(timeout)) if facts.is_v1() => (
                timeout,
                "`dpdtimeout` without `dpddelay`",
                "write `dpddelay=` as well: IKEv1 needs both",
            ),
            (None, None) if reader != Reader::Libreswan5 => match set(conn, "dpdaction", None) {
                Some(action) => (
                    action,
                    "`dpdaction` without `dpddelay`",
                    "write `dpddelay=30`, or remove the line",
                ),
                None => return,
            },
            _ => return,
        };
        let program = cx.program();
        let finding = cx
            .finding(Effect::Ignored, conn.key_span(setting), message)
            .note(format!("{program} leaves the detection of dead peers off"))
            .help(help);
        cx.report(finding);
    }
}

const TIMEOUT: [&str; 2] = ["dpdtimeout", "ikev1-dpdtimeout"];
