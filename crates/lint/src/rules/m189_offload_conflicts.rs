//! Packet offload with what no hardware does.

use ipsec_conf::model::Conn;
use ipsec_conf::value::Value;

use crate::context::Context;
use crate::facts::{Kind, is_yes, set, word};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `nic-offload=packet` in a conn that the network card cannot handle alone.
    ///
    /// ## What it does
    ///
    /// Finds packet offload with a tunnel, AH, compression, forced encapsulation or an odd replay window.
    ///
    /// ## Why it matters
    ///
    /// Libreswan refuses to add the conn: with `packet` the card does everything, and cards do transport mode of ESP with a
    /// replay window of 32, 64, 128 or 256.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     nic-offload=packet
    /// ```
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     nic-offload=packet
    ///     type=transport
    ///     replay-window=100
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     nic-offload=packet
    ///     type=transport
    /// ```
    ///
    /// ```ipsec good libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     nic-offload=crypto
    /// ```
    pub struct OffloadConflicts {
        code: "M189", name: "offload-conflicts", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan >= 5", fix: Never
    }
}

impl Rule for OffloadConflicts {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        if !cx.is_libreswan_5()
            || facts.is_shunt()
            || word(conn, "nic-offload", None) != Some("packet")
        {
            return;
        }
        let is_odd = matches!(conn.value("replay-window", None), Some(Value::Int(size)) if ![32, 64, 128, 256].contains(size));
        let candidates = [
            (
                "encapsulation",
                is_yes(conn, "encapsulation", None),
                "`encapsulation=no`",
            ),
            ("compress", is_yes(conn, "compress", None), "`compress=no`"),
            ("phase2", word(conn, "phase2", None) == Some("ah"), "ESP"),
            ("ah", true, "ESP"),
            (
                "replay-window",
                is_odd,
                "a `replay-window` of 32, 64, 128 or 256",
            ),
        ];
        let (other, needs) = if facts.kind == Kind::Tunnel {
            (set(conn, "type", None), "`type=transport`")
        } else {
            let mut wrong = candidates.into_iter().filter(|(_, applies, _)| *applies);
            match wrong.find_map(|(id, _, needs)| Some((set(conn, id, None)?, needs))) {
                Some((other, needs)) => (Some(other), needs),
                None => return,
            }
        };
        let setting = conn
            .get("nic-offload", None)
            .expect("bug: the value was read from it");
        let mut finding = cx
            .refusal(
                conn.value_span(setting),
                format!("`nic-offload=packet` needs {needs}"),
            )
            .help(format!("write `nic-offload=crypto`, or use {needs}"));
        if let Some(other) = other {
            finding = finding.related(
                conn.value_span(other),
                format!("`{}` is set here", other.spelling()),
            );
        }
        cx.report(finding);
    }
}
