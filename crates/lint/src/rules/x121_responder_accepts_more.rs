//! A list that is not the whole list.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::crypto;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A proposal that does not keep other algorithms out.
    ///
    /// ## What it does
    ///
    /// Finds `ike=` and `esp=` without a `!` at the end.
    ///
    /// ## Why it matters
    ///
    /// strongSwan adds its default proposals to the list unless it ends in `!`, so a peer may get algorithms that the file
    /// does not name. Libreswan is always strict.
    ///
    /// ## Example
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     ike=aes256-sha256-modp2048
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good strongswan@5.9.8
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     ike=aes256-sha256-modp2048!
    /// ```
    pub struct ResponderAcceptsMore {
        code: "X121", name: "responder-accepts-more", severity: Info, enabled: true,
        since: "0.1", dialects: "strongSwan", fix: Sometimes
    }
}

impl Rule for ResponderAcceptsMore {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if !cx.is_strongswan() || conn.is_shunt() {
            return;
        }
        for id in ["ike", "esp"] {
            let (Some(setting), Some(proposals)) =
                (conn.get(id, None), crypto::proposals(conn, id))
            else {
                continue;
            };
            if setting.value.text.is_empty() || proposals.iter().any(|proposal| proposal.strict) {
                continue;
            }
            let length = setting.value.text.len();
            let end = conn.part_span(setting, length..length);
            let finding = cx.weakness(conn,
                conn.value_span(setting),
                format!("`{id}=` accepts the default proposals as well"),
            )
            .note("strongSwan appends its defaults to a list that does not end in `!`")
            .help("end the list with `!`")
            .fix(Fix::risky("add `!`", end, "!"));
            cx.report(finding);
        }
    }
}
