//! From a word to its keyword, as a target reads it.

use super::tables;
use super::types::{Keyword, Lookup, Side, Status, Unsided};
use crate::target::{Reader, Target};

/// Longer chains of aliases do not exist: the longest has two steps (`ike_frag`, `ike-frag`, `fragmentation`).
const MAX_ALIAS_STEPS: usize = 8;

/// What the word before a `=` is for `target`.
///
/// Openswan from 2.5 on and Libreswan ignore case; the awk scripts of Openswan 2.4
/// and strongSwan's starter do not, and a word that is only written in another case is [`Lookup::Elsewhere`] there.
/// Comment keywords (`x-...`) are no keywords.
///
/// When the plain word of one end is refused with a message of its own (Libreswan 5.4), the answer is
/// [`Lookup::Known`] without a side, and the span's [`Unsided::Error`] tells.
pub fn lookup(word: &str, target: Target) -> Lookup {
    let Some(spelling) = tables::spelling(word) else {
        return Lookup::Unknown;
    };
    let keyword = spelling.keyword();
    let written_side = spelling.side;
    let elsewhere = Lookup::Elsewhere {
        keyword,
        side: written_side,
    };
    let is_wrong_case = !ignores_case(target) && word.bytes().any(|b| b.is_ascii_uppercase());
    let is_wrong_form = spelling.hyphen && target.reader() != Reader::Libreswan5;
    if is_wrong_case || is_wrong_form {
        return elsewhere;
    }
    let Some(span) = keyword.span_as_written(target, written_side) else {
        return elsewhere;
    };
    let means_right = span.sided && matches!(span.unsided, Unsided::Right | Unsided::RightWarned);
    let side = written_side.or(means_right.then_some(Side::Right));
    Lookup::Known {
        keyword,
        span,
        side,
        written_side,
    }
}

/// Whether the target's reader compares keyword names without regard to case.
pub(super) fn ignores_case(target: Target) -> bool {
    !matches!(target.reader(), Reader::Classic | Reader::StrongSwan)
}

/// The keyword that `keyword` stands for in the files of `target`; itself when it is no alias there.
pub fn canonical(keyword: &'static Keyword, target: Target) -> &'static Keyword {
    let mut current = keyword;
    for _ in 0..MAX_ALIAS_STEPS {
        let alias = current
            .span(target)
            .filter(|span| span.status == Status::Alias);
        let Some(next) = alias.and_then(|span| super::by_id(span.canonical?)) else {
            break;
        };
        current = next;
    }
    current
}
