//! SHA-2 cut to 96 bits.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::is_yes;
use crate::crypto;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// SHA-256 that is cut to 96 bits for the sake of old kernels.
    ///
    /// ## What it does
    ///
    /// Finds `sha2-truncbug=yes`, `sha256_96=yes` and the algorithm of that name.
    ///
    /// ## Why it matters
    ///
    /// RFC 4868 cuts HMAC-SHA-256 to 128 bits. Some old kernels and phones cut it to 96; where only one end does so, the
    /// tunnel comes up and no packet passes. Libreswan and strongSwan do it for every peer of the conn.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     sha2-truncbug=yes
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     esp=aes128-sha256_96!
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     sha2-truncbug=no
    /// ```
    ///
    /// ## See also
    ///
    /// `sha2-truncation-mismatch`
    pub struct TruncatedSha2 {
        code: "X111", name: "truncated-sha2", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan, strongSwan", fix: Sometimes
    }
}

impl Rule for TruncatedSha2 {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let note = "only peers that make the same mistake can talk to it; RFC 4868 wants 128 bits";
        for id in ["sha2-truncbug", "sha256_96"] {
            let Some(setting) = conn.get(id, None).filter(|_| is_yes(conn, id, None)) else {
                continue;
            };
            let span = conn.value_span(setting);
            let finding = cx.weakness(conn,
                span,
                "SHA-256 is cut to 96 bits for every peer of the conn",
            )
            .note(note)
            .help("remove the line, or keep it in a conn for the peers that need it")
            .fix(Fix::risky("write `no`", span, "no"));
            cx.report(finding);
        }
        for word in cx.words(conn).iter() {
            if word.algorithm.id != "hmac_sha2_256_96" {
                continue;
            }
            let better = crypto::instead(word, cx.target());
            let finding = cx.weakness(conn,
                word.span,
                format!("`{}` cuts SHA-256 to 96 bits", word.text),
            )
            .note(note)
            .help(format!("write `{better}`"))
            .fix(Fix::risky(format!("write `{better}`"), word.span, better));
            cx.report(finding);
        }
    }
}
