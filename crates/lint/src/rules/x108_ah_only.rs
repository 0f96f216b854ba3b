//! AH in place of ESP.

use ipsec_conf::Dialect;
use ipsec_conf::model::Conn;

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// Traffic that is only signed, with AH.
    ///
    /// ## What it does
    ///
    /// Finds conns with `phase2=ah`, `auth=ah` or `ah=`.
    ///
    /// ## Why it matters
    ///
    /// AH does not encrypt and does not pass NAT. RFC 8221 advises ESP with NULL encryption where integrity alone is
    /// wanted, or AES-GCM for both. Libreswan 4.10 takes an `ah=` without `phase2=ah` for `esp=`.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     phase2=ah
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     ah=sha256!
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     phase2=esp
    /// ```
    pub struct AhOnly {
        code: "X108", name: "ah-only", severity: Info, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for AhOnly {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if conn.is_shunt() {
            return;
        }
        let by_phase2 = ["phase2", "auth"]
            .into_iter()
            .find(|id| conn.text(id, None) == Some("ah"))
            .and_then(|id| conn.get(id, None));
        // Libreswan before 5.0 and Openswan take `ah=` for another name of `esp=`.
        let stands_for_itself =
            cx.is_strongswan() || cx.is_libreswan_5();
        let by_name = conn
            .get("ah", None)
            .filter(|setting| stands_for_itself && !setting.value.text.is_empty());
        let Some(setting) = by_phase2.or(by_name) else {
            return;
        };
        let mut finding =
            cx.weakness(conn, conn.value_span(setting), "AH does not encrypt")
                .note("RFC 8221 advises against AH: ESP does the same and more");
        finding = match cx.target().dialect {
            Dialect::StrongSwan => {
                finding.help("use `esp=aes256gcm16`, or `esp=null-sha256` for integrity alone")
            }
            _ => finding.help("use `phase2=esp`, with `esp=null-sha2_256` for integrity alone"),
        };
        cx.report(finding);
    }
}
