//! Who an end says it is: `leftid=`.

use std::fmt;
use std::net::IpAddr;

use crate::diagnostic::{Effect, codes};
use crate::target::Reader;

use super::dn::{self, Dn};
use super::host::is_host_name;
use super::subject::Subject;
use super::types::{Reading, ValueError};
use super::{Value, inet};

/// An identity. Names are never looked up.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Id {
    Address(IpAddr),
    /// `@name`.
    Fqdn(String),
    /// `user@name`.
    UserFqdn(String),
    KeyId(Vec<u8>),
    Dn(Dn),
    /// A DN in DER.
    Der(Vec<u8>),
    FromCert,
    Null,
    /// The address of the end, because the file says so (`%none`) or because the text cannot be read.
    OfHost,
    /// Any identity.
    Any,
    /// A word that the daemon resolves to an address when it loads the conn.
    Name(String),
    /// strongSwan's `type:value` and other text that only the daemon interprets.
    Other(String),
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hex = |f: &mut fmt::Formatter<'_>, bytes: &[u8]| {
            bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
        };
        match self {
            Id::Address(addr) => write!(f, "{addr}"),
            Id::Fqdn(name) => write!(f, "@{name}"),
            Id::UserFqdn(text) | Id::Name(text) | Id::Other(text) => f.write_str(text),
            Id::KeyId(bytes) => {
                f.write_str("@#")?;
                hex(f, bytes)
            }
            Id::Der(bytes) => {
                f.write_str("@~")?;
                hex(f, bytes)
            }
            Id::Dn(dn) => write!(f, "{dn}"),
            Id::FromCert => f.write_str("%fromcert"),
            Id::Null => f.write_str("%null"),
            Id::OfHost => f.write_str("%none"),
            Id::Any => f.write_str("%any"),
        }
    }
}

pub(super) fn read(subject: &Subject<'_>) -> Reading {
    if subject.reader() == Reader::StrongSwan {
        return strongswan(subject);
    }
    let text = subject.text();
    let id = |id| Reading::good(Value::Id(id));
    match text {
        "%fromcert" => return id(Id::FromCert),
        "%null" => return id(Id::Null),
        "%none" => return id(Id::OfHost),
        "%any" => return id(Id::Any),
        "%myid" if matches!(subject.reader(), Reader::Classic | Reader::Openswan) => {
            return id(Id::Other(text.to_owned()));
        }
        _ => {}
    }
    if let Some(rest) = text.strip_prefix('@') {
        return at_sign(subject, rest);
    }
    if text.contains('=') {
        return distinguished(subject);
    }
    if text.contains('@') {
        return id(Id::UserFqdn(text.to_owned()));
    }
    match inet::resolved(text) {
        Ok(written) if written.usual => id(Id::Address(written.addr)),
        Ok(written) => id(Id::Address(written.addr)).with(
            problem(
                subject,
                Effect::Misread,
                &format!(
                    "`{}` is read as the address {}",
                    subject.shown(),
                    written.addr
                ),
            )
            .help(format!("write `@{}` if a name is meant", subject.shown())),
        ),
        Err(_) => name(subject),
    }
}

fn problem(subject: &Subject<'_>, effect: Effect, message: &str) -> ValueError {
    subject.error(codes::BAD_ID, effect, message)
}

/// What the daemon does with an identity that it cannot read, and cannot look up either.
///
/// Libreswan 4.10 and Openswan take the address of the end without a message; Libreswan 5.4 refuses the conn.
fn unreadable(subject: &Subject<'_>, error: ValueError) -> Reading {
    if subject.reader() == Reader::Libreswan5 {
        return Reading::bad(ValueError {
            effect: Effect::ConnRefused,
            ..error
        });
    }
    let note = format!(
        "{} takes the address of the end instead, without a message",
        subject.program()
    );
    Reading::good(Value::Id(Id::OfHost)).with(error.note(note))
}

fn at_sign(subject: &Subject<'_>, rest: &str) -> Reading {
    let id = |id| Reading::good(Value::Id(id));
    if let Some(hex) = rest.strip_prefix('#').or_else(|| rest.strip_prefix('~')) {
        return match bytes_of(hex) {
            Some(bytes) if rest.starts_with('#') => id(Id::KeyId(bytes)),
            Some(bytes) => id(Id::Der(bytes)),
            None => unreadable(
                subject,
                problem(
                    subject,
                    Effect::Misread,
                    &format!("`{}` is not an identity in hexadecimal", subject.shown()),
                )
                .label("not pairs of hexadecimal digits")
                .help("write two hexadecimal digits for each byte"),
            ),
        };
    }
    if let Some(inner) = rest.strip_prefix('[') {
        return id(Id::KeyId(
            inner.strip_suffix(']').unwrap_or(inner).as_bytes().to_vec(),
        ));
    }
    let reading = id(Id::Fqdn(rest.to_owned()));
    if inet::usual(rest).is_none() {
        return reading;
    }
    let message = format!("`{}` is a name, not an address", subject.shown());
    reading.with(
        subject
            .error(codes::AT_SIGN_ON_ADDRESS_ID, Effect::Works, message)
            .label("the `@` makes it a name")
            .help(format!("write `{rest}` if the peer sends its address"))
            .guess(rest),
    )
}

