//! One preshared key for everybody.

use std::collections::HashMap;

use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::secrets::{IndexId, Key, Kind, Record, Who};
use ipsec_conf::text::printable;
use ipsec_conf::value::{Host, Value};
use ipsec_conf::{Effect, Span};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};
use crate::summary::{Summary, psk_span};

declare_rule! {
    /// A conn for any peer whose preshared key everybody has, or an entry without indices that serves several conns.
    ///
    /// ## What it does
    ///
    /// Finds conns with `right=%any`, a preshared key and an entry of the secrets file that any peer can use; and entries without
    /// indices, or with `%any` alone, that several conns with known peers use.
    ///
    /// ## Why it matters
    ///
    /// Whoever holds a key that many hosts share can play each of them, the gateway as well. That holds for Libreswan, Openswan
    /// and strongSwan alike: the key is all that they compare. When one host is lost, all of them need a new key.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn roadwarriors
    ///     left=192.0.2.1
    ///     right=%any
    ///     authby=secret
    /// ==> ipsec.secrets <==
    /// 192.0.2.1 %any : PSK "k3!fPq9ZmW7sL0xVbN2cTr5yHg8u"
    /// ```
    ///
    /// ## Use instead
    ///
    /// Certificates, or one conn with a key of its own for each peer.
    ///
    /// ```ipsec good libreswan@4.10
    /// conn alice
    ///     left=192.0.2.1
    ///     right=%any
    ///     rightid=@alice.example
    ///     authby=secret
    /// ==> ipsec.secrets <==
    /// 192.0.2.1 @alice.example : PSK "k3!fPq9ZmW7sL0xVbN2cTr5yHg8u"
    /// ```
    ///
    /// ## See also
    ///
    /// `short-psk`
    pub struct WildcardPsk {
        code: "X110", name: "wildcard-psk", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

const HELP: &str = "use certificates, or a conn and an entry for each peer";

impl Rule for WildcardPsk {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let Some(secrets) = cx
            .lint
            .secrets
            .filter(|_| !conn.is_shunt() && !conn.is_refused())
        else {
            return;
        };
        if psk_span(conn).is_none() {
            return;
        }
        for side in Side::BOTH {
            let Some(host) = conn.get("host", Some(side)) else {
                continue;
            };
            let is_any = matches!(
                conn.value("host", Some(side)),
                Some(Value::Host(Host::Any(_)))
            );
            if !is_any
                || Who::of_end(conn, side) != Who::Anyone
                || conn.text("cert", Some(side)).is_some()
            {
                continue;
            }
            // An identity that no entry names.
            let nobody = Who::Known(Key::Other(String::new()));
            let local = Who::of_end(conn, side.other());
            let Some(found) = secrets.find(&local, &nobody, Kind::Psk) else {
                continue;
            };
            let finding = cx
                .finding(
                    Effect::Works,
                    conn.value_span(host),
                    "any peer is accepted with one preshared key for all",
                )
                .related(
                    secrets.records()[found.record].ids_span,
                    "the entry that every peer uses",
                )
                .note(format!(
                    "{} compares nothing but the key: each holder of it can play every other one",
                    cx.program()
                ))
                .help(HELP);
            cx.report(finding);
        }
    }

    fn compares_conns(&self) -> bool {
        true
    }

    fn check_conns(&self, conns: &[Summary], cx: &mut Context<'_>) {
        let Some(secrets) = cx.lint.secrets else {
            return;
        };
        let mut users: HashMap<usize, Vec<(Span, String)>> = HashMap::new();
        for conn in conns
            .iter()
            .filter(|conn| conn.psk.is_some() && conn.negotiates())
        {
            let [left, right] = &conn.ends;
            if !left.who.is_known() || !right.who.is_known() {
                continue;
            }
            let orders = [
                secrets.find(&left.who, &right.who, Kind::Psk),
                secrets.find(&right.who, &left.who, Kind::Psk),
            ];
            let record = orders
                .iter()
                .flatten()
                .map(|found| found.record)
                .find(|&record| is_for_all(&secrets.records()[record]));
            let all_alike = orders
                .iter()
                .flatten()
                .all(|found| Some(found.record) == record);
            if let Some(record) = record.filter(|_| all_alike) {
                let section = cx.model.section(conn.id);
                users
                    .entry(record)
                    .or_default()
                    .push((section.name_span, section.name.to_string()));
            }
        }
        let mut users: Vec<(usize, Vec<(Span, String)>)> = users
            .into_iter()
            .filter(|(_, users)| users.len() > 1)
            .collect();
        users.sort();
        for (record, users) in users {
            let count = users.len();
            let mut finding = cx
                .finding(Effect::Works, secrets.records()[record].ids_span, format!("one preshared key for the peers of {count} conns"))
                .label("for everybody")
                .note(format!("{} takes it for every peer that has no entry of its own: each of them can play the others", cx.program()))
                .help(HELP);
            for (span, name) in users.iter().take(3) {
                finding = finding.related(*span, format!("conn `{}` uses it", printable(name)));
            }
            cx.report(finding);
        }
    }
}

fn is_for_all(record: &Record) -> bool {
    record.ids.iter().all(IndexId::is_any)
}
