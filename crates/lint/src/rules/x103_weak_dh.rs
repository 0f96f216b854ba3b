//! Key exchange groups that are too weak.

use ipsec_conf::Severity;
use ipsec_conf::diagnostic::Fix;
use ipsec_conf::keyword::algorithm::{Kind, Rating};
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::crypto;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A Diffie-Hellman group that is too small or of doubtful origin.
    ///
    /// ## What it does
    ///
    /// Finds MODP groups below 2048 bits, the groups 22 to 24 of RFC 5114 and `ecp192` in `ike=`, `esp=` and `ah=`.
    /// `modp1536` is only mentioned.
    ///
    /// ## Why it matters
    ///
    /// Everything that was recorded can be decrypted by whoever solves the one group: for 768 bits that is easy, for 1024
    /// bits within reach of states. RFC 8247 says MUST NOT or SHOULD NOT. Libreswan no longer builds DH22 (3.19) and
    /// modp1024 (3.30); strongSwan and Openswan use what is listed.
    ///
    /// ## Example
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     ike=aes256-sha256-modp1024!
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     ike=aes256-sha2_256-modp1536
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
    /// `algorithm-not-in-build`
    pub struct WeakDh {
        code: "X103", name: "weak-dh", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}

impl Rule for WeakDh {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        for word in cx.words(conn).iter() {
            let algorithm = word.algorithm;
            if algorithm.kind != Kind::Ke
                || algorithm.rating == Rating::Ok
                || algorithm.id == "none"
            {
                continue;
            }
            let better = crypto::instead(word, cx.target());
            let mut finding = cx.weakness(conn,
                word.span,
                format!("`{}` is a weak group", word.text),
            )
            .note(algorithm.source)
            .help(format!("write `{better}` or better at both ends"))
            .fix(Fix::risky(format!("write `{better}`"), word.span, better));
            if algorithm.id == "modp1536" || algorithm.rating == Rating::Deprecated {
                finding = finding.severity(Severity::Info);
            }
            if let Some(why) = algorithm.note {
                finding = finding.note(why);
            }
            cx.report(finding);
        }
    }
}
