//! Values that are text to the reader, and the trap of bare digits in their place.

use crate::diagnostic::{Effect, codes};
use crate::keyword::{Section, ValueType};
use crate::target::Reader;

use super::subject::Subject;
use super::types::Reading;
use super::{Value, words};

pub(super) fn read(subject: &Subject<'_>) -> Reading {
    Reading::good(Value::Text(subject.text().to_owned()))
}

/// Names between blanks and commas: `connalias=`, `also=`, `modecfgdomains=`.
pub(super) fn names(subject: &Subject<'_>) -> Reading {
    let names = words::pieces(subject.text(), |c| matches!(c, ' ' | '\t' | ','));
    Reading::good(Value::Names(
        names.into_iter().map(|name| name.text.to_owned()).collect(),
    ))
}

/// Libreswan 3 and 4 see a number token in bare digits, and a keyword that wants text then drops the whole conn
/// ("Invalid KEYWORD value"). Libreswan 4.10 does not mind in `config setup`, for keys, and for lists that grow.
pub(super) fn number_token(subject: &Subject<'_>) -> Option<Reading> {
    let token = subject.raw.is_number_token()
        || subject.text() == "%forever" && subject.raw.form == super::Form::Bare;
    let affected = match subject.span.ty {
        ValueType::Bool
        | ValueType::Enum
        | ValueType::EnumList
        | ValueType::Int
        | ValueType::Percent
        | ValueType::Duration
        | ValueType::Bytes
        | ValueType::Binary
        | ValueType::Host
        | ValueType::Pubkey
        | ValueType::StringAppend
        | ValueType::SubnetList
        | ValueType::SectionRef
        | ValueType::Obsolete => subject.id == "nexthop",
        ValueType::String => subject.id != "ipsec-interface",
        _ => true,
    };
    let conn = subject.context.section == Section::Conn;
    if !token || !affected || !conn || subject.reader() != Reader::Libreswan4 {
        return None;
    }
    let text = subject.text();
    let keyword = subject.keyword();
    let error = subject
        .error(
            codes::UNQUOTED_DIGITS,
            Effect::ConnRefused,
            format!("`{keyword}={text}` is a number where text is wanted"),
        )
        .label("bare digits")
        .note(format!(
            "{} says `Invalid {} value` and drops the conn",
            subject.program(),
            subject.id
        ));
    let error = if text == "%forever" {
        error.help("write another value")
    } else {
        error
            .help(format!("put it in quotes: `{keyword}=\"{text}\"`"))
            .fix(format!("\"{text}\""))
            .whole()
    };
    Some(Reading::bad(error))
}

/// The note for what Libreswan 4.10 drops in silence.
pub(super) fn drops(subject: &Subject<'_>) -> String {
    format!(
        "{} drops the keyword without a message, so the default applies",
        subject.program()
    )
}
