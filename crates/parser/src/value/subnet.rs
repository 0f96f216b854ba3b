//! Networks behind the ends: `leftsubnet=`, `leftsubnets=`, and interface addresses such as `leftvti=`.

use std::fmt;

use ipnet::IpNet;

use crate::diagnostic::{Effect, codes};
use crate::target::Reader;
use crate::text::printable;

use super::Value;
use super::inet::{self, WrittenNet};
use super::protoport::{self, Port, Protoport};
use super::subject::Subject;
use super::types::{IkeVersion, Reading, ValueError};
use super::words::{self, Word};

/// A network and what of its traffic is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Selector {
    pub net: IpNet,
    pub protoport: Option<Protoport>,
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.protoport {
            None => write!(f, "{}", self.net),
            Some(protoport) => write!(f, "{}/{protoport}", self.net),
        }
    }
}

/// `leftsubnet=` in every target, strongSwan's lists included.
pub(super) fn read(subject: &Subject<'_>) -> Reading {
    let text = subject.text();
    let reader = subject.reader();
    let virtual_net =
        (text.starts_with("vhost:") || text.starts_with("vnet:")) && reader != Reader::StrongSwan;
    match reader {
        _ if virtual_net => virtual_subnet(subject),
        Reader::Libreswan4 | Reader::Openswan => one(subject),
        Reader::Libreswan5 => list(subject),
        Reader::Classic => Reading::good(match networks(text) {
            Some(selectors) => Value::Subnets(selectors),
            None => Value::Text(text.to_owned()),
        }),
        Reader::StrongSwan => strongswan(subject),
    }
}

fn networks(text: &str) -> Option<Vec<Selector>> {
    let (addr, mask) = text.split_once('/')?;
    inet::network(addr, mask)
        .ok()
        .map(|written| vec![plain(written.net)])
}

fn plain(net: IpNet) -> Selector {
    Selector {
        net,
        protoport: None,
    }
}

/// "The `vnet:` and `vhost:` keywords are only valid for `IKEv1` connections" (Libreswan 4.10, and 5.4 in other words).
fn virtual_subnet(subject: &Subject<'_>) -> Reading {
    let reading = Reading::good(Value::Virtual(subject.text().to_owned()));
    let modern = matches!(subject.reader(), Reader::Libreswan4 | Reader::Libreswan5);
    if !modern || subject.ike_version() == IkeVersion::V1 {
        return reading;
    }
    let error = subject
        .error(
            codes::VHOST_WITH_IKEV2,
            Effect::ConnRefused,
            format!("`{}` needs IKEv1", subject.shown()),
        )
        .label("a virtual subnet")
        .help(format!(
            "write a network, or use `{}`",
            if subject.target.version.major() < 5 {
                "ikev2=no"
            } else {
                "keyexchange=ikev1"
            }
        ));
    Reading::bad(error)
}

fn bad(word: Word<'_>, effect: Effect, label: &str) -> ValueError {
    let message = format!("`{}` is not a subnet", printable(word.text));
    ValueError::new(codes::BAD_SUBNET, effect, word.range(), message).label(label)
}

fn host_bits(subject: &Subject<'_>, word: Word<'_>, written: &WrittenNet) -> Option<ValueError> {
    if !written.host_bits {
        return None;
    }
    let net = written.net;
    let message = format!("`{}` is read as {net}", printable(word.text));
    let error = ValueError::new(
        codes::HOST_BITS_IN_SUBNET,
        Effect::Works,
        word.range(),
        message,
    )
    .label("bits are set beyond the mask")
    .note(format!("{} clears the bits", subject.program()));
    Some(if written.usual {
        error.help(format!("write `{net}`")).fix(net.to_string())
    } else {
        error.help("write all four parts of the address")
    })
}

/// Libreswan 4.10 and Openswan 2.6: one network, with its mask.
fn one(subject: &Subject<'_>) -> Reading {
    let word = words::all(subject.text());
    match single(subject, word) {
        Ok((selector, problems)) => {
            Reading::good(Value::Subnets(vec![selector])).with_all(problems)
        }
        Err(error) => Reading::bad(error),
    }
}

