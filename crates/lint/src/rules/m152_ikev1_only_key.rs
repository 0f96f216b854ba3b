//! A key of `IKEv1` in a conn of `IKEv2`.

use ipsec_conf::Effect;
use ipsec_conf::model::Conn;
use ipsec_conf::target::Reader;

use crate::context::Context;
use crate::facts::word;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A keyword that only IKEv1 has, in a conn that negotiates IKEv2.
    ///
    /// ## What it does
    ///
    /// Knows XAUTH, `ikepad` and the direction of mode configuration. In strongSwan, the conn must say `keyexchange=ikev2`.
    ///
    /// ## Why it matters
    ///
    /// The keyword has no effect. Where it asks for a password, nobody is asked.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     xauthby=file
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     keyexchange=ikev2
    ///     xauth=server
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// config setup
    ///     ikev1-policy=accept
    ///
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ikev2=no
    ///     leftxauthserver=yes
    ///     xauthby=file
    /// ```
    ///
    /// ## See also
    ///
    /// M153 for the reverse.
    pub struct IkeV1OnlyKey {
        code: "M152", name: "ikev1-only-key", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan, strongSwan", fix: Sometimes
    }
}

impl Rule for IkeV1OnlyKey {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let keys: &[&str] = match cx.reader() {
            Reader::Libreswan4 | Reader::Libreswan5 if !facts.is_v1() => &LIBRESWAN,
            Reader::StrongSwan if word(conn, "keyexchange", None) == Some("ikev2") => &STRONGSWAN,
            _ => return,
        };
        if facts.is_shunt() {
            return;
        }
        for setting in conn
            .settings()
            .iter()
            .filter(|setting| keys.contains(&setting.keyword.id) && !setting.value.text.is_empty())
        {
            let name = setting.spelling();
            let fix = cx.removal(conn, setting);
            let finding = cx
                .finding(
                    Effect::Ignored,
                    conn.key_span(setting),
                    format!("`{name}` is of IKEv1, and the conn negotiates IKEv2"),
                )
                .note(format!("{} ignores it", cx.program()))
                .help("remove the line")
                .fix(fix);
            cx.report(finding);
        }
    }
}

// Libreswan 5.4 says of the first five that it ignores them.
const LIBRESWAN: [&str; 6] = [
    "xauthby",
    "xauthfail",
    "xauthserver",
    "xauthclient",
    "ikepad",
    "modecfgpull",
];
const STRONGSWAN: [&str; 3] = ["xauth", "xauth_identity", "modeconfig"];
