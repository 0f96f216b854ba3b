//! Algorithms that the release decides.

use ipsec_conf::keyword::algorithm;
use ipsec_conf::model::Conn;
use ipsec_conf::{Effect, Severity};

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A conn that relies on the default proposals of its release.
    ///
    /// ## What it does
    ///
    /// Finds conns without `ike=`, or without `esp=`, and says which releases changed the defaults. It is off unless it is
    /// selected.
    ///
    /// ## Why it matters
    ///
    /// The default set changed with Libreswan 3.19, 3.20, 3.28, 3.30, 5.0 and 5.1. Usually for the better; a peer that
    /// knows old algorithms only is lost with the upgrade.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     ike=aes_gcm256-sha2_256-dh19
    ///     esp=aes_gcm256
    /// ```
    ///
    /// ## See also
    ///
    /// `default-value-changed`
    pub struct DefaultProposalsChanged {
        code: "U107", name: "default-proposals-changed", severity: Info, enabled: false,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}

impl Rule for DefaultProposalsChanged {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if !cx.is_libreswan() || cx.facts().is_shunt_or_opportunistic() {
            return;
        }
        let missing: Vec<&str> = ["ike", "esp"]
            .into_iter()
            .filter(|id| conn.text(id, None).is_none())
            .collect();
        let is_set = |id: &str| conn.text(id, None).is_some();
        if missing.is_empty() || missing == ["esp"] && (is_set("phase2alg") || is_set("ah")) {
            return;
        }
        let mut finding = cx
            .finding(
                Effect::Works,
                cx.name_span(conn),
                format!("the release decides about `{}=`", missing.join("=` and `")),
            )
            .severity(Severity::Info)
            .note(
                "the default proposals changed with Libreswan 3.19, 3.20, 3.28, 3.30, 5.0 and 5.1",
            );
        for default in algorithm::default_proposals()
            .iter()
            .filter(|default| default.dialect == cx.target().dialect)
        {
            if missing.contains(&default.keyword) && !default.ikev2.is_empty() {
                finding = finding.note(format!(
                    "Libreswan {} proposes {} in `{}=`",
                    default.version,
                    default.ikev2.join(", "),
                    default.keyword
                ));
            }
        }
        cx.report(finding.help("write the algorithms that the peer needs"));
    }
}
