//! IP-TFS with what it excludes.

use ipsec_conf::model::Conn;
use ipsec_conf::value::Value;

use crate::context::Context;
use crate::facts::{Kind, is_yes, set, word};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `iptfs=yes` with transport mode, AH, compression, `tfc=` or IKEv1.
    ///
    /// ## What it does
    ///
    /// Finds what aggregation and fragmentation of packets (RFC 9347) cannot go with.
    ///
    /// ## Why it matters
    ///
    /// Libreswan refuses to add the conn.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     iptfs=yes
    ///     compress=yes
    /// ```
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     iptfs=yes
    ///     type=transport
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     iptfs=yes
    /// ```
    ///
    /// ## See also
    ///
    /// M191 for the settings of IP-TFS without it.
    pub struct IptfsConflicts {
        code: "M188", name: "iptfs-conflicts", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan >= 5.2", fix: Never
    }
}

impl Rule for IptfsConflicts {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        if !cx.is_libreswan_5() || facts.is_shunt() || !is_yes(conn, "iptfs", None) {
            return;
        }
        let has_tfc = matches!(conn.value("tfc", None), Some(Value::Int(size)) if *size != 0);
        let is_ah = word(conn, "phase2", None) == Some("ah");
        let candidates = [
            ("type", facts.kind == Kind::Transport, "`type=tunnel`"),
            ("phase2", is_ah, "ESP"),
            ("ah", true, "ESP"),
            ("tfc", has_tfc, "`tfc=0`"),
            ("compress", is_yes(conn, "compress", None), "`compress=no`"),
            ("keyexchange", facts.is_v1(), "IKEv2"),
            ("ikev2", facts.is_v1(), "IKEv2"),
        ];
        let mut wrong = candidates.into_iter().filter(|(_, applies, _)| *applies);
        let Some((other, needs)) =
            wrong.find_map(|(id, _, needs)| Some((set(conn, id, None)?, needs)))
        else {
            return;
        };
        let setting = conn
            .get("iptfs", None)
            .expect("bug: the value was read from it");
        let finding = cx
            .refusal(conn.key_span(setting), format!("`iptfs` needs {needs}"))
            .related(
                conn.value_span(other),
                format!("`{}` is set here", other.spelling()),
            )
            .help(format!("write {needs}, or remove `iptfs`"));
        cx.report(finding);
    }
}
