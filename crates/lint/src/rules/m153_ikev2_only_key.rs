//! A key of `IKEv2` in a conn of `IKEv1`.

use ipsec_conf::Effect;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::{is_yes, set, word};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A keyword that only IKEv2 has, in a conn that negotiates IKEv1.
    ///
    /// ## What it does
    ///
    /// Knows `narrowing`, `enable-tcp` and `mobike`, in Libreswan 5 also `intermediate`, `session-resumption`, `send-
    /// supported-auth-methods`, `reject-simultaneous-ike-auth` and `sec-label`, which keep a conn from loading; and `ppk`,
    /// `accept-redirect` and `intermediate`, which are ignored.
    ///
    /// ## Why it matters
    ///
    /// Libreswan refuses to add such a conn, or ignores the keyword, which may be a protection that somebody relies on.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// config setup
    ///     ikev1-policy=accept
    ///
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ikev2=no
    ///     narrowing=yes
    /// ```
    ///
    /// ```ipsec bad libreswan@5.4
    /// config setup
    ///     ikev1-policy=accept
    ///
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     keyexchange=ikev1
    ///     session-resumption=yes
    /// ```
    ///
    /// ```ipsec bad libreswan@5.4
    /// config setup
    ///     ikev1-policy=accept
    ///
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     keyexchange=ikev1
    ///     ppk=insist
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     keyexchange=ikev2
    ///     session-resumption=yes
    /// ```
    ///
    /// ```ipsec good libreswan@5.4
    /// config setup
    ///     ikev1-policy=accept
    ///
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     keyexchange=ikev1
    ///     narrowing=no
    /// ```
    ///
    /// ## See also
    ///
    /// M152 for the reverse.
    pub struct IkeV2OnlyKey {
        code: "M153", name: "ikev2-only-key", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Sometimes
    }
}

impl Rule for IkeV2OnlyKey {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        if !cx.is_libreswan() || !facts.is_v1() || facts.is_shunt() {
            return;
        }
        let is_5 = cx.is_libreswan_5();
        for key in &KEYS {
            let Some(setting) = set(conn, key.id, None) else {
                continue;
            };
            let is_on = match word(conn, key.id, None) {
                Some(word) => !matches!(word, "no" | "never"),
                None => key.is_text || is_yes(conn, key.id, None),
            };
            if !is_on {
                continue;
            }
            let name = setting.spelling();
            let message = format!("`{name}` needs IKEv2, and the conn negotiates IKEv1");
            let finding = match if is_5 { key.in_5 } else { key.in_4 } {
                Manner::Refused => cx.refusal(conn.key_span(setting), message),
                Manner::Ignored => {
                    let note = format!("{} ignores it", cx.program());
                    cx.finding(Effect::Ignored, conn.key_span(setting), message)
                        .note(note)
                }
            };
            let fix = cx.removal(conn, setting);
            cx.report(finding.help("remove the line, or use IKEv2").fix(fix));
        }
    }
}

#[derive(Clone, Copy)]
enum Manner {
    Refused,
    Ignored,
}

struct Key {
    id: &'static str,
    /// Any text counts, not only `yes`.
    is_text: bool,
    in_4: Manner,
    in_5: Manner,
}

const fn key(id: &'static str, in_4: Manner, in_5: Manner) -> Key {
    Key {
        id,
        is_text: false,
        in_4,
        in_5,
    }
}

// As Libreswan 4.10 and 5.4 answered.
const KEYS: [Key; 10] = [
    key("narrowing", Manner::Refused, Manner::Refused),
    key("enable-tcp", Manner::Refused, Manner::Refused),
    key("mobike", Manner::Refused, Manner::Refused),
    key("intermediate", Manner::Ignored, Manner::Refused),
    key("session-resumption", Manner::Ignored, Manner::Refused),
    key(
        "send-supported-auth-methods",
        Manner::Ignored,
        Manner::Refused,
    ),
    key(
        "reject-simultaneous-ike-auth",
        Manner::Ignored,
        Manner::Refused,
    ),
    Key {
        is_text: true,
        ..key("sec-label", Manner::Ignored, Manner::Refused)
    },
    key("ppk", Manner::Ignored, Manner::Ignored),
    key("accept-redirect", Manner::Ignored, Manner::Ignored),
];
