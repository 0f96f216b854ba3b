//! Options that rewrite words: the spelling of keywords, quotes around values.

use std::collections::HashMap;

use ipsec_conf::Target;
use ipsec_conf::keyword::{self, Lookup, Side};
use ipsec_conf::syntax::LineKind;

use crate::options::{Options, Quotes, Spelling};
use crate::row::{Layout, Row, Words};

pub(crate) fn rewrite(rows: &mut [Row<'_>], options: &Options, target: Target) {
    if options.spelling == Spelling::Canonical {
        let is_header = |row: &Row<'_>| matches!(row.kind, LineKind::Header(_));
        for section in rows.chunk_by_mut(|_, next| !is_header(next)) {
            spell(section, target);
        }
    }
    if options.quotes != Quotes::Keep {
        for row in rows {
            if let (LineKind::Entry, Layout::Words(words)) = (row.kind, &mut row.layout) {
                quote(words, options.quotes);
            }
        }
    }
}

/// A keyword by its own name, and the end it is written for.
pub(crate) type Key = (&'static str, Option<Side>);

/// What the word is for the target, if it knows it.
pub(crate) fn key(word: &str, target: Target) -> Option<Key> {
    match keyword::lookup(word, target) {
        Lookup::Known { keyword, side, .. } => Some((keyword::canonical(keyword, target).id, side)),
        Lookup::Elsewhere { .. } | Lookup::Unknown => None,
    }
}

fn spell(section: &mut [Row<'_>], target: Target) {
    let mut uses: HashMap<Key, usize> = HashMap::new();
    for row in section.iter() {
        if let Some(key) = row.keyword().and_then(|word| key(word, target)) {
            *uses.entry(key).or_default() += 1;
        }
    }
    for row in section {
        let (LineKind::Entry, Layout::Words(words)) = (row.kind, &mut row.layout) else {
            continue;
        };
        let Lookup::Known {
            keyword,
            written_side,
            ..
        } = keyword::lookup(words.key, target)
        else {
            continue;
        };
        // Two spellings of one keyword in a section: which one counts may hang on how they are spelt.
        let is_alone = key(words.key, target).is_some_and(|key| uses[&key] == 1);
        let canonical = keyword::canonical(keyword, target);
        let keyword = if is_alone { canonical } else { keyword };
        let spelling = keyword.spelling(written_side);
        // The keyword without a name is written by its end alone, and another word for it may have none.
        if !spelling.is_empty()
            && spelling != words.key
            && key(&spelling, target) == key(words.key, target)
        {
            words.new_words().key = Some(spelling);
        }
    }
}

fn quote(words: &mut Words<'_>, quotes: Quotes) {
    let inner = words
        .value
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let rewritten = match (quotes, inner) {
        (Quotes::Minimal, Some(inner)) if reads_alike_quoted(inner) => inner.to_owned(),
        (Quotes::Always, None) if reads_alike_quoted(words.value) => format!("\"{}\"", words.value),
        _ => return,
    };
    words.new_words().value = Some(rewritten);
}

/// Whether a word is the same to every reader with quotes and without.
fn reads_alike_quoted(word: &str) -> bool {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.,:/%@+*".contains(&b);
    // Libreswan 4 and Openswan read bare digits and `%forever` as numbers.
    let is_number = word.bytes().all(|b| b.is_ascii_digit()) || word == "%forever";
    // strongSwan includes a file in the middle of a value.
    !word.is_empty() && word.bytes().all(is_plain) && !is_number && word != "include"
}
