//! A conn with a preshared key that nobody has.

use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::secrets::{Key, Kind, Secrets, Who};
use ipsec_conf::text::printable;
use ipsec_conf::value::IkeVersion;
use ipsec_conf::{Effect, Span};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};
use crate::facts::psk_alone;

declare_rule! {
    /// A conn with `authby=secret` for whose identities the secrets file has no preshared key.
    ///
    /// ## What it does
    ///
    /// Looks the identities of both ends up in `ipsec.secrets`, as the target does it: `leftid=` and `rightid=`, or the
    /// addresses where these are not set. Which end is this host is not known, so both orders are tried. Nothing is said when
    /// an end can have any identity that an entry names, or when an included file cannot be looked at.
    ///
    /// ## Why it matters
    ///
    /// Libreswan, Openswan and strongSwan load the conn without a word. The negotiation then fails at its last step, and the
    /// log of one of the two hosts says that there is no preshared key or that the authentication failed.
    /// Libreswan and Openswan take an entry for both identities, for the own one alone, or with `%any`; strongSwan takes every
    /// entry that names one of them.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     leftid=@west.example
    ///     right=198.51.100.7
    ///     rightid=@east.example
    ///     authby=secret
    /// # file: ipsec.secrets
    /// 192.0.2.1 198.51.100.7 : PSK "k3!fPq9ZmW7sL0xVbN2cTr5yHg8u"
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=secret
    ///     keyexchange=ikev2
    /// # file: ipsec.secrets
    /// 203.0.113.9 : PSK "k3!fPq9ZmW7sL0xVbN2cTr5yHg8u"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     leftid=@west.example
    ///     right=198.51.100.7
    ///     rightid=@east.example
    ///     authby=secret
    /// # file: ipsec.secrets
    /// @west.example @east.example : PSK "k3!fPq9ZmW7sL0xVbN2cTr5yHg8u"
    /// ```
    ///
    /// ```ipsec good strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=secret
    /// # file: ipsec.secrets
    /// 198.51.100.7 : PSK "k3!fPq9ZmW7sL0xVbN2cTr5yHg8u"
    /// ```
    ///
    /// ## See also
    ///
    /// `secrets-syntax`, `unused-secret`
    pub struct SecretNotFound {
        code: "P104", name: "secret-not-found", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for SecretNotFound {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let Some(secrets) = cx.lint.secrets.filter(|secrets| !secrets.is_incomplete()) else {
            return;
        };
        if conn.is_shunt() || conn.is_refused() {
            return;
        }
        let Some(asked) = psk_alone(conn).map(|setting| conn.value_span(setting)) else {
            return;
        };
        let ids = Side::BOTH.map(|side| Who::of_end(conn, side));
        let hosts = Side::BOTH.map(|side| Who::of_host(conn, side));
        // strongSwan falls back to the addresses in IKEv1.
        let tries_hosts =
            cx.is_strongswan() && conn.ike_version() != Some(IkeVersion::V2);
        if found(secrets, &ids).is_some() || tries_hosts && found(secrets, &hosts).is_some() {
            return;
        }
        let names = [
            name(conn, Side::Left, &ids[0]),
            name(conn, Side::Right, &ids[1]),
        ];
        let for_hosts =
            found(secrets, &hosts).filter(|_| ids != hosts && hosts.iter().all(Who::is_known));
        let shown = format!("`{}` and `{}`", names[0], names[1]);
        let (span, message) = match for_hosts {
            Some(_) => (
                id_span(conn).unwrap_or(asked),
                format!("no preshared key for {shown}, but one for their addresses"),
            ),
            None => (asked, format!("no preshared key for {shown}")),
        };
        let mut finding = cx.finding(Effect::Ignored, span, message).note(format!(
            "{} loads the conn; its negotiation fails when the key is looked for",
            cx.program()
        ));
        if let Some(record) = for_hosts {
            finding = finding.related(
                secrets.records()[record].ids_span,
                "this entry is for the addresses",
            );
        }
        let is_complete = ids.iter().all(|who| matches!(who, Who::Known(_)));
        finding = match (for_hosts, is_complete) {
            (Some(_), true) => finding.help(format!(
                "write `{} {}` before the `:` of the entry",
                index(&names[0]),
                index(&names[1])
            )),
            (None, true) => finding.help(format!(
                "add an entry: `{} {} : PSK \"...\"`",
                index(&names[0]),
                index(&names[1])
            )),
            _ => {
                finding.help("add an entry for the identities of both ends: `ID ID : PSK \"...\"`")
            }
        };
        cx.report(finding);
    }
}

/// The entry that one of the two hosts would take.
fn found(secrets: &Secrets, ends: &[Who; 2]) -> Option<usize> {
    let [left, right] = ends;
    let either = secrets
        .find(left, right, Kind::Psk)
        .or_else(|| secrets.find(right, left, Kind::Psk));
    either.map(|found| found.record)
}

fn id_span(conn: &Conn<'_>) -> Option<Span> {
    let setting = Side::BOTH.into_iter().find_map(|side| {
        conn.get("id", Some(side))
            .filter(|setting| setting.is_set())
    })?;
    Some(conn.value_span(setting))
}

/// An end as the file names it.
fn name(conn: &Conn<'_>, side: Side, who: &Who) -> String {
    let id = conn
        .text("id", Some(side))
        .filter(|_| !matches!(who, Who::Known(Key::Address(_))));
    let text = match (id, who) {
        (Some(id), _) => id.to_owned(),
        (None, Who::Known(Key::Address(addr))) => addr.to_string(),
        (None, _) => conn.text("host", Some(side)).unwrap_or("%any").to_owned(),
    };
    printable(&text).into_owned()
}

/// As an index is written: with quotes when it has blanks.
fn index(name: &str) -> String {
    if name.contains([' ', ',']) {
        format!("\"{name}\"")
    } else {
        name.to_owned()
    }
}
