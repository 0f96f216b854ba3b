//! Hashes that are broken.

use ipsec_conf::Severity;
use ipsec_conf::diagnostic::Fix;
use ipsec_conf::keyword::algorithm::{Kind, Rating};
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::crypto;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// MD5, or SHA-1, in a proposal.
    ///
    /// ## What it does
    ///
    /// Finds MD5 and other withdrawn hashes in `ike=`, `esp=` and `ah=`; SHA-1 is only mentioned.
    ///
    /// ## Why it matters
    ///
    /// MD5 is broken, and RFC 8221 and RFC 8247 forbid it. SHA-1 as HMAC still holds; the same RFCs announce its end, and
    /// NIST disallows it after 2030. Libreswan 4.10 and 5.4 and strongSwan take both without a word.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     ike=aes256-md5-modp2048
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     esp=aes128-sha1!
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
    /// `sha1-signature`, `truncated-sha2`
    pub struct WeakHash {
        code: "X104", name: "weak-hash", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}

impl Rule for WeakHash {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        for word in cx.words(conn).iter() {
            let algorithm = word.algorithm;
            let is_hash = matches!(algorithm.kind, Kind::Integ | Kind::Prf);
            // The truncated SHA-2 has a rule of its own.
            if !is_hash || algorithm.rating == Rating::Ok || algorithm.id == "hmac_sha2_256_96" {
                continue;
            }
            let better = crypto::instead(word, cx.target());
            let is_broken = algorithm.rating == Rating::Weak;
            let what = if is_broken {
                "is a broken hash"
            } else {
                "is a hash on its way out"
            };
            let finding = cx.weakness(conn, word.span, format!("`{}` {what}", word.text))
                .note(algorithm.source)
                .help(format!("write `{better}` at both ends"))
                .fix(Fix::risky(format!("write `{better}`"), word.span, better));
            cx.report(if is_broken {
                finding
            } else {
                finding.severity(Severity::Info)
            });
        }
    }
}
