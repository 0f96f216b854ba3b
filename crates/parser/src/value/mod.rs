//! Values, read as each target reads them.
//!
//! [`read`] is the way in. How a value stands in the file (quotes, braces) is known from [`Raw`]; who reads it, and
//! under which keyword, decides everything else: the same text is a value, an error or a silent zero.

#![expect(
    clippy::result_large_err,
    reason = "an error here is the result that is wanted, and errors are few"
)]

mod addresses;
mod auth;
mod boolean;
mod debug;
mod dn;
mod duration;
mod enumeration;
mod host;
mod id;
mod inet;
mod key;
mod mark;
mod missing;
mod nexthop;
mod number;
mod percent;
mod pool;
mod proposal;
mod protoport;
mod services;
mod size;
mod subject;
mod subnet;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_truth;
mod text;
mod types;
mod value_enum;
mod virtual_private;
mod words;

pub use dn::Dn;
pub use host::{Family, Host};
pub use id::Id;
pub use key::Pubkey;
pub use mark::Mark;
pub use pool::Pool;
pub use proposal::{Kind, Proposal, Suite, Transform};
pub use protoport::{Port, Protoport};
pub use subnet::Selector;
pub use types::{Context, Form, IkeVersion, Phase2, Raw, Reading, ValueError};
pub use value_enum::Value;
pub use virtual_private::VirtualNet;

pub(crate) use host::is_host_name;
pub(crate) use id::bytes_of;

use crate::diagnostic::{Effect, codes};
use crate::keyword::{KeywordSpan, Status, ValueCheck, ValueType};
use crate::target::{Reader, Target};

use subject::Subject;

/// What `target` makes of `raw` under the keyword `keyword_id`, whose facts are `span`.
pub fn read(
    keyword_id: &str,
    span: &KeywordSpan,
    raw: Raw<'_>,
    target: Target,
    context: Context,
) -> Reading {
    let id = span.canonical.unwrap_or(keyword_id);
    let subject = &Subject {
        id,
        name: keyword_id,
        span,
        raw,
        target,
        context,
    };
    let without_value = span.ty == ValueType::Obsolete || span.value_check == ValueCheck::None;
    let disregarded = matches!(
        span.status,
        Status::Obsolete | Status::DeprecatedIgnored | Status::CommandLineOnly
    );
    if without_value || disregarded {
        return Reading::NOTHING;
    }
    if let Some(reading) = missing::read(subject).or_else(|| text::number_token(subject)) {
        return reading;
    }
    let strongswan = target.reader() == Reader::StrongSwan;
    match (span.ty, id) {
        (_, "nexthop") => nexthop::read(subject),
        (_, "ckaid") => key::ckaid(subject),
        (_, "vti" | "interface-ip") => subnet::interface(subject),
        (_, "virtual-private" | "virtual_private") => virtual_private::read(subject),
        (_, "subnets") => subnet::lists(subject),
        (_, "ipsec-interface") => ipsec_interface(subject),
        (_, "auth" | "auth2") if strongswan => auth::strongswan_round(subject),
        (ValueType::Bool, _) => boolean::read(subject),
        (ValueType::Enum, _) => enumeration::read(subject),
        (ValueType::EnumList, _) => debug::read(subject),
        (ValueType::AuthList, _) => auth::read(subject),
        (ValueType::Int, _) | (_, "ikedscp") => number::read(subject),
        (ValueType::Percent, _) => percent::read(subject),
        (ValueType::Duration, _) => duration::read(subject),
        (ValueType::Bytes | ValueType::Binary, _) => size::read(subject),
        (ValueType::Host, _) => host::read(subject),
        (ValueType::Ip | ValueType::IpList, _) => addresses::read(subject),
        (ValueType::Subnet | ValueType::SubnetList, _) => subnet::read(subject),
        (ValueType::Range, _) => pool::read(subject),
        (ValueType::Id, _) => id::read(subject),
        (ValueType::Dn, _) => authority(subject),
        (ValueType::Pubkey, _) => key::read(subject),
        (ValueType::Proposal, _) => proposal::read(subject),
        (ValueType::Protoport, _) => protoport::read(subject),
        (ValueType::Mark, _) => mark::read(subject),
        (ValueType::StringAppend | ValueType::List | ValueType::SectionRef, _) => {
            text::names(subject)
        }
        (
            ValueType::String
            | ValueType::Filename
            | ValueType::Dirname
            | ValueType::Cert
            | ValueType::Spi
            | ValueType::Bitstring
            | ValueType::Uri
            | ValueType::Obsolete,
            _,
        ) => text::read(subject),
    }
}

/// A distinguished name of a file that is no `ipsec.conf`.
pub(crate) fn dn_of(text: &str) -> Option<Dn> {
    dn::parse(text).ok()
}

/// An address as the resolver of the system reads it.
pub(crate) fn address_of(text: &str) -> Option<std::net::IpAddr> {
    inet::resolved(text).ok().map(|written| written.addr)
}

/// `ADDR/LEN`, without the host bits, and whether there were any.
pub(crate) fn network_of(addr: &str, mask: &str) -> Result<(ipnet::IpNet, bool), &'static str> {
    inet::network(addr, mask).map(|written| (written.net, written.host_bits))
}

/// `leftca=`: a distinguished name, `%same` or `%any`; other text is logged and ignored (Libreswan 4.10 and 5.4).
fn authority(subject: &Subject<'_>) -> Reading {
    let text = subject.text();
    if matches!(text, "" | "%same" | "%any") {
        return Reading::good(Value::Text(text.to_owned()));
    }
    match dn::parse(text) {
        Ok(dn) => Reading::good(Value::Dn(dn)),
        Err(_) if subject.reader() == Reader::Classic => {
            Reading::good(Value::Text(text.to_owned()))
        }
        Err(bad) => {
            let message = format!("`{}` is not a distinguished name", subject.shown());
            Reading::bad(
                ValueError::new(codes::BAD_CA_STRING, Effect::Ignored, bad.range, message)
                    .label(bad.why)
                    .help("write the subject of the authority, `%same` or `%any`")
                    .note(format!(
                        "{} logs it and loads the conn without the constraint",
                        subject.program()
                    )),
            )
        }
    }
}

/// `ipsec-interface=`: `yes`, `no` or a number. Libreswan 4.10 stores other text as if it were valid.
fn ipsec_interface(subject: &Subject<'_>) -> Reading {
    let text = subject.text();
    if let Some(word) = ["yes", "no"]
        .into_iter()
        .find(|word| word.eq_ignore_ascii_case(text))
    {
        return Reading::good(Value::Word(word));
    }
    if let Ok(number) = text.parse::<u32>() {
        return Reading::good(Value::Int(number.into()));
    }
    let effect = match subject.reader() {
        Reader::Libreswan5 => Effect::ConnRefused,
        _ => Effect::Misread,
    };
    let message = format!("`{}` is not the number of an interface", subject.shown());
    let error = subject
        .error(codes::BAD_NUMBER, effect, message)
        .help("write `yes`, `no` or a number: `ipsec-interface=9` is the interface ipsec9");
    let reading = Reading::bad(
        match text
            .strip_prefix("ipsec")
            .filter(|n| n.parse::<u32>().is_ok())
        {
            Some(number) => error.guess(number),
            None => error,
        },
    );
    if subject.is_missing() {
        Reading::bad(missing::refused(subject))
    } else {
        reading
    }
}
