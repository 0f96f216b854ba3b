//! A secret that is never chosen.


use foldhash::HashMap;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::secrets::{Key, Kind, Record, Secrets, Who};
use ipsec_conf::text::printable;
use ipsec_conf::{Effect, Severity};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};
use crate::facts::psk_alone;

declare_rule! {
    /// An entry of the secrets file that is never chosen, because one before it fits as well.
    ///
    /// ## What it does
    ///
    /// Finds entries of one kind with the same indices, and pairs of entries that fit the identities of a conn equally well and
    /// have different secrets.
    ///
    /// ## Why it matters
    ///
    /// Libreswan, Openswan and strongSwan take the entry that stands first among equally good ones; Libreswan says so in a debug
    /// message only. Whoever changes the second entry changes nothing.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=secret
    /// # file: ipsec.secrets
    /// 192.0.2.1 198.51.100.7 : PSK "k3!fPq9ZmW7sL0xVbN2cTr5yHg8u"
    /// 198.51.100.7 192.0.2.1 : PSK "pW4#tUe1oZk6rXq8aJd3iGv0bMn5"
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=secret
    /// # file: ipsec.secrets
    /// 192.0.2.1 198.51.100.7 203.0.113.9 : PSK "k3!fPq9ZmW7sL0xVbN2cTr5yHg8u"
    /// 192.0.2.1 198.51.100.7 : PSK "pW4#tUe1oZk6rXq8aJd3iGv0bMn5"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=secret
    /// # file: ipsec.secrets
    /// 192.0.2.1 198.51.100.7 : PSK "k3!fPq9ZmW7sL0xVbN2cTr5yHg8u"
    /// 192.0.2.1 203.0.113.9 : PSK "pW4#tUe1oZk6rXq8aJd3iGv0bMn5"
    /// ```
    ///
    /// ## See also
    ///
    /// `unused-secret`
    pub struct SecretShadowed {
        code: "P105", name: "secret-shadowed", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for SecretShadowed {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_secrets(&self, secrets: &Secrets, cx: &mut Context<'_>) {
        let mut seen: HashMap<(Kind, bool, Vec<Key>), &Record> = HashMap::default();
        for record in secrets
            .records()
            .iter()
            .filter(|record| record.stored && is_looked_up(record.kind))
        {
            let Some(keys) = keys(record) else { continue };
            let has_any = record.ids.iter().any(ipsec_conf::secrets::IndexId::is_any);
            match seen.get(&(record.kind, has_any, keys.clone())) {
                None => {
                    seen.insert((record.kind, has_any, keys), record);
                }
                Some(first) => report(first, record, cx),
            }
        }
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let Some(secrets) = cx
            .lint
            .secrets
            .filter(|_| !conn.is_shunt() && psk_alone(conn).is_some())
        else {
            return;
        };
        let [left, right] = Side::BOTH.map(|side| Who::of_end(conn, side));
        for (local, remote) in [(&left, &right), (&right, &left)] {
            let Some(found) = secrets.find(local, remote, Kind::Psk) else {
                continue;
            };
            let Some(rival) = found.rival else { continue };
            let (first, second) = (&secrets.records()[found.record], &secrets.records()[rival]);
            if keys(first) == keys(second) {
                // The secrets themselves say so.
                continue;
            }
            let name = printable(conn.name());
            let finding = cx
                .finding(Effect::Works, second.ids_span, format!("two secrets fit conn `{name}` equally well, and this is not the one that is taken"))
                .related(first.ids_span, "this entry stands first and is taken")
                .related(cx.name_span(conn), "for this conn")
                .note(format!("{} takes the first of equally good entries", cx.program()))
                .help("let only one entry name both ends");
            cx.report(finding);
            return;
        }
    }
}

fn is_looked_up(kind: Kind) -> bool {
    matches!(kind, Kind::Psk | Kind::Xauth | Kind::Eap | Kind::Ntlm)
}

/// The indices in an order of their own; `None` when one of them stands for no single peer.
fn keys(record: &Record) -> Option<Vec<Key>> {
    let named = record.ids.iter().filter(|index| !index.is_any());
    let mut keys: Vec<Key> = named
        .map(|index| Key::of(index.id.as_ref()?))
        .collect::<Option<_>>()?;
    keys.sort_by_cached_key(|key| format!("{key:?}"));
    keys.dedup();
    Some(keys)
}

fn report(first: &Record, second: &Record, cx: &mut Context<'_>) {
    let finding = if first.secret.is_same(&second.secret) {
        cx.finding(Effect::Works, second.ids_span, "the entry is there twice")
            .severity(Severity::Info)
            .help("remove one of the two")
    } else {
        cx.finding(
            Effect::Works,
            second.ids_span,
            "an entry with the same indices stands before this one, which is never taken",
        )
        .help("remove the one that is out of date")
    };
    let finding = finding
        .related(first.ids_span, "the first one is here")
        .note(format!(
            "{} takes the first of equally good entries",
            cx.program()
        ));
    cx.report(finding);
}
