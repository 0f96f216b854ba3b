//! What a record is: of what kind, for whom, and who uses it. Never its secret.

use std::fmt::Write as _;
use std::ops::Range;

use ipsec_conf::Target;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::secrets::{Form, Kind, Record, Who};
use ipsec_conf::text::printable;
use tower_lsp::ls_types::{Hover, HoverContents};

use super::{SecretsView, title, touches};
use crate::features::hover::markdown;

/// With more conns it takes too long to ask each for its secret.
const MOST_CONNS: usize = 1000;
/// So many names are enough.
const MOST_NAMES: usize = 10;

pub(crate) fn hover(view: &SecretsView<'_>, offset: usize) -> Option<Hover> {
    let record = view.record_at(offset)?;
    let (text, range) = told(view, record, offset);
    Some(Hover {
        contents: HoverContents::Markup(markdown(text)),
        range: Some(view.range(range)),
    })
}

fn told(view: &SecretsView<'_>, record: &Record, offset: usize) -> (String, Range<usize>) {
    let target = view.secrets.target();
    let secret = record.secret.span();
    if touches(record.kind_span, offset) && !record.kind.word().is_empty() {
        let text = kind(record.kind, target);
        return (text, record.kind_span.range());
    }
    if touches(secret, offset) && record.secret.form() != Form::None {
        let text = format!("{}; it is not shown.\n", form(record.secret.form()));
        return (text, secret.range());
    }
    let index = record.ids.iter().find(|index| touches(index.span, offset));
    let mut text = format!("**{}**\n\n", title(view.analysis, record));
    if let Some(id) = index.and_then(|index| index.id.as_ref()) {
        let _ = writeln!(text, "Read as `{}`\n", printable(&id.to_string()));
    }
    if !record.stored {
        let _ = writeln!(text, "{} does not take it.\n", target.program());
    }
    users(&mut text, view, record);
    let range = index.map_or(record.span, |index| index.span).range();
    (text, range)
}

/// What a kind of secret is for.
pub(super) fn kind(kind: Kind, target: Target) -> String {
    let about = match kind {
        Kind::Psk => "a preshared key: both ends have it",
        Kind::Xauth => "the password of a user, for XAUTH",
        Kind::Ppks => "a post-quantum preshared key, mixed into the keys of IKEv2",
        Kind::Rsa => "an RSA key: its file with a passphrase, or the key itself in braces",
        Kind::Ecdsa => "the file of an ECDSA key, with a passphrase",
        Kind::Bliss => "the file of a BLISS key, with a passphrase",
        Kind::Pkcs8 => "the file of a key in PKCS#8, with a passphrase",
        Kind::P12 => "a PKCS#12 container, with a passphrase",
        Kind::Pin => "the PIN of a smart card",
        Kind::Eap => "the password of a user, for EAP",
        Kind::Ntlm => "the NTLM hash of a user's password",
        Kind::Unknown => "of no kind that a program knows",
    };
    let program = target.program();
    let known = if kind.is_known_to(target) {
        format!("{program} takes it.")
    } else {
        format!("{program} does not take it.")
    };
    format!("`{}`: {about}.\n\n{known}\n", kind.word())
}

fn form(form: Form) -> &'static str {
    match form {
        Form::None => "No secret",
        Form::Quoted => "A secret in quotes",
        Form::Hex => "A secret in hexadecimal digits",
        Form::Base64 => "A secret in base64",
        Form::Text => "A secret as plain text",
        Form::Block => "A key in braces",
        Form::Prompt => "The daemon asks for the passphrase",
    }
}

/// The conns for which the target takes this very record.
fn users(text: &mut String, view: &SecretsView<'_>, record: &Record) {
    let model = &view.analysis.model;
    let at = view.secrets.records().iter().position(|it| it == record);
    let (Some(at), true) = (at, record.kind == Kind::Psk && record.stored) else {
        return;
    };
    if model.conns().count() > MOST_CONNS {
        return;
    }
    let takes = |conn: &Conn<'_>| {
        Side::BOTH.into_iter().any(|side| {
            let (local, remote) = (Who::of_end(conn, side), Who::of_end(conn, side.other()));
            let found = view.secrets.find(&local, &remote, Kind::Psk);
            found.is_some_and(|found| found.record == at && found.is_certain)
        })
    };
    let mut names: Vec<String> = Vec::new();
    for (id, section) in model.conns() {
        let conn = model.conn(id);
        if !conn.is_fragment() && takes(&conn) {
            names.push(format!("`{}`", printable(&section.name)));
        }
    }
    if names.is_empty() {
        return;
    }
    let more = names.len().saturating_sub(MOST_NAMES);
    names.truncate(MOST_NAMES);
    let _ = write!(
        text,
        "A preshared key of {} is looked up here",
        names.join(", ")
    );
    let _ = match more {
        0 => writeln!(text, "."),
        more => writeln!(text, " and {more} more."),
    };
}
