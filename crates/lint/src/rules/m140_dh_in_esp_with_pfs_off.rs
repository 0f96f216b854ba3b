//! A group that is not used.

use ipsec_conf::Effect;
use ipsec_conf::model::Conn;
use ipsec_conf::value::{Kind, Value};

use crate::context::Context;
use crate::facts::is_no;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A key exchange group in `esp=` or `ah=` with `pfs=no`.
    ///
    /// ## What it does
    ///
    /// Finds proposals for the second phase with a group where none is exchanged.
    ///
    /// ## Why it matters
    ///
    /// Libreswan drops the group and says so when the conn is added; releases around 3.25 refuse it.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     pfs=no
    ///     esp=aes-sha2;modp2048
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     esp=aes-sha2;modp2048
    /// ```
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     pfs=no
    ///     esp=aes-sha2
    /// ```
    ///
    /// ## See also
    ///
    /// M141.
    pub struct DhInEspWithPfsOff {
        code: "M140", name: "dh-in-esp-with-pfs-off", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Sometimes
    }
}

impl Rule for DhInEspWithPfsOff {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        if !cx.is_libreswan() || facts.is_shunt() || !is_no(conn, "pfs", None) {
            return;
        }
        for id in ["esp", "ah", "phase2alg"] {
            let Some(Value::Proposals(proposals)) = conn.value(id, None) else {
                continue;
            };
            if !proposals.iter().any(|proposal| {
                proposal
                    .of(Kind::KeyExchange)
                    .any(|group| group.id != Some("none"))
            }) {
                continue;
            }
            let [setting, pfs] =
                [id, "pfs"].map(|id| conn.get(id, None).expect("bug: the value was read from it"));
            let finding = cx
                .finding(
                    Effect::Ignored,
                    conn.value_span(setting),
                    format!(
                        "`{}` has a key exchange group, and `pfs` is off",
                        setting.spelling()
                    ),
                )
                .related(conn.value_span(pfs), "it is off here")
                .note(format!("{} drops the group", cx.program()))
                .help("remove the group, or `pfs=no`");
            cx.report(finding);
        }
    }
}
