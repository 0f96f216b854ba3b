//! Where an end is: `left=` and `right=`.

use std::fmt;
use std::net::IpAddr;

use crate::diagnostic::{Effect, codes};
use crate::target::Reader;

use super::subject::Subject;
use super::types::{Reading, ValueError};
use super::{Value, inet, words};

/// The address family that a `%` word asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    V4,
    V6,
}

/// Where an end, or a next hop, is. Names are never looked up.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Host {
    Address(IpAddr),
    Any(Option<Family>),
    DefaultRoute(Option<Family>),
    Opportunistic,
    OpportunisticGroup,
    Group,
    /// `%direct`, a next hop.
    Direct,
    /// `%eth0`: the address of an interface.
    Interface(String),
    Name(String),
    /// strongSwan's `%name`: the name, and anyone else.
    NameOrAny(String),
    /// strongSwan's lists, ranges and networks.
    Several(Vec<String>),
}

impl Host {
    pub fn address(&self) -> Option<IpAddr> {
        match self {
            Host::Address(addr) => Some(*addr),
            _ => None,
        }
    }

    /// Whether any peer may be at this end.
    pub fn is_any(&self) -> bool {
        matches!(self, Host::Any(_))
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let family = |family: &Option<Family>| match family {
            None => "",
            Some(Family::V4) => "4",
            Some(Family::V6) => "6",
        };
        match self {
            Host::Address(addr) => write!(f, "{addr}"),
            Host::Any(of) => write!(f, "%any{}", family(of)),
            Host::DefaultRoute(of) => write!(f, "%defaultroute{}", family(of)),
            Host::Opportunistic => f.write_str("%opportunistic"),
            Host::OpportunisticGroup => f.write_str("%opportunisticgroup"),
            Host::Group => f.write_str("%group"),
            Host::Direct => f.write_str("%direct"),
            Host::Interface(name) | Host::NameOrAny(name) => write!(f, "%{name}"),
            Host::Name(name) => f.write_str(name),
            Host::Several(items) => f.write_str(&items.join(",")),
        }
    }
}

const MAGIC: [&str; 9] = [
    "%any",
    "%any6",
    "%defaultroute",
    "%opportunistic",
    "%oppo",
    "%opportunisticgroup",
    "%oppogroup",
    "%group",
    "%any4",
];

pub(super) fn read(subject: &Subject<'_>) -> Reading {
    let text = subject.text();
    match subject.reader() {
        Reader::StrongSwan => strongswan(text),
        Reader::Classic => Reading::good(Value::Host(classic(text))),
        Reader::Libreswan4 | Reader::Openswan if subject.raw.is_number_token() => {
            number_token(subject)
        }
        Reader::Libreswan4 | Reader::Openswan | Reader::Libreswan5 => {
            match text.strip_prefix('%') {
                Some(word) => magic(subject, word),
                None => address_or_name(subject),
            }
        }
    }
}

/// Libreswan 4.10: bare digits are a number token, and the end counts as unset ("Failed to load connection").
fn number_token(subject: &Subject<'_>) -> Reading {
    let keyword = subject.keyword();
    let help = match inet::resolved(subject.text()) {
        Ok(written) => format!("write `{keyword}={}`", written.addr),
        Err(_) => format!("write an address: `{keyword}=192.0.2.1`"),
    };
    let error = subject
        .error(
            codes::UNQUOTED_DIGITS,
            Effect::ConnRefused,
            format!("`{keyword}={}` is a bare number", subject.text()),
        )
        .label("read as a number token")
        .help(help)
        .note(format!(
            "{} takes the end for unset and does not load the conn",
            subject.program()
        ));
    Reading::bad(error)
}

