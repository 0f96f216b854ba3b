//! Raw RSA keys, which are commands of their own and go before the conn.

use ipsec_conf::diagnostic::codes;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::{Diagnostic, Effect};

use super::connection::Authentication;
use super::ends::Place;
use crate::command::Command;

/// The key of an end that says nothing about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unsaid {
    /// The classic `auto`: `%dnsondemand`, unless there is a certificate.
    DnsOnDemand,
    Nothing,
}

/// What the keys of both ends come to.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    pub(crate) commands: Vec<Command>,
    /// Which ends, left first, carry `--dnskeyondemand`.
    pub(crate) on_demand: [bool; 2],
}

impl Keys {
    pub(crate) fn of(
        conn: &Conn<'_>,
        places: &[Place; 2],
        unsaid: Unsaid,
        found: &mut Vec<Diagnostic>,
    ) -> Keys {
        let mut keys = Keys::default();
        let authentication = Authentication::of(conn);
        let asks_for_keys = !authentication.shunt && (authentication.rsasig || !authentication.psk);
        if !asks_for_keys {
            return keys;
        }
        for (i, side) in Side::BOTH.into_iter().enumerate() {
            for keyword in ["rsasigkey", "rsasigkey2"] {
                let written = conn.text(keyword, Some(side));
                let has_default = unsaid == Unsaid::DnsOnDemand
                    && keyword == "rsasigkey"
                    && authentication.rsasig
                    && conn.text("cert", Some(side)).is_none();
                let Some(key) = written.or(has_default.then_some("%dnsondemand")) else {
                    continue;
                };
                keys.add(conn, i, keyword, key, places, found);
            }
        }
        keys
    }

    fn add(
        &mut self,
        conn: &Conn<'_>,
        end: usize,
        keyword: &str,
        key: &str,
        places: &[Place; 2],
        found: &mut Vec<Diagnostic>,
    ) {
        let side = Side::BOTH[end];
        let id = conn.text("id", Some(side)).unwrap_or(&places[end].host);
        let lower = key.to_ascii_lowercase();
        let has_none = matches!(lower.as_str(), "%none" | "%cert" | "0x00");
        if has_none || id == "%opportunistic" {
            return;
        }
        if id == "%any" {
            found.push(any_peer(conn, side, keyword));
            return;
        }
        if lower == "%dnsondemand" {
            self.on_demand[end] = true;
            return;
        }
        let is_from_dns = matches!(lower.as_str(), "%dns" | "%dnsonload");
        if is_from_dns && places[1 - end].host == "%any" {
            return;
        }
        let label = format!("\"{}\" {}{keyword}", conn.name(), side.prefix());
        let command = Command::ipsec("whack").option("--label", label);
        let command = if keyword == "rsasigkey2" {
            command.arg("--addkey")
        } else {
            command
        };
        let command = command.option("--keyid", id);
        self.commands.push(if is_from_dns {
            command
        } else {
            command.option("--pubkeyrsa", key)
        });
    }
}

/// One key for whoever comes is no key: whack asks for an identity.
fn any_peer(conn: &Conn<'_>, side: Side, keyword: &str) -> Diagnostic {
    let key = conn.get(keyword, Some(side));
    let setting = key
        .or_else(|| conn.get("id", Some(side)))
        .or_else(|| conn.get("host", Some(side)));
    let span = setting.map_or(conn.section().name_span, |setting| conn.value_span(setting));
    let message =
        format!("the {side} end is any peer (`%any`) and cannot have an RSA key of its own");
    let mut diagnostic =
        Diagnostic::new(codes::KEY_FOR_ANY_PEER, Effect::ConnRefused, span, message)
            .note(format!(
                "{} says: ID \"%any\" cannot have RSA key",
                conn.model.target().program()
            ))
            .help(format!(
                "write `{side}rsasigkey=%cert` if the peers have certificates"
            ))
            .help(format!(
                "or name the peer in `{side}id=`, or use a shared secret with `authby=secret`"
            ));
    if key.is_none() && conn.text("authby", None).is_none() {
        diagnostic =
            diagnostic.note("without `authby=` a conn uses RSA signatures, and keys from the DNS");
    }
    diagnostic
}
