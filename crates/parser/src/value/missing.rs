//! Nothing after the `=`.

use crate::diagnostic::{Effect, codes};
use crate::keyword::ValueType;
use crate::target::Reader;

use super::subject::Subject;
use super::types::{Reading, ValueError};

/// The reading of `keyword=`, unless the target reads it as the empty string.
pub(super) fn read(subject: &Subject<'_>) -> Option<Reading> {
    if !subject.is_missing() {
        return None;
    }
    match subject.reader() {
        // Libreswan 4.10: a syntax error where the scanner waits for one kind of token, else the line is dropped.
        Reader::Libreswan4 => Some(match subject.span.ty {
            ValueType::Bool
            | ValueType::Duration
            | ValueType::Percent
            | ValueType::Bytes
            | ValueType::Binary => Reading::bad(refused(subject)),
            _ => Reading::bad(ignored(subject)),
        }),
        // Libreswan 5.4 reads the empty string.
        Reader::Libreswan5 => None,
        // Openswan 2.6 takes the next line for the value, and the syntax layer says so. The other two unset the
        // keyword, which is a way to cancel an inherited value.
        Reader::Openswan | Reader::Classic | Reader::StrongSwan => Some(Reading::NOTHING),
    }
}

pub(super) fn refused(subject: &Subject<'_>) -> ValueError {
    let effect = match subject.reader() {
        Reader::Libreswan4 | Reader::Openswan => Effect::FileRefused,
        _ => subject.refusal(),
    };
    error(subject, effect)
}

fn ignored(subject: &Subject<'_>) -> ValueError {
    error(subject, Effect::Ignored).note(format!(
        "{} drops the line without a message",
        subject.program()
    ))
}

fn error(subject: &Subject<'_>, effect: Effect) -> ValueError {
    subject
        .error(
            codes::EMPTY_VALUE,
            effect,
            format!("`{}=` has no value", subject.keyword()),
        )
        .help("write a value or remove the line")
}