fn single(
    subject: &Subject<'_>,
    word: Word<'_>,
) -> Result<(Selector, Vec<ValueError>), ValueError> {
    let text = word.text;
    if let Some((addr, mask)) = text.split_once('/') {
        match inet::network(addr, mask) {
            Ok(written) => {
                return Ok((
                    plain(written.net),
                    host_bits(subject, word, &written).into_iter().collect(),
                ));
            }
            Err(_) if text.contains([',', ' ']) => {}
            Err(why) => {
                let mut error = bad(word, Effect::ConnRefused, why)
                    .help("write `ADDR/LEN`, such as `10.1.0.0/16`");
                if inet::numeric(addr).is_ok() {
                    error.range.start += addr.len() + 1;
                }
                return Err(error);
            }
        }
    }
    let program = subject.program();
    let several = text.contains([',', ' '])
        && words::pieces(text, |c| matches!(c, ',' | ' '))
            .iter()
            .all(|w| w.text.contains('/'));
    if several {
        let error = bad(word, Effect::ConnRefused, "more than one network");
        let list = words::pieces(text, |c| matches!(c, ',' | ' '))
            .iter()
            .map(|w| w.text)
            .collect::<Vec<_>>()
            .join(" ");
        return Err(ValueError {
            code: codes::SUBNET_LIST_NOT_SUPPORTED,
            ..error
        }
        .help(format!(
            "write `{}s={{{}}}`",
            subject.keyword(),
            printable(&list)
        ))
        .note(format!(
            "lists in `{}=` came with Libreswan 5; {program} drops the conn",
            subject.keyword()
        )));
    }
    match inet::numeric(text) {
        Ok(written) => {
            let host = IpNet::from(written.addr);
            Err(bad(word, Effect::ConnRefused, "no mask")
                .help(format!("write `{host}` for this host alone"))
                .guess(host.to_string()))
        }
        Err(why) => {
            Err(bad(word, Effect::ConnRefused, why).help("write `ADDR/LEN`, such as `10.1.0.0/16`"))
        }
    }
}

/// Libreswan 5.4: a list at commas and blanks, each item with an optional `/PROTO/PORT` or `:PROTO/PORT`.
fn list(subject: &Subject<'_>) -> Reading {
    let items = words::all(subject.text()).split(|c| matches!(c, ',' | ' ' | '\t'));
    let mut selectors = Vec::new();
    let mut problems = Vec::new();
    for item in items {
        if item.text.is_empty() {
            if subject.text().is_empty() {
                return Reading::NOTHING;
            }
            let error = bad(
                words::all(subject.text()),
                Effect::ConnRefused,
                "an empty field",
            )
            .help("separate networks with one comma or one blank");
            return Reading::bad(ValueError {
                range: item.start.saturating_sub(1)..item.start,
                ..error
            });
        }
        match selector(subject, item) {
            Ok((selector, problem)) => {
                selectors.push(selector);
                problems.extend(problem);
            }
            Err(error) => return Reading::bad(error),
        }
    }
    Reading::good(Value::Subnets(selectors)).with_all(problems)
}

fn selector(
    subject: &Subject<'_>,
    item: Word<'_>,
) -> Result<(Selector, Option<ValueError>), ValueError> {
    let help = "write `ADDR/LEN`, such as `10.1.0.0/16`";
    let text = item.text;
    let (net, rest) = match text.split_once('/') {
        None => (text, None),
        Some((addr, after)) => match after.find(['/', ':']).filter(|_| !after.contains("::")) {
            Some(at) => (&text[..addr.len() + 1 + at], Some(&after[at + 1..])),
            None => (text, None),
        },
    };
    let protoport = rest.map(|rest| match protoport::parse(rest, subject.target) {
        // `10.1.0.0/16:17/%any`: "first digit invalid".
        Ok(Protoport {
            port: Port::Wildcard,
            ..
        }) => Err("no `%any` in a selector"),
        read => read,
    });
    let protoport = match protoport {
        None => None,
        Some(Ok(read)) => Some(read),
        Some(Err(why)) => {
            return Err(bad(item, Effect::ConnRefused, why)
                .help("write `ADDR/LEN/PROTO/PORT`, such as `10.1.0.0/16/tcp/80`"));
        }
    };
    let refuse = |why| bad(item, Effect::ConnRefused, why).help(help);
    let Some((addr, mask)) = net.split_once('/') else {
        let addr = inet::numeric(net).map_err(refuse)?.addr;
        return Ok((
            Selector {
                net: IpNet::from(addr),
                protoport,
            },
            None,
        ));
    };
    let written = inet::network(addr, mask).map_err(refuse)?;
    let warning = host_bits(subject, item, &written);
    Ok((
        Selector {
            net: written.net,
            protoport,
        },
        warning,
    ))
}