pub(crate) fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    let hex = hex.strip_prefix("0x").unwrap_or(hex);
    if !hex.len().is_multiple_of(2) || !hex.is_ascii() {
        return None;
    }
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).ok())
        .collect()
}

fn distinguished(subject: &Subject<'_>) -> Reading {
    let text = subject.text();
    let dn = match dn::parse(text) {
        Ok(dn) => dn,
        Err(bad) => {
            let message = format!("`{}` is not a distinguished name", subject.shown());
            let error = ValueError::new(codes::BAD_DN, Effect::Misread, bad.range, message)
                .label(bad.why)
                .help("write `ATTRIBUTE=VALUE` parts with commas between them; a comma inside a value is `\\,`");
            return unreadable(subject, error);
        }
    };
    let reading = Reading::good(Value::Id(Id::Dn(dn)));
    match dn::legacy_commas(text) {
        None => reading,
        // Libreswan 5.4: "changing legacy ',,' to '\,'".
        Some(range) => reading.with(
            ValueError::new(
                codes::BAD_DN,
                Effect::Works,
                range,
                "`,,` is the old spelling of a comma in a distinguished name",
            )
            .help("write `\\,`")
            .fix("\\,"),
        ),
    }
}

/// A word without `@`: the daemons ask the DNS for it.
fn name(subject: &Subject<'_>) -> Reading {
    let text = subject.text();
    if is_host_name(text) {
        let message = format!("`{}` stands for the address of that name", subject.shown());
        let error = subject
            .error(codes::NAME_ID_WITHOUT_AT, Effect::Misread, message)
            .label("a name without `@`")
            .help(format!("write `@{text}` if the peer sends the name"))
            .guess(format!("@{text}"));
        let note = match subject.reader() {
            Reader::Libreswan5 => format!(
                "{} looks it up when it loads the conn, and refuses the conn when that fails",
                subject.program()
            ),
            _ => format!(
                "{} looks it up, and takes the address of the end when that fails, without a message",
                subject.program()
            ),
        };
        return Reading::good(Value::Id(Id::Name(text.to_owned()))).with(error.note(note));
    }
    let error = problem(
        subject,
        Effect::Misread,
        &format!("`{}` is not an identity", subject.shown()),
    )
    .label("neither an address, a name with `@`, nor a distinguished name")
    .help("write an address, `@name`, `user@name`, a distinguished name or `%fromcert`");
    unreadable(subject, error)
}

/// strongSwan 5.9.8 never refuses an identity: what it does not know becomes a name or a key id.
fn strongswan(subject: &Subject<'_>) -> Reading {
    let text = subject.text();
    let loose = text.strip_prefix('%').filter(|rest| *rest != "any");
    let plain = loose.unwrap_or(text);
    let id = match plain {
        "" | "%any" | "0.0.0.0" | "*" => Id::Any,
        _ if inet::usual(plain).is_some() => inet::usual(plain).map_or(Id::Any, Id::Address),
        _ if plain.strip_prefix("@#").and_then(bytes_of).is_some() => Id::KeyId(
            plain
                .strip_prefix("@#")
                .and_then(bytes_of)
                .unwrap_or_default(),
        ),
        _ if plain.starts_with("@@") => Id::UserFqdn(plain[2..].to_owned()),
        _ if plain.starts_with('@') => Id::Fqdn(plain[1..].to_owned()),
        _ if plain.contains('=') => {
            dn::parse(plain).map_or_else(|_| Id::Other(plain.to_owned()), Id::Dn)
        }
        _ if plain.contains('@') => Id::UserFqdn(plain.to_owned()),
        _ if plain.contains(':') => Id::Other(plain.to_owned()),
        _ => Id::Fqdn(plain.to_owned()),
    };
    let reading = Reading::good(Value::Id(id));
    if !matches!(text, "%fromcert" | "%null" | "%myid" | "%none") {
        return reading;
    }
    reading.with(
        problem(
            subject,
            Effect::Misread,
            &format!(
                "`{text}` is a name like any other for {}",
                subject.program()
            ),
        )
        .label("a word of the other swans")
        .help("remove the line: the identity then is that of the certificate, or the address"),
    )
}
