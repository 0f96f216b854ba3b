//! Signatures over SHA-1.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::model::Conn;

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// Signatures that are made over SHA-1.
    ///
    /// ## What it does
    ///
    /// Finds `rsa-sha1` in `authby=`.
    ///
    /// ## Why it matters
    ///
    /// A signature is only as good as its hash, and collisions of SHA-1 can be bought; RFC 8247 says MUST NOT. Libreswan
    /// signs so when the list holds the word and the peer offers nothing better. Plain `rsasig` allows it as well and
    /// prefers SHA-2.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     authby=rsa-sha1
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     authby=rsa-sha2
    /// ```
    ///
    /// ## See also
    ///
    /// `weak-hash`
    pub struct Sha1Signature {
        code: "X109", name: "sha1-signature", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Sometimes
    }
}

impl Rule for Sha1Signature {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let Some(authby) = conn
            .get("authby", None)
            .filter(|_| cx.is_libreswan())
        else {
            return;
        };
        for (at, _) in authby.value.text.match_indices("rsa-sha1") {
            let span = conn.part_span(authby, at..at + "rsa-sha1".len());
            let finding = cx.weakness(conn, span, "`rsa-sha1` signs over SHA-1")
                .note("RFC 8247 forbids SHA-1 in signatures")
                .help("write `rsa-sha2`")
                .fix(Fix::risky("write `rsa-sha2`", span, "rsa-sha2"));
            cx.report(finding);
        }
    }
}
