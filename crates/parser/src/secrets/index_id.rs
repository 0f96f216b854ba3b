//! The indices of a record: for whom its secret is.

use crate::target::Reader;
use crate::text::Span;
use crate::value::{self, Id};

/// One index as the target reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexId {
    /// `None`: the target cannot read it and leaves it out.
    pub id: Option<Id>,
    pub span: Span,
}

impl IndexId {
    pub(super) fn new(text: &str, span: Span, reader: Reader) -> IndexId {
        let text = unquoted(text);
        let id = if reader == Reader::StrongSwan {
            Some(charon(text))
        } else {
            pluto(text)
        };
        IndexId { id, span }
    }

    /// `%any` in one of its spellings.
    pub fn is_any(&self) -> bool {
        self.id == Some(Id::Any)
    }
}

pub(super) fn unquoted(text: &str) -> &str {
    let quote = text
        .chars()
        .next()
        .filter(|c| matches!(c, '"' | '\'' | '`'));
    match quote {
        Some(quote) => text[1..].strip_suffix(quote).unwrap_or(&text[1..]),
        None => text,
    }
}

/// As the flex dialects read an identity; a name without `@` is looked up when the file is read.
fn pluto(text: &str) -> Option<Id> {
    if matches!(text, "%any" | "%any6" | "0.0.0.0" | "::" | "0::0" | "::0") {
        return Some(Id::Any);
    }
    if let Some(name) = text.strip_prefix('@') {
        return match (name.strip_prefix(['#', '~']), name.strip_prefix('[')) {
            (Some(hex), _) => value::bytes_of(hex).map(|bytes| {
                if name.starts_with('#') {
                    Id::KeyId(bytes)
                } else {
                    Id::Der(bytes)
                }
            }),
            (None, Some(key)) => Some(Id::KeyId(
                key.strip_suffix(']').unwrap_or(key).as_bytes().to_vec(),
            )),
            (None, None) => Some(Id::Fqdn(name.to_owned())),
        };
    }
    if text.contains('=') {
        return value::dn_of(text).map(Id::Dn);
    }
    if text.contains('@') {
        return Some(Id::UserFqdn(text.to_owned()));
    }
    if let Some(addr) = value::address_of(text) {
        return Some(if addr.is_unspecified() {
            Id::Any
        } else {
            Id::Address(addr)
        });
    }
    value::is_host_name(text).then(|| Id::Name(text.to_owned()))
}

/// As strongSwan makes an identity of any text.
fn charon(text: &str) -> Id {
    if matches!(
        text,
        "" | "%any" | "%any6" | "0.0.0.0" | "*" | "::" | "0::0"
    ) {
        return Id::Any;
    }
    if text.contains('=') {
        return value::dn_of(text).map_or_else(|| Id::Other(text.to_owned()), Id::Dn);
    }
    if let Ok(addr) = text.parse() {
        return Id::Address(addr);
    }
    let hex = text.strip_prefix("@#").and_then(value::bytes_of);
    match hex {
        Some(bytes) => Id::KeyId(bytes),
        None if text.starts_with("@@") => Id::UserFqdn(text[2..].to_owned()),
        None if text.starts_with('@') => Id::Fqdn(text[1..].to_owned()),
        None if text.contains('@') => Id::UserFqdn(text.to_owned()),
        None if text.contains(':') => Id::Other(text.to_owned()),
        None => Id::Fqdn(text.to_owned()),
    }
}
