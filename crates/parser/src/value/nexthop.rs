//! The next hop of an end.

use crate::diagnostic::{Effect, codes};
use crate::target::Reader;

use super::host::{Host, is_host_name};
use super::subject::Subject;
use super::types::Reading;
use super::{Value, inet};

pub(super) fn read(subject: &Subject<'_>) -> Reading {
    let text = subject.text();
    if let Ok(written) = inet::numeric(text) {
        return Reading::good(Value::Host(Host::Address(written.addr)));
    }
    if text.eq_ignore_ascii_case("%defaultroute") {
        return Reading::good(Value::Host(Host::DefaultRoute(None)));
    }
    let direct = text.eq_ignore_ascii_case("%direct");
    match subject.reader() {
        Reader::Libreswan5 | Reader::Classic | Reader::StrongSwan if direct => {
            Reading::good(Value::Host(Host::Direct))
        }
        // Libreswan 5.4: "leftnexthop=peer.example.com invalid".
        Reader::Libreswan5 => refused(subject, "an address, `%defaultroute` or `%direct`"),
        // Libreswan 4.10 and Openswan 2.6 look a name up while they read, and drop the conn when that fails.
        Reader::Libreswan4 | Reader::Openswan if is_host_name(text) => {
            Reading::good(Value::Host(Host::Name(text.to_owned())))
        }
        Reader::Libreswan4 | Reader::Openswan => refused(subject, "an address or `%defaultroute`"),
        Reader::Classic | Reader::StrongSwan => {
            Reading::good(Value::Host(Host::Name(text.to_owned())))
        }
    }
}

fn refused(subject: &Subject<'_>, valid: &str) -> Reading {
    let message = format!(
        "`{}` is no next hop for {}",
        subject.shown(),
        subject.program()
    );
    let error = subject
        .error(codes::BAD_NEXTHOP, Effect::ConnRefused, message)
        .label("not an address")
        .help(format!("write {valid}, or remove the line"));
    Reading::bad(match subject.reader() {
        Reader::Libreswan4 => error.note(format!(
            "{} asks the DNS for it, and drops the conn when that fails",
            subject.program()
        )),
        _ => error,
    })
}
