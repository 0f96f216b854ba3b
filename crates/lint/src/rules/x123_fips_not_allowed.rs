//! What FIPS mode refuses.

use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::crypto;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// An algorithm or method that Libreswan refuses in FIPS mode.
    ///
    /// ## What it does
    ///
    /// Finds algorithms in `ike=`, `esp=` and `ah=` that are not approved, and `authby=null`. It is off unless it is
    /// selected.
    ///
    /// ## Why it matters
    ///
    /// In FIPS mode Libreswan refuses such a conn, or drops the algorithm from the list, when it is added. The file is fine
    /// on any other host.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     ike=chacha20_poly1305-sha2_256-dh19
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     ike=aes_gcm256-sha2_256-dh19
    /// ```
    pub struct FipsNotAllowed {
        code: "X123", name: "fips-not-allowed", severity: Info, enabled: false,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}

impl Rule for FipsNotAllowed {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if !cx.is_libreswan() || conn.is_shunt() {
            return;
        }
        let note = "Libreswan refuses it when the host runs in FIPS mode";
        for word in cx.words(conn).iter() {
            if NOT_APPROVED.contains(&word.algorithm.id) {
                let finding = cx.weakness(conn,
                    word.span,
                    format!("`{}` is not approved for FIPS mode", word.text),
                )
                .note(note);
                cx.report(finding.help(format!("write `{}`", crypto::instead(word, cx.target()))));
            }
        }
        let is_null = cx.facts().methods.contains(&"null");
        if let Some(authby) = conn.get("authby", None).filter(|_| is_null) {
            let finding = cx.weakness(conn,
                conn.value_span(authby),
                "null authentication is not approved for FIPS mode",
            );
            cx.report(finding.note(note).help("use `rsasig` or `ecdsa`"));
        }
    }
}

/// Ids of the algorithm tables.
pub(crate) const NOT_APPROVED: &[&str] = &[
    "des_cbc",
    "blowfish_cbc",
    "cast_cbc",
    "serpent_cbc",
    "twofish_cbc",
    "camellia_cbc",
    "camellia_ctr",
    "chacha20_poly1305",
    "hmac_md5",
    "hmac_md5_96",
    "hmac_sha2_256_96",
    "hmac_ripemd_160_96",
    "aes_xcbc_96",
    "aes128_xcbc",
    "modp768",
    "modp1024",
    "modp1536",
    "modp1024_160",
    "modp2048_224",
    "modp2048_256",
    "curve25519",
];
