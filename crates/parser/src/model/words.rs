//! The words before `=` of one configuration, each looked up once: a file has few of them, and many times each.

use foldhash::HashMap;

use crate::keyword::{self, Keyword, Lookup};
use crate::target::Target;

/// What is known of the words met so far, for one target.
#[derive(Debug, Default)]
pub(super) struct Words<'f> {
    known: HashMap<&'f str, Word>,
}

/// What a word before `=` is, and what it stands for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub(super) lookup: Lookup,
    /// With aliases replaced; `None` when the target does not know the word.
    pub(super) canonical: Option<&'static Keyword>,
}

impl<'f> Words<'f> {
    pub(super) fn find(&mut self, word: &'f str, target: Target) -> Word {
        *self
            .known
            .entry(word)
            .or_insert_with(|| Word::of(word, target))
    }
}

impl Word {
    fn of(word: &str, target: Target) -> Word {
        let lookup = keyword::lookup(word, target);
        let canonical = match lookup {
            Lookup::Known { keyword, .. } => Some(keyword::canonical(keyword, target)),
            Lookup::Elsewhere { .. } | Lookup::Unknown => None,
        };
        Word { lookup, canonical }
    }
}
