//! "Did you mean": the keywords of a target that resemble a word.

use std::sync::LazyLock;

use super::types::{Keyword, KeywordSpan, Section, Side, Status};
use crate::target::Target;

const MOST: usize = 3;

/// The spellings closest to `word` that `target` takes in `section`, best first, at most three.
///
/// `_` and `-` count as the same character, and so do cases. Keywords that the target only ignores are never proposed.
pub fn suggest(word: &str, target: Target, section: Section) -> Vec<String> {
    let folded = fold(word);
    let wanted = Wanted {
        length: folded.chars().count(),
        letters: letters(&folded),
        folded,
    };
    let mut found: Vec<Near<'_>> = candidates()
        .iter()
        .filter(|candidate| candidate.may_resemble(&wanted))
        .filter(|candidate| {
            let span = candidate.span;
            span.sections.contains(section) && span.holds_for(target)
        })
        .filter(|candidate| candidate.spelling != word)
        .filter_map(|candidate| candidate.measured(&wanted))
        .collect();
    found.sort_by(|a, b| a.order().cmp(&b.order()));
    found.dedup_by(|a, b| a.candidate.spelling == b.candidate.spelling);
    // Once something fits exactly but for the side, the case or a separator, guesses only distract.
    if found.first().is_some_and(|best| best.distance == 0) {
        found.retain(|near| near.distance == 0);
    }
    found
        .into_iter()
        .take(MOST)
        .map(|near| near.candidate.spelling.clone())
        .collect()
}

/// A spelling that some target takes.
struct Candidate {
    span: &'static KeywordSpan,
    spelling: String,
    folded: String,
    letters: u32,
    /// The name without its side, where a side is needed.
    bare_name: Option<String>,
}

/// The word that nobody knows.
struct Wanted {
    folded: String,
    /// In characters.
    length: usize,
    letters: u32,
}

/// A candidate that resembles the word.
struct Near<'a> {
    candidate: &'a Candidate,
    distance: usize,
    /// How much of the beginning differs: people seldom mistype the first letters.
    differing_start: usize,
}

impl Near<'_> {
    fn order(&self) -> (usize, bool, usize, &str) {
        let is_alias = self.candidate.span.status == Status::Alias;
        let spelling = &*self.candidate.spelling;
        (self.distance, is_alias, self.differing_start, spelling)
    }
}

impl Candidate {
    /// Whether the distance can be within the limit: most candidates need no look at their letters one by one.
    fn may_resemble(&self, wanted: &Wanted) -> bool {
        // One slip makes a word one letter longer or shorter at most (keywords are ASCII), and one letter come or go.
        let limit = limit(wanted.length);
        let fits = wanted.length.abs_diff(self.folded.len()) <= limit
            && (wanted.letters & !self.letters).count_ones() as usize <= limit
            && (self.letters & !wanted.letters).count_ones() as usize <= limit;
        fits || self.misses_only_the_side(wanted)
    }

    fn misses_only_the_side(&self, wanted: &Wanted) -> bool {
        self.bare_name.as_deref() == Some(&*wanted.folded)
    }

    fn measured(&self, wanted: &Wanted) -> Option<Near<'_>> {
        let folded = &*wanted.folded;
        let distance = if self.misses_only_the_side(wanted) {
            0
        } else {
            strsim::damerau_levenshtein(folded, &self.folded)
        };
        if distance > limit(wanted.length) {
            return None;
        }
        let same_start = folded
            .bytes()
            .zip(self.folded.bytes())
            .take_while(|(a, b)| a == b)
            .count();
        Some(Near {
            candidate: self,
            distance,
            differing_start: self.folded.len() - same_start,
        })
    }
}

/// Every spelling of every target, made when a word is first unknown: a bad file has many of them.
fn candidates() -> &'static [Candidate] {
    static CANDIDATES: LazyLock<Vec<Candidate>> = LazyLock::new(|| {
        let of_keyword = |keyword: &'static Keyword| {
            let is_useful = |span: &&KeywordSpan| matches!(span.status, Status::Ok | Status::Alias);
            let spans = keyword.spans.iter().filter(is_useful);
            spans.flat_map(move |span| {
                let sides: &[Option<Side>] = if span.sided {
                    &[Some(Side::Left), Some(Side::Right)]
                } else {
                    &[None]
                };
                let bare_name = span.sided && !keyword.name.is_empty();
                sides.iter().map(move |&side| {
                    let spelling = keyword.spelling(side);
                    let folded = fold(&spelling);
                    Candidate {
                        span,
                        letters: letters(&folded),
                        folded,
                        spelling,
                        bare_name: bare_name.then(|| fold(keyword.name)),
                    }
                })
            })
        };
        super::all().iter().flat_map(of_keyword).collect()
    });
    &CANDIDATES
}

fn fold(word: &str) -> String {
    word.to_ascii_lowercase().replace('_', "-")
}

/// Which characters a word has, a bit for each; some share one.
fn letters(word: &str) -> u32 {
    word.chars().fold(0, |set, c| set | 1 << (c as u32 % 32))
}

/// One slip in a short word, two in a middling one, three in a long one.
fn limit(length: usize) -> usize {
    match length {
        0..=2 => 0,
        3..=5 => 1,
        6..=11 => 2,
        _ => 3,
    }
}
