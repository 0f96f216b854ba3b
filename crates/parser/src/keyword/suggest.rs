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
    let length = folded.chars().count();
    let limit = limit(length);
    let mut found: Vec<Near<'_>> = candidates()
        .iter()
        .filter_map(|candidate| candidate.measured(&folded, length, limit))
        .filter(|near| {
            let span = near.candidate.span;
            span.holds_for(target) && span.sections.contains(section)
        })
        .filter(|near| near.candidate.spelling != word)
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
    /// The name without its side, where a side is needed.
    bare_name: Option<String>,
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
    fn measured(&self, folded: &str, length: usize, limit: usize) -> Option<Near<'_>> {
        let misses_only_the_side = self.bare_name.as_deref() == Some(folded);
        // A distance is never smaller than the difference in length; keywords are ASCII.
        if !misses_only_the_side && length.abs_diff(self.folded.len()) > limit {
            return None;
        }
        let distance = if misses_only_the_side {
            0
        } else {
            strsim::damerau_levenshtein(folded, &self.folded)
        };
        if distance > limit {
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
                    Candidate {
                        span,
                        folded: fold(&spelling),
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

/// One slip in a short word, two in a middling one, three in a long one.
fn limit(length: usize) -> usize {
    match length {
        0..=2 => 0,
        3..=5 => 1,
        6..=11 => 2,
        _ => 3,
    }
}
