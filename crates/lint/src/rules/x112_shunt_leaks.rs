//! Clear text while there is no tunnel.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::model::Conn;

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// Traffic that leaves in clear text while the tunnel is down.
    ///
    /// ## What it does
    ///
    /// Finds `failureshunt=passthrough` and `negotiationshunt=passthrough` outside opportunistic conns.
    ///
    /// ## Why it matters
    ///
    /// While Libreswan or Openswan negotiates, or after it has failed to, the traffic that the tunnel is for goes out in
    /// clear text. An attacker who drops the packets of IKE reads it.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     failureshunt=passthrough
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     failureshunt=drop
    /// ```
    pub struct ShuntLeaks {
        code: "X112", name: "shunt-leaks", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan, Openswan", fix: Sometimes
    }
}

impl Rule for ShuntLeaks {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if cx.is_strongswan() || cx.facts().is_shunt_or_opportunistic() {
            return;
        }
        for (id, when) in [
            ("failureshunt", "has failed to negotiate"),
            ("negotiationshunt", "negotiates"),
        ] {
            let passes =
                |text: &str| matches!(text.to_ascii_lowercase().as_str(), "pass" | "passthrough");
            let Some(setting) = conn
                .get(id, None)
                .filter(|setting| passes(&setting.value.text))
            else {
                continue;
            };
            let span = conn.value_span(setting);
            let finding = cx.weakness(conn,
                span,
                format!(
                    "`{id}={}` lets traffic out in clear text",
                    setting.value.text
                ),
            )
            .note(format!("{} lets it pass while it {when}", cx.program()))
            .help(format!("write `{id}=drop`"))
            .fix(Fix::risky("write `drop`", span, "drop"));
            cx.report(finding);
        }
    }
}
