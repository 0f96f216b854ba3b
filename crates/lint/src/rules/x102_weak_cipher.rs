//! Ciphers that no longer protect.

use ipsec_conf::Severity;
use ipsec_conf::diagnostic::Fix;
use ipsec_conf::keyword::algorithm::{Kind, Rating};
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::crypto;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A cipher that is broken, too short, or does not encrypt at all.
    ///
    /// ## What it does
    ///
    /// Finds DES, 3DES, Blowfish, CAST and NULL encryption in `ike=`, `esp=` and their aliases. Where NULL encryption or
    /// AES-GMAC is all that is proposed, integrity alone is meant and it is only mentioned; beside a real cipher the peer
    /// may choose it.
    ///
    /// ## Why it matters
    ///
    /// A single DES key is found in hours. Ciphers with blocks of 64 bits (3DES, Blowfish, CAST) leak plain text after some
    /// gigabytes under one key. RFC 8221 and RFC 8247 rate them SHOULD NOT or MUST NOT. Libreswan and strongSwan negotiate
    /// whatever is listed and their build knows.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     esp=3des-sha1
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     esp=aes256-sha256,null-sha256!
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     esp=aes_gcm256
    /// ```
    ///
    /// ## See also
    ///
    /// `weak-hash`, `weak-dh`, `algorithm-not-in-build`
    pub struct WeakCipher {
        code: "X102", name: "weak-cipher", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}

impl Rule for WeakCipher {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let words = cx.words(conn);
        let ciphers: Vec<_> = words
            .iter()
            .filter(|word| word.algorithm.kind == Kind::Encr)
            .collect();
        let encrypts =
            |word: &crypto::Word| !matches!(word.algorithm.id, "null" | "null_auth_aes_gmac");
        for word in ciphers
            .iter()
            .filter(|word| word.algorithm.rating != Rating::Ok)
        {
            let others = ciphers
                .iter()
                .any(|other| encrypts(other) && other.is_ike == word.is_ike);
            let message = match (encrypts(word), others) {
                (true, _) => format!("`{}` is a weak cipher", word.text),
                (false, true) => format!("`{}` lets the peer choose no encryption", word.text),
                (false, false) => format!("`{}` gives integrity and no encryption", word.text),
            };
            let mut finding =
                cx.weakness(conn, word.span, message).note(word.algorithm.source);
            let is_meant = !encrypts(word) && !others;
            if is_meant || word.algorithm.rating == Rating::Deprecated {
                finding = finding.severity(Severity::Info);
            }
            if let Some(why) = word.algorithm.note {
                finding = finding.note(why);
            }
            let better = crypto::instead(word, cx.target());
            finding = finding.help(if is_meant {
                "add a cipher unless that is what you want".to_owned()
            } else {
                format!("write `{better}` at both ends")
            });
            if encrypts(word) {
                finding = finding.fix(Fix::risky(format!("write `{better}`"), word.span, better));
            }
            cx.report(finding);
        }
    }
}