/// `leftsubnets=`, which Libreswan 4.10 crosses with the other side's.
pub(super) fn lists(subject: &Subject<'_>) -> Reading {
    let items = words::pieces(subject.text(), |c| matches!(c, ',' | ' ' | '\t'));
    let old = subject.reader() != Reader::Libreswan5;
    if items.is_empty() && old {
        return Reading::bad(
            bad(
                words::all(subject.text()),
                Effect::ConnRefused,
                "no network",
            )
            .help("write at least one network")
            .note(format!(
                "{} loads nothing, without a message",
                subject.program()
            )),
        );
    }
    let mut selectors = Vec::new();
    let mut problems = Vec::new();
    for item in items {
        let read = if old {
            single(subject, item).map(|(s, p)| (s, p.into_iter().next()))
        } else {
            selector(subject, item)
        };
        match read {
            Ok((selector, problem)) => {
                selectors.push(selector);
                problems.extend(problem);
            }
            // Libreswan 4.10 warns and stops at a bad item; the good ones before it are loaded.
            Err(error) if old && !selectors.is_empty() => {
                let note = format!(
                    "{} warns, and leaves out this item and all behind it",
                    subject.program()
                );
                problems.push(ValueError {
                    effect: Effect::Ignored,
                    ..error.note(note)
                });
                break;
            }
            Err(error) => return Reading::bad(error),
        }
    }
    Reading::good(Value::Subnets(selectors)).with_all(problems)
}

/// An address with the length of its network: `leftvti=10.0.0.1/24`, `leftinterface-ip=`.
pub(super) fn interface(subject: &Subject<'_>) -> Reading {
    let text = subject.text();
    let refuse = |why: &str| {
        let message = format!("`{}` is no address of an interface", subject.shown());
        let error = subject
            .error(codes::BAD_ADDRESS, Effect::ConnRefused, message)
            .label(why);
        Reading::bad(error.help("write `ADDR/LEN`, such as `10.1.0.1/24`"))
    };
    let Some((addr, len)) = text.split_once('/') else {
        return refuse("no prefix length");
    };
    if !len.bytes().all(|b| b.is_ascii_digit()) {
        return refuse("not a prefix length");
    }
    // Libreswan 4.10 reads `/08` as octal here, unlike in `leftsubnet=`.
    if let Err(why) = inet::number(len) {
        return refuse(why);
    }
    match (inet::numeric(addr), inet::network(addr, len)) {
        (Ok(written), _) if written.addr.is_unspecified() => refuse("not the address of a host"),
        (Ok(written), Ok(net)) => match IpNet::new(written.addr, net.net.prefix_len()) {
            Ok(net) => Reading::good(Value::Subnet(net)),
            Err(_) => refuse("the prefix is too long"),
        },
        (Err(why), _) | (_, Err(why)) => refuse(why),
    }
}

/// strongSwan 5.9.8 skips what it cannot read, and falls back to `%dynamic` when nothing is left.
fn strongswan(subject: &Subject<'_>) -> Reading {
    let mut selectors = Vec::new();
    let mut dynamic = false;
    let mut problems = Vec::new();
    let mut skipped = Vec::new();
    for item in words::all(subject.text()).split(|c| c == ',') {
        let item = item.trim();
        let (net, protoport) = match item.text.split_once('[') {
            Some((net, rest)) => (net, Some(rest.trim_end_matches(']'))),
            None => (item.text, None),
        };
        let protoport = protoport
            .map(|text| protoport::parse(text, subject.target))
            .transpose();
        if net == "%dynamic" && protoport.is_ok() {
            dynamic = true;
            continue;
        }
        let written = match net.split_once('/') {
            Some((addr, mask))
                if inet::usual(addr).is_some() && mask.bytes().all(|b| b.is_ascii_digit()) =>
            {
                inet::network(addr, mask)
            }
            Some(_) => Err("not an address and a prefix length"),
            None => inet::usual(net)
                .map(|addr| WrittenNet {
                    net: addr.into(),
                    host_bits: false,
                    usual: true,
                })
                .ok_or("not an address"),
        };
        match (written, protoport) {
            (Ok(written), Ok(protoport)) => {
                problems.extend(host_bits(subject, item, &written));
                selectors.push(Selector {
                    net: written.net,
                    protoport,
                });
            }
            (Err(why), _) | (_, Err(why)) => {
                skipped
                    .push(bad(item, Effect::Ignored, why).help("write `ADDR/LEN` or `%dynamic`"));
            }
        }
    }
    if skipped.is_empty() {
        return Reading::good(Value::Subnets(selectors)).with_all(problems);
    }
    let nothing_left = selectors.is_empty() && !dynamic;
    let note = if nothing_left {
        format!(
            "{} skips it, and with nothing left the selector is `%dynamic`",
            subject.program()
        )
    } else {
        format!("{} skips it with a log line", subject.program())
    };
    let effect = if nothing_left {
        Effect::Misread
    } else {
        Effect::Ignored
    };
    problems.extend(skipped.into_iter().map(|error| ValueError {
        effect,
        ..error.note(note.clone())
    }));
    Reading::good(Value::Subnets(selectors)).with_all(problems)
}
