//! "Did you mean": the keywords of a target that resemble a word.

use super::types::{Keyword, KeywordSpan, Section, Side, Status};
use crate::target::Target;

const MOST: usize = 3;

/// The spellings closest to `word` that `target` takes in `section`, best first, at most three.
///
/// `_` and `-` count as the same character, and so do cases. Keywords that the target only ignores are never proposed.
pub fn suggest(word: &str, target: Target, section: Section) -> Vec<String> {
    let folded = fold(word);
    let limit = limit(folded.chars().count());
    let mut found: Vec<Candidate> = super::all()
        .iter()
        .flat_map(|keyword| candidates(keyword, target, section))
        .filter(|candidate| candidate.spelling != word)
        .filter_map(|candidate| candidate.measured(&folded, limit))
        .collect();
    found.sort();
    found.dedup_by(|a, b| a.spelling == b.spelling);
    // Once something fits exactly but for the side, the case or a separator, guesses only distract.
    if found.first().is_some_and(|best| best.distance == 0) {
        found.retain(|candidate| candidate.distance == 0);
    }
    found
        .into_iter()
        .take(MOST)
        .map(|candidate| candidate.spelling)
        .collect()
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    distance: usize,
    is_alias: bool,
    /// How much of the beginning differs: people seldom mistype the first letters.
    differing_start: usize,
    spelling: String,
    /// The name without its side, where a side is needed.
    bare_name: Option<&'static str>,
}

impl Candidate {
    fn measured(mut self, folded: &str, limit: usize) -> Option<Candidate> {
        let spelling = fold(&self.spelling);
        let misses_only_the_side = self.bare_name.is_some_and(|name| fold(name) == *folded);
        // A distance is never smaller than the difference in length.
        if !misses_only_the_side && folded.len().abs_diff(spelling.len()) > limit * 4 {
            return None;
        }
        self.distance = if misses_only_the_side {
            0
        } else {
            strsim::damerau_levenshtein(folded, &spelling)
        };
        let same_start = folded
            .bytes()
            .zip(spelling.bytes())
            .take_while(|(a, b)| a == b)
            .count();
        self.differing_start = spelling.len() - same_start;
        (self.distance <= limit).then_some(self)
    }
}

fn candidates(
    keyword: &'static Keyword,
    target: Target,
    section: Section,
) -> impl Iterator<Item = Candidate> {
    let is_useful = move |span: &&KeywordSpan| {
        span.holds_for(target)
            && span.sections.contains(section)
            && matches!(span.status, Status::Ok | Status::Alias)
    };
    keyword
        .spans
        .iter()
        .filter(is_useful)
        .flat_map(move |span| {
            let sides: &[Option<Side>] = if span.sided {
                &[Some(Side::Left), Some(Side::Right)]
            } else {
                &[None]
            };
            let bare_name = (span.sided && !keyword.name.is_empty()).then_some(keyword.name);
            let is_alias = span.status == Status::Alias;
            sides.iter().map(move |&side| Candidate {
                distance: usize::MAX,
                is_alias,
                differing_start: 0,
                spelling: keyword.spelling(side),
                bare_name,
            })
        })
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
