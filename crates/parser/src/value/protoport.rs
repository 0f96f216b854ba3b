//! A protocol and a port: `leftprotoport=tcp/80`.

use std::fmt;

use crate::diagnostic::{Effect, codes};
use crate::target::{Reader, Target};

use super::Value;
use super::inet;
use super::services;
use super::subject::Subject;
use super::types::Reading;

/// A port as a selector names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Port {
    /// All ports.
    Any,
    /// `%any` behind a protocol: each client has its own port.
    Wildcard,
    /// strongSwan's `%opaque`.
    Opaque,
    Number(u16),
    Range(u16, u16),
}

/// Protocol 0 is every protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Protoport {
    pub protocol: u8,
    pub port: Port,
}

impl fmt::Display for Protoport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.protocol, self.port) {
            (0, Port::Any) => return f.write_str("%any"),
            (0, _) => f.write_str("%any")?,
            (number, _) => match services::protocol_name(number) {
                Some(name) => f.write_str(name)?,
                None => write!(f, "{number}")?,
            },
        }
        match self.port {
            Port::Any => Ok(()),
            Port::Wildcard => f.write_str("/%any"),
            Port::Opaque => f.write_str("/%opaque"),
            Port::Number(port) => write!(f, "/{port}"),
            Port::Range(low, high) => write!(f, "/{low}-{high}"),
        }
    }
}

pub(super) fn read(subject: &Subject<'_>) -> Reading {
    let text = subject.text();
    if subject.is_missing() {
        return Reading::NOTHING;
    }
    let read = parse(text, subject.target);
    let why = match read {
        Ok(protoport) => return Reading::good(Value::Protoport(protoport)),
        // Classic 2.4.4 hands it to whack unchecked, and whack looks it up itself.
        Err(_) if subject.reader() == Reader::Classic => {
            return Reading::good(Value::Text(text.to_owned()));
        }
        Err(why) => why,
    };
    let message = format!("`{}` is not a protocol and a port", subject.shown());
    if let Some(reading) = by_beginning(subject, &message) {
        return reading;
    }
    let effect = match subject.reader() {
        Reader::StrongSwan => subject.refusal(),
        _ => Effect::ConnRefused,
    };
    Reading::bad(
        subject
            .error(codes::BAD_PROTOPORT, effect, message)
            .label(why)
            .help("write `PROTOCOL` or `PROTOCOL/PORT`, such as `tcp/80`"),
    )
}

/// Libreswan 4.10 takes `tcp:80` and `tcpx` for `tcp`, without a message.
fn by_beginning(subject: &Subject<'_>, message: &str) -> Option<Reading> {
    let (first, rest) = match subject.text().split_once('/') {
        Some((first, rest)) => (first, Some(rest)),
        None => (subject.text(), None),
    };
    let (name, _) = services::protocol_by_beginning(first)
        .filter(|_| subject.reader() == Reader::Libreswan4)?;
    let read_as = rest.map_or(name.to_owned(), |port| format!("{name}/{port}"));
    let value = parse(&read_as, subject.target).ok()?;
    let error = subject
        .error(codes::BAD_PROTOPORT, Effect::Misread, message)
        .label(format!("read as `{read_as}`"))
        .note(format!("{} drops what follows `{name}`", subject.program()));
    let port = first
        .get(name.len()..)
        .and_then(|tail| tail.strip_prefix(':'))
        .filter(|_| rest.is_none());
    let error = match port {
        Some(port) => error
            .help(format!("write `{name}/{port}`"))
            .guess(format!("{name}/{port}")),
        None => error.help("write `PROTOCOL` or `PROTOCOL/PORT`, such as `tcp/80`"),
    };
    Some(Reading::good(Value::Protoport(value)).with(error))
}

pub(super) fn parse(text: &str, target: Target) -> Result<Protoport, &'static str> {
    let strongswan = target.reader() == Reader::StrongSwan;
    let (protocol, port) = match text.split_once('/') {
        Some((protocol, port)) => (protocol, Some(port)),
        None => (text, None),
    };
    let protocol = match protocol {
        // Libreswan 4.10 and 5.4 take `%any` alone; `%any/80` is refused.
        "%any" if port.is_none() || strongswan => 0,
        "" if strongswan && port.is_some() => 0,
        name => services::protocol(name).ok_or("not a protocol")?,
    };
    let port = match port {
        None | Some("") => Port::Any,
        Some("%any") if strongswan => Port::Any,
        Some("%any") => Port::Wildcard,
        Some("%opaque") if strongswan => Port::Opaque,
        Some(text) => number_or_name(text, strongswan)?,
    };
    match port {
        // "protocol 0 must have 0 port" (Libreswan 5.4); 4.10 refuses it as well.
        Port::Number(port) if protocol == 0 && port != 0 && !strongswan => {
            Err("a port needs a protocol")
        }
        Port::Number(0) => Ok(Protoport {
            protocol,
            port: Port::Any,
        }),
        port => Ok(Protoport { protocol, port }),
    }
}

fn number_or_name(text: &str, ranges: bool) -> Result<Port, &'static str> {
    let number = |text: &str| {
        text.parse::<u16>()
            .ok()
            .filter(|_| text.bytes().all(|b| b.is_ascii_digit()))
    };
    if let (Some((low, high)), true) = (text.split_once('-'), ranges) {
        return match (number(low), number(high)) {
            (Some(low), Some(high)) if low <= high => Ok(Port::Range(low, high)),
            _ => Err("not a range of ports"),
        };
    }
    match inet::number(text).map(u16::try_from) {
        Ok(Ok(port)) => return Ok(Port::Number(port)),
        Ok(Err(_)) => return Err("a port is between 0 and 65535"),
        Err(_) => {}
    }
    if text
        .trim_start_matches('-')
        .bytes()
        .all(|b| b.is_ascii_digit())
    {
        return Err("a port is between 0 and 65535");
    }
    services::port(text)
        .map(Port::Number)
        .ok_or("not a port, a known service or `%any`")
}