/// The words that Openswan and Libreswan know behind a `%`, in any case.
fn word(name: &str) -> Option<Host> {
    let lower = name.to_ascii_lowercase();
    Some(match lower.as_str() {
        "any" => Host::Any(None),
        "any4" => Host::Any(Some(Family::V4)),
        "any6" => Host::Any(Some(Family::V6)),
        "defaultroute" => Host::DefaultRoute(None),
        "defaultroute4" => Host::DefaultRoute(Some(Family::V4)),
        "defaultroute6" => Host::DefaultRoute(Some(Family::V6)),
        "opportunistic" | "oppo" | "opportunistic4" | "opportunistic6" => Host::Opportunistic,
        "opportunisticgroup" | "oppogroup" | "opportunisticgroup4" | "opportunisticgroup6" => {
            Host::OpportunisticGroup
        }
        "group" | "group4" | "group6" => Host::Group,
        _ => return None,
    })
}

fn magic(subject: &Subject<'_>, name: &str) -> Reading {
    let reader = subject.reader();
    match word(name) {
        // Libreswan 4.10: `%defaultroute6` sets the family and then counts as an interface that does not exist.
        Some(Host::DefaultRoute(Some(family))) if reader == Reader::Libreswan4 => {
            let family_only = matches!(family, Family::V6).then_some(Family::V6);
            return Reading::good(Value::Host(Host::Any(family_only)))
                .with(becomes_any(subject).help("write `%defaultroute`"));
        }
        Some(host) => return Reading::good(Value::Host(host)),
        None => {}
    }
    let openswan_words = ["unset", "address", "dns", "hostname"];
    if reader == Reader::Openswan && (openswan_words.contains(&name) || name.starts_with("dns/")) {
        return Reading::good(Value::Host(Host::Name(subject.text().to_owned())));
    }
    let interface = Host::Interface(name.to_owned());
    let near = words::nearest(subject.text(), &MAGIC);
    let plausible = may_be_interface(name) && near.is_none();
    match reader {
        _ if plausible => Reading::good(Value::Host(interface)),
        Reader::Libreswan5 => {
            let note = format!(
                "{} takes it for an interface, and refuses the conn if there is none",
                subject.program()
            );
            Reading::bad(suggest(
                unknown_word(subject, Effect::ConnRefused).note(note),
                near,
            ))
        }
        _ => Reading::good(Value::Host(Host::Any(None))).with(suggest(becomes_any(subject), near)),
    }
}

fn suggest(error: ValueError, near: Option<&str>) -> ValueError {
    match near {
        Some(near) => error.help(format!("did you mean `{near}`?")).guess(near),
        None => error.help("known are `%any`, `%defaultroute`, `%group`, `%opportunistic`, `%opportunisticgroup` and `%` with the name of an interface"),
    }
}

fn becomes_any(subject: &Subject<'_>) -> ValueError {
    unknown_word(subject, Effect::Misread).note(format!(
        "{} takes it for an interface and, finding none, for `%any`, without a message",
        subject.program()
    ))
}

fn unknown_word(subject: &Subject<'_>, effect: Effect) -> ValueError {
    let message = format!(
        "`{}` is neither a word that {} knows nor the name of an interface",
        subject.shown(),
        subject.program()
    );
    subject
        .error(codes::UNKNOWN_PERCENT_SPECIAL, effect, message)
        .label("unknown word")
}

/// Interfaces carry a number, apart from the loopback and a few conventions.
fn may_be_interface(name: &str) -> bool {
    let shape = !name.is_empty()
        && name.len() <= 15
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'));
    let usual = [
        "lo", "wan", "lan", "dmz", "ext", "int", "internal", "external",
    ];
    let prefixes = [
        "br-", "eth", "en", "wl", "ppp", "tun", "tap", "bond", "veth", "vlan", "br", "wg", "ww",
        "docker",
    ];
    let named = usual.contains(&name) || prefixes.iter().any(|prefix| name.starts_with(prefix));
    shape && (named || name.bytes().any(|b| b.is_ascii_digit()))
}

