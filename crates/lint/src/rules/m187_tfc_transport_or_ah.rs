//! Padding without a tunnel.

use ipsec_conf::model::Conn;
use ipsec_conf::value::Value;

use crate::context::Context;
use crate::facts::{Kind, set, set_any, word};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `tfc=` in a conn that is no ESP tunnel.
    ///
    /// ## What it does
    ///
    /// Finds traffic flow confidentiality padding with `type=transport` or AH, and before Libreswan 5 also in a shunt.
    ///
    /// ## Why it matters
    ///
    /// The padding stands inside the encrypted tunnel packet. Libreswan refuses to add the conn; Libreswan 5 ignores the
    /// keyword in a shunt.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     type=transport
    ///     tfc=100
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     phase2=ah
    ///     tfc=100
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     tfc=100
    /// ```
    ///
    /// ## See also
    ///
    /// M188.
    pub struct TfcTransportOrAh {
        code: "M187", name: "tfc-transport-or-ah", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Sometimes
    }
}

impl Rule for TfcTransportOrAh {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let is_padded = matches!(conn.value("tfc", None), Some(Value::Int(size)) if *size != 0);
        if !cx.is_libreswan() || !is_padded || (facts.is_shunt() && cx.is_libreswan_5()) {
            return;
        }
        let setting = conn
            .get("tfc", None)
            .expect("bug: the value was read from it");
        let (other, message) = if facts.kind == Kind::Tunnel {
            let is_ah = word(conn, "phase2", None) == Some("ah")
                || (cx.is_libreswan_5() && set(conn, "ah", None).is_some());
            (
                set_any(conn, &["phase2", "ah"]).filter(|_| is_ah),
                "`tfc` needs ESP",
            )
        } else {
            (conn.get("type", None), "`tfc` needs `type=tunnel`")
        };
        let Some(other) = other else { return };
        let fix = cx.removal(conn, setting);
        let finding = cx
            .refusal(conn.key_span(setting), message)
            .related(
                conn.value_span(other),
                format!("`{}` is set here", other.spelling()),
            )
            .help("remove `tfc`")
            .fix(fix);
        cx.report(finding);
    }
}
