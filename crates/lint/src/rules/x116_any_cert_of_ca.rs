//! Every certificate opens the door.

use ipsec_conf::Dialect;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::psk;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A conn that lets in whoever has a certificate of any loaded authority.
    ///
    /// ## What it does
    ///
    /// Finds conns for any peer with `rightid=%fromcert` or `rightid=%any`, certificates and no `rightca=`.
    ///
    /// ## Why it matters
    ///
    /// The identity is whatever the certificate says, so each certificate of each authority in the data base is good
    /// enough, also that of an authority that is there for another purpose. Libreswan and strongSwan check the chain and
    /// nothing else.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     leftcert=gw
    ///     right=%any
    ///     rightid=%fromcert
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     leftcert=gw
    ///     right=%any
    ///     rightid=%fromcert
    ///     rightca=%same
    /// ```
    pub struct AnyCertOfCa {
        code: "X116", name: "any-cert-of-ca", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan, strongSwan", fix: Never
    }
}

impl Rule for AnyCertOfCa {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if cx.target().dialect == Dialect::Openswan
            || cx.facts().is_shunt_or_opportunistic()
            || psk(conn).is_some()
        {
            return;
        }
        let Some(side) = cx
            .facts()
            .any_peer()
            .map(|peer| peer.side)
            .filter(|side| conn.text("ca", Some(*side)).is_none())
        else {
            return;
        };
        if conn
            .text("auth", Some(side))
            .is_some_and(|word| word.starts_with("eap") || word == "null")
        {
            return;
        }
        let is_open = |text: &str| matches!(text, "%fromcert" | "%any");
        let Some(id) = conn
            .get("id", Some(side))
            .filter(|setting| is_open(&setting.value.text))
        else {
            return;
        };
        let finding = cx.weakness(conn,
            conn.value_span(id),
            "a certificate of any authority is good enough",
        )
        .note(format!(
            "{} accepts every certificate whose chain it can verify",
            cx.program()
        ))
        .help(format!(
            "add `{side}ca=` with the subject of the authority, or `{side}ca=%same`"
        ));
        cx.report(finding);
    }
}
