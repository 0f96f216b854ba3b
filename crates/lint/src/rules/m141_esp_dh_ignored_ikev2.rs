//! Another group for the second phase.

use ipsec_conf::Effect;
use ipsec_conf::Severity;
use ipsec_conf::model::Conn;
use ipsec_conf::target::Reader;
use ipsec_conf::value::{Kind, Value};

use crate::context::Context;
use crate::facts::is_no;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// Different key exchange groups in `ike=` and `esp=` with IKEv2.
    ///
    /// ## What it does
    ///
    /// Compares the groups of `ike=` and `esp=` where both name some.
    ///
    /// ## Why it matters
    ///
    /// The first tunnel uses the group of `ike=` in any case. Libreswan 4 uses it for later keys as well, and the group of
    /// `esp=` is not used.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ike=aes256-sha2;modp2048
    ///     esp=aes256-sha2;dh19
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ike=aes256-sha2;modp2048
    ///     esp=aes256-sha2;modp2048
    /// ```
    ///
    /// ## See also
    ///
    /// M140.
    pub struct EspDhIgnoredIkeV2 {
        code: "M141", name: "esp-dh-ignored-ikev2", severity: Info, enabled: true,
        since: "0.1", dialects: "Libreswan < 5", fix: Never
    }
}

impl Rule for EspDhIgnoredIkeV2 {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        if cx.reader() != Reader::Libreswan4
            || facts.is_v1()
            || facts.is_shunt()
            || is_no(conn, "pfs", None)
        {
            return;
        }
        let (Some(ike), Some((id, esp))) = (
            groups(conn, "ike"),
            ["esp", "phase2alg"]
                .iter()
                .find_map(|id| Some((*id, groups(conn, id)?))),
        ) else {
            return;
        };
        if esp.iter().any(|group| ike.contains(group)) {
            return;
        }
        let [first, second] = ["ike", id].map(|id| {
            conn.get(id, None)
                .expect("bug: the groups were read from it")
        });
        let finding = cx
            .finding(
                Effect::Ignored,
                conn.value_span(second),
                format!(
                    "the group of `{}` is not the one of `ike`",
                    second.spelling()
                ),
            )
            .related(conn.value_span(first), "`ike` is set here")
            .note(format!(
                "{} uses the group of `ike` for the later keys, too",
                cx.program()
            ))
            .help("write the same group, or none")
            .severity(Severity::Info);
        cx.report(finding);
    }
}

/// The groups that a proposal names; `None` for none.
fn groups(conn: &Conn<'_>, id: &str) -> Option<Vec<&'static str>> {
    let Some(Value::Proposals(proposals)) = conn.value(id, None) else {
        return None;
    };
    let groups: Vec<_> = proposals
        .iter()
        .flat_map(|proposal| proposal.of(Kind::KeyExchange))
        .filter_map(|group| group.id)
        .collect();
    (!groups.is_empty()).then_some(groups)
}
