//! Addresses and lists of them: `leftsourceip=`, `modecfgdns=`.

use std::net::IpAddr;

use crate::diagnostic::{Code, Effect, codes};
use crate::target::Reader;
use crate::text::printable;

use super::host::{Host, is_host_name};
use super::subject::Subject;
use super::types::{Reading, ValueError};
use super::words::{self, Word};
use super::{Value, inet};

pub(super) fn read(subject: &Subject<'_>) -> Reading {
    match (subject.id, subject.reader()) {
        ("sourceip", Reader::Libreswan4 | Reader::Openswan) => source_4(subject),
        ("sourceip", Reader::Libreswan5) => source_5(subject),
        ("modecfgdns", Reader::Libreswan4 | Reader::Libreswan5) => dns(subject),
        ("dns", Reader::StrongSwan) => strongswan_dns(subject),
        // Nobody looks at the rest before it is used (redirect-to=300.0.0.1 loads in Libreswan 4.10 and 5.4).
        _ => unchecked(subject),
    }
}

fn unchecked(subject: &Subject<'_>) -> Reading {
    let items = words::pieces(subject.text(), |c| matches!(c, ',' | ' ' | '\t'));
    let addresses: Option<Vec<IpAddr>> = items.iter().map(|item| inet::usual(item.text)).collect();
    Reading::good(match addresses {
        Some(addresses) => Value::Addresses(addresses),
        None => Value::Names(items.iter().map(|item| item.text.to_owned()).collect()),
    })
}

fn bad(subject: &Subject<'_>, code: Code, item: Word<'_>) -> ValueError {
    let message = format!("`{}` is no address", printable(item.text));
    ValueError::new(code, Effect::ConnRefused, item.range(), message)
        .label("not an address")
        .help(format!(
            "write `{}=` and an address such as `192.0.2.1`",
            subject.keyword()
        ))
}

/// Libreswan 4.10: one address, or a name that it looks up while reading.
fn source_4(subject: &Subject<'_>) -> Reading {
    let text = subject.text();
    match inet::numeric(text) {
        Ok(written) => Reading::good(Value::Addresses(vec![written.addr])),
        Err(_) if is_host_name(text) => Reading::good(Value::Host(Host::Name(text.to_owned()))),
        Err(_) => {
            let error = bad(subject, codes::BAD_ADDRESS, words::all(text));
            Reading::bad(error.note(format!(
                "{} asks the DNS for it, and drops the conn when that fails",
                subject.program()
            )))
        }
    }
}

/// Libreswan 5.4: a list, one address of each family. Any other word crashes the daemon of the tested build.
fn source_5(subject: &Subject<'_>) -> Reading {
    let items = words::pieces(subject.text(), |c| matches!(c, ',' | ' ' | '\t'));
    let mut addresses: Vec<IpAddr> = Vec::new();
    for item in items {
        let Ok(written) = inet::numeric(item.text) else {
            return Reading::bad(crashes(subject, bad(subject, codes::BAD_ADDRESS, item)));
        };
        let addr = written.addr;
        if addr.is_unspecified() {
            let message = format!("`{}` is not the address of a host", item.text);
            return Reading::bad(
                ValueError::new(
                    codes::BAD_ADDRESS,
                    Effect::ConnRefused,
                    item.range(),
                    message,
                )
                .help("write the address to use"),
            );
        }
        if addresses
            .iter()
            .any(|other| other.is_ipv4() == addr.is_ipv4())
        {
            let family = if addr.is_ipv4() { "IPv4" } else { "IPv6" };
            let message = format!("`{}` is a second {family} address", item.text);
            return Reading::bad(
                ValueError::new(
                    codes::ONE_VALUE_ONLY,
                    Effect::ConnRefused,
                    item.range(),
                    message,
                )
                .label(format!("{} takes one of each family", subject.program()))
                .help("keep one of them"),
            );
        }
        addresses.push(addr);
    }
    Reading::good(Value::Addresses(addresses))
}

fn crashes(subject: &Subject<'_>, error: ValueError) -> ValueError {
    error.note(format!(
        "the daemon of {} was seen to crash on it",
        subject.program()
    ))
}

fn dns(subject: &Subject<'_>) -> Reading {
    let items = words::pieces(subject.text(), |c| matches!(c, ',' | ' ' | '\t'));
    let mut addresses = Vec::new();
    let mut odd = Vec::new();
    for item in items {
        let Ok(written) = inet::numeric(item.text) else {
            let error = bad(subject, codes::BAD_DNS_LIST, item);
            return Reading::bad(if subject.reader() == Reader::Libreswan5 {
                crashes(subject, error)
            } else {
                error
            });
        };
        addresses.push(written.addr);
        if !written.usual {
            let message = format!("`{}` is read as {}", printable(item.text), written.addr);
            odd.push(
                ValueError::new(codes::BAD_DNS_LIST, Effect::Misread, item.range(), message)
                    .label("an unusual way to write an address")
                    .help("write all four parts"),
            );
        }
    }
    Reading::good(Value::Addresses(addresses)).with_all(odd)
}

/// strongSwan 5.9.8 skips what is no address, with a log line.
fn strongswan_dns(subject: &Subject<'_>) -> Reading {
    let items = words::pieces(subject.text(), |c| matches!(c, ',' | ' '));
    let mut addresses = Vec::new();
    let mut problems = Vec::new();
    for item in items {
        match inet::usual(item.text) {
            Some(addr) => addresses.push(addr),
            None => problems.push(ValueError {
                effect: Effect::Ignored,
                ..bad(subject, codes::BAD_DNS_LIST, item)
                    .note(format!("{} skips it with a log line", subject.program()))
            }),
        }
    }
    Reading::good(Value::Addresses(addresses)).with_all(problems)
}
