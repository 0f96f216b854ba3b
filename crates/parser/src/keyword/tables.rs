//! What `build.rs` made of `grammar/keywords`.

#![allow(clippy::unreadable_literal)] // The hash keys are made by phf_codegen.

use super::types::{
    Default, Keyword, KeywordSpan, SectionSet, Side, Status, Tokens, Unit, Unsided, ValueCheck,
    ValueType, tag,
};
use crate::target::{Dialect, Version};

include!(concat!(env!("OUT_DIR"), "/keywords.rs"));

/// A lower-case word and what it spells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spelling {
    keyword: u16,
    pub(super) side: Option<Side>,
    /// Whether a hyphen stands between the side and the name, as only Libreswan 5 takes it.
    pub(super) hyphen: bool,
}

impl Spelling {
    pub(super) fn keyword(self) -> &'static Keyword {
        &KEYWORDS[usize::from(self.keyword)]
    }
}

pub(super) fn keywords() -> &'static [Keyword] {
    &KEYWORDS
}

/// What `word` spells when case is ignored.
pub(super) fn spelling(word: &str) -> Option<Spelling> {
    let mut folded = [0; LONGEST_SPELLING];
    let folded = folded.get_mut(..word.len())?;
    folded.copy_from_slice(word.as_bytes());
    folded.make_ascii_lowercase();
    SPELLINGS.get(std::str::from_utf8(folded).ok()?).copied()
}

/// Oldest first, each number once: `3.0.0rc1` has the number of `3.0.0`.
pub(super) fn releases(dialect: Dialect) -> &'static [Version] {
    match dialect {
        Dialect::Openswan => OPENSWAN_RELEASES,
        Dialect::Libreswan => LIBRESWAN_RELEASES,
        Dialect::StrongSwan => STRONGSWAN_RELEASES,
    }
}

/// Those of [`releases`] that are no mere snapshots, with the number of parts in the name that the project gave them.
pub(super) fn finished(dialect: Dialect) -> &'static [(Version, u8)] {
    match dialect {
        Dialect::Openswan => OPENSWAN_FINISHED,
        Dialect::Libreswan => LIBRESWAN_FINISHED,
        Dialect::StrongSwan => STRONGSWAN_FINISHED,
    }
}
