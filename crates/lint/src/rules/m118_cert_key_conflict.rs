//! More than one key for one end.

use ipsec_conf::Effect;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::model::Setting;
use ipsec_conf::value::{Pubkey, Value};

use crate::context::Context;
use crate::facts::set;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// One end has more than one of a certificate, a key identifier and raw keys.
    ///
    /// ## What it does
    ///
    /// Finds ends with two of `leftcert=`, `leftckaid=` and a raw key (`leftrsasigkey=`, `leftecdsakey=`, `leftpubkey=`,
    /// `lefteddsakey=`; `%cert` does not count).
    ///
    /// ## Why it matters
    ///
    /// Libreswan drops a conn with two raw keys at one end. With a certificate and a key identifier, 4.x drops the conn and
    /// 5.x uses the certificate; with a raw key and an identifier, both use the raw key, and say so when the conn is added.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftcert=gateway
    ///     leftckaid=1fbae70657f2bb240241c2c6900deabe00faef5b
    /// ```
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftcert=gateway
    ///     leftckaid=1fbae70657f2bb240241c2c6900deabe00faef5b
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftcert=gateway
    /// ```
    pub struct CertKeyConflict {
        code: "M118", name: "cert-key-conflict", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Sometimes
    }
}

impl Rule for CertKeyConflict {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if !cx.is_libreswan() {
            return;
        }
        for side in Side::BOTH {
            let keys: Vec<_> = RAW
                .iter()
                .filter_map(|id| conn.get(id, Some(side)).filter(|key| is_raw(conn, key)))
                .collect();
            let cert = set(conn, "cert", Some(side));
            let ckaid = set(conn, "ckaid", Some(side));
            if let [first, second, ..] = keys[..] {
                let message = format!(
                    "{side} has two raw keys: `{}` and `{}`",
                    first.spelling(),
                    second.spelling()
                );
                let finding = cx
                    .refusal(conn.key_span(second), message)
                    .related(conn.key_span(first), "the first key is here")
                    .help("keep one of them");
                cx.report(finding);
            }
            let (Some(ckaid), Some(other)) = (ckaid, cert.or(keys.first().copied())) else {
                continue;
            };
            let is_cert = cert.is_some();
            let (name, winner) = (ckaid.spelling(), other.spelling());
            let finding = if is_cert && !cx.is_libreswan_5() {
                cx.refusal(
                    conn.key_span(ckaid),
                    format!("`{name}` and `{winner}` at one end"),
                )
            } else {
                cx.finding(
                    Effect::Ignored,
                    conn.key_span(ckaid),
                    format!("`{name}` is ignored beside `{winner}`"),
                )
                .note(format!("{} says so when the conn is added", cx.program()))
            };
            let fix = cx.removal(conn, ckaid);
            cx.report(
                finding
                    .related(conn.key_span(other), "the other key is here")
                    .help("keep one of them")
                    .fix(fix),
            );
        }
    }
}

const RAW: [&str; 4] = ["rsasigkey", "ecdsakey", "eddsakey", "pubkey"];

fn is_raw(conn: &Conn<'_>, setting: &Setting<'_>) -> bool {
    matches!(
        conn.reading(setting).value,
        Some(Value::Key(Pubkey::Hex(_) | Pubkey::Base64(_)))
    )
}