fn address_or_name(subject: &Subject<'_>) -> Reading {
    let text = subject.text();
    if let Ok(written) = inet::resolved(text) {
        let host = if written.addr.is_unspecified() {
            Host::Any(None)
        } else {
            Host::Address(written.addr)
        };
        let reading = Reading::good(Value::Host(host));
        return if written.usual {
            reading
        } else {
            reading.with(odd_address(subject, written.addr))
        };
    }
    let reading = Reading::good(Value::Host(Host::Name(text.to_owned())));
    if is_host_name(text) {
        if let Some(near) = ["any", "defaultroute"]
            .into_iter()
            .find(|word| word.eq_ignore_ascii_case(text))
        {
            return reading.with(
                no_address(subject)
                    .help(format!("did you mean `%{near}`?"))
                    .guess(format!("%{near}")),
            );
        }
        return reading;
    }
    let error = match text.split_once('/') {
        Some((addr, _)) if inet::usual(addr).is_some() => no_address(subject)
            .help(format!("an end is one address: write `{addr}`"))
            .guess(addr),
        _ => match text
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            Some(inner) if inet::usual(inner).is_some() => no_address(subject)
                .help(format!("write `{inner}`, without brackets"))
                .fix(inner),
            _ => {
                no_address(subject).help("write an address, a host name, or a word such as `%any`")
            }
        },
    };
    reading.with(error)
}

fn no_address(subject: &Subject<'_>) -> ValueError {
    let message = format!("`{}` is no address", subject.shown());
    subject
        .error(codes::BAD_ADDRESS, Effect::Misread, message)
        .label("neither an address nor a host name")
        .note(format!(
            "{} asks the DNS for it and loads the conn with an unresolved end",
            subject.program()
        ))
}

/// The fewer-parts shapes look like one address and are another.
fn odd_address(subject: &Subject<'_>, addr: IpAddr) -> ValueError {
    // `192.0.2.001` is harmless, `192.0.2` and `192.0.2.010` are another address than they seem to be.
    let decimal: Option<Vec<u8>> = subject
        .text()
        .split('.')
        .map(|part| part.parse().ok())
        .collect();
    let as_it_seems =
        decimal.is_some_and(|bytes| matches!(addr, IpAddr::V4(addr) if bytes == addr.octets()));
    let effect = if as_it_seems || !subject.text().contains('.') {
        Effect::Works
    } else {
        Effect::Misread
    };
    subject
        .error(
            codes::BAD_ADDRESS,
            effect,
            format!("`{}` is read as {addr}", subject.shown()),
        )
        .label("an unusual way to write an address")
        .help(format!("write `{addr}` if that is meant"))
        .guess(addr.to_string())
}

/// Whether the DNS could know `text`. Names without a letter (`192.0.2.300`) do not exist.
pub(crate) fn is_host_name(text: &str) -> bool {
    let labels = text.trim_end_matches('.').split('.');
    let shape = labels.clone().all(|label| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    });
    let letters = text.bytes().any(|b| b.is_ascii_alphabetic());
    text.len() <= 253 && shape && letters
}

/// Classic 2.4.4 resolves `%defaultroute` and hands everything else to whack unchecked.
fn classic(text: &str) -> Host {
    if let Some(addr) = inet::usual(text) {
        return if addr.is_unspecified() {
            Host::Any(None)
        } else {
            Host::Address(addr)
        };
    }
    match text {
        "%any" => Host::Any(None),
        "%defaultroute" => Host::DefaultRoute(None),
        "%opportunistic" => Host::Opportunistic,
        "%opportunisticgroup" => Host::OpportunisticGroup,
        "%group" => Host::Group,
        _ => Host::Name(text.to_owned()),
    }
}

/// strongSwan 5.9.8 takes lists, ranges and networks, and leaves names for later.
fn strongswan(text: &str) -> Reading {
    let host = match text {
        // `%defaultroute` means any address here.
        "%any" | "%defaultroute" | "0.0.0.0" | "::" => Host::Any(None),
        "%any4" => Host::Any(Some(Family::V4)),
        "%any6" => Host::Any(Some(Family::V6)),
        _ => match (text.strip_prefix('%'), inet::usual(text)) {
            (Some(name), _) => Host::NameOrAny(name.to_owned()),
            (None, Some(addr)) => Host::Address(addr),
            (None, None) if is_host_name(text) => Host::Name(text.to_owned()),
            (None, None) => {
                let items = text.split(',').map(|item| item.trim().to_owned());
                Host::Several(items.collect())
            }
        },
    };
    Reading::good(Value::Host(host))
}
