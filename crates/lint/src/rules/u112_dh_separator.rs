//! A semicolon before the group.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::model::Conn;
use ipsec_conf::value::Kind;
use ipsec_conf::{Effect, Version};

use crate::context::Context;
use crate::crypto;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A `;` before the key exchange group of a proposal.
    ///
    /// ## What it does
    ///
    /// Finds proposals such as `aes-sha2;modp2048`, with an algorithm before the `;` after which `-` says the same.
    ///
    /// ## Why it matters
    ///
    /// Up to 3.19 Libreswan wanted the `;`; from 3.20 on `-` stands there as between the other parts, and strongSwan knows
    /// nothing else. Both are read. In `aes;modp2048`, where the integrity algorithm is left to the default, the `;` is
    /// needed and is not reported.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     ike=aes256-sha2_256;modp2048
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     ike=aes256-sha2_256-modp2048
    /// ```
    ///
    /// ## See also
    ///
    /// `bad-proposal-shape`
    pub struct DhSeparator {
        code: "U112", name: "dh-separator", severity: Info, enabled: true,
        since: "0.1", dialects: "Libreswan from 3.20", fix: Always
    }
}

impl Rule for DhSeparator {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if !cx.is_libreswan() || cx.target().version < Version::new(3, 20, 0) {
            return;
        }
        for id in crypto::KEYWORDS {
            let (Some(setting), Some(proposals)) =
                (conn.get(id, None), crypto::proposals(conn, id))
            else {
                continue;
            };
            for proposal in proposals {
                let Some(group) = proposal.of(Kind::KeyExchange).next() else {
                    continue;
                };
                let before = proposal
                    .transforms
                    .iter()
                    .take_while(|transform| transform.kind != Kind::KeyExchange)
                    .last();
                let is_hash = before
                    .is_some_and(|transform| matches!(transform.kind, Kind::Integrity | Kind::Prf));
                let Some(at) =
                    group.range.start.checked_sub(1).filter(|at| {
                        is_hash && setting.value.text.as_bytes().get(*at) == Some(&b';')
                    })
                else {
                    continue;
                };
                let span = conn.part_span(setting, at..at + 1);
                let finding = cx
                    .finding(Effect::Works, span, "`-` separates the group from 3.20 on")
                    .note("Libreswan reads both; strongSwan knows `-` only")
                    .help("write `-`")
                    .fix(Fix::safe("write `-`", span, "-"));
                cx.report(finding);
            }
        }
    }
}
