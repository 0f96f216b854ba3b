//! A key of a kind that the program cannot use.

use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::value::{Pubkey, Value};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `lefteddsakey=` with a key.
    ///
    /// ## What it does
    ///
    /// Finds raw `EdDSA` keys.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 5.4 knows the keyword, and refuses every conn with such a key: its crypto library has no support for it.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=rsasig
    ///     lefteddsakey=0sSQh4FCZ+N+trYCHALISvu7RzebIZIpbXfAz7cj8ZeLMfRXqDb7hMbco5lRIXdWgjS8Bwnb3n23BVTxraD0b8+A==
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=rsasig
    ///     leftrsasigkey=%cert
    /// ```
    pub struct EddsaNotSupported {
        code: "M179", name: "eddsa-not-supported", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan >= 5.4", fix: Sometimes
    }
}

impl Rule for EddsaNotSupported {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        for side in Side::BOTH {
            let Some(setting) = conn
                .get("eddsakey", Some(side))
                .filter(|_| cx.is_libreswan_5())
            else {
                continue;
            };
            if !matches!(
                conn.reading(setting).value,
                Some(Value::Key(Pubkey::Hex(_) | Pubkey::Base64(_)))
            ) {
                continue;
            }
            let fix = cx.removal(conn, setting);
            let finding = cx
                .refusal(
                    conn.key_span(setting),
                    format!(
                        "`{}` holds a key that {} cannot use",
                        setting.spelling(),
                        cx.program()
                    ),
                )
                .help("use an ECDSA or RSA key")
                .fix(fix);
            cx.report(finding);
        }
    }
}
