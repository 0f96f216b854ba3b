//! A keyword that is set twice in one conn.

use super::super::conn::Conn;
use super::super::{Item, Model};
use crate::diagnostic::{Diagnostic, Effect, Fix, codes};
use crate::keyword::ValueType;
use crate::target::Reader;
use crate::text::printable;
use crate::value::{self, Context};

/// How the flex readers compare two values of a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Numbers, words of a list, times: equal values are complained about and kept.
    Number,
    /// Addresses and raw keys: as numbers, but a `%` word is never equal to itself.
    LooseWord,
    Text,
    /// Values that are joined.
    Append,
}

pub(super) fn class(item: &Item) -> Class {
    let Some(span) = item.span else {
        return Class::Text;
    };
    if span
        .raw
        .iter()
        .any(|raw| raw.starts_with("kt_append") || *raw == "kt_also")
    {
        return Class::Append;
    }
    match span.ty {
        ValueType::SectionRef => Class::Append,
        ValueType::Bool
        | ValueType::Enum
        | ValueType::EnumList
        | ValueType::Int
        | ValueType::Percent
        | ValueType::Duration
        | ValueType::Bytes
        | ValueType::Binary => Class::Number,
        ValueType::Host | ValueType::Pubkey => Class::LooseWord,
        _ => Class::Text,
    }
}

/// Whether two lines say the same to the reader.
pub(super) fn is_equal(model: &Model, old: &Item, new: &Item) -> bool {
    let (a, b) = (model.value(old), model.value(new));
    if a.text == b.text {
        return class(new) != Class::LooseWord
            || !a.text.starts_with('%')
            || model.reader() == Reader::Libreswan5;
    }
    if class(new) != Class::Number {
        return false;
    }
    let read = |item: &Item, raw| match (item.keyword, item.span) {
        (Some(keyword), Some(span)) => {
            value::read(keyword.id, span, raw, model.target, Context::CONN).value
        }
        _ => None,
    };
    let (a, b) = (read(old, a.raw()), read(new, b.raw()));
    a.is_some() && a == b
}

/// What becomes of a line whose keyword is set already.
pub(super) struct Verdict {
    pub(super) effect: Effect,
    pub(super) what: &'static str,
}

pub(super) fn report(conn: &mut Conn<'_>, old: &Item, new: &Item, verdict: &Verdict) {
    let model = conn.model;
    if is_merge_conflict(model, old, new) {
        return;
    }
    let span = model.key_span(new);
    let word = printable(model.sources.slice(span)).into_owned();
    let first = model.key_span(old);
    let program = model.target.program();
    let line = model.line_span(new);
    let message = match verdict.effect {
        Effect::Works => format!("`{word}` is set twice to the same value"),
        _ => format!("`{word}` is set twice"),
    };
    let mut diagnostic = Diagnostic::new(codes::DUPLICATE_KEY, verdict.effect, span, message)
        .related(first, "first set here")
        .note(format!("{program} {}", verdict.what))
        .help("keep one of the two lines");
    diagnostic = diagnostic.fix(if verdict.effect == Effect::Works {
        Fix::safe("remove this line", line, "")
    } else {
        Fix::risky("remove this line", line, "")
    });
    conn.report(diagnostic);
}

/// Whether the two lines are the two sides of an unresolved merge, which has its own finding.
fn is_merge_conflict(model: &Model, old: &Item, new: &Item) -> bool {
    let between = model.key_span(old).start..model.key_span(new).start;
    old.file == new.file
        && model.diagnostics().iter().any(|found| {
            found.code == codes::MERGE_CONFLICT
                && found.span().file == old.file
                && found
                    .related
                    .iter()
                    .any(|marker| between.contains(&marker.span.start))
        })
}
