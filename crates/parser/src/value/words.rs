//! Words with their places, and the words that a message names.

use std::ops::Range;

/// A piece of a value and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word<'a> {
    pub text: &'a str,
    pub start: usize,
}

impl<'a> Word<'a> {
    pub(super) fn range(self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// The pieces between the characters that `separator` accepts, empty ones included.
    pub(super) fn split(self, separator: impl Fn(char) -> bool) -> Vec<Word<'a>> {
        let mut words = Vec::new();
        let mut start = 0;
        for (at, c) in self.text.char_indices() {
            if separator(c) {
                words.push(Word {
                    text: &self.text[start..at],
                    start: self.start + start,
                });
                start = at + c.len_utf8();
            }
        }
        words.push(Word {
            text: &self.text[start..],
            start: self.start + start,
        });
        words
    }

    /// The word without blanks around it.
    pub(super) fn trim(self) -> Word<'a> {
        let text = self.text.trim_start_matches([' ', '\t']);
        let start = self.start + self.text.len() - text.len();
        Word {
            text: text.trim_end_matches([' ', '\t']),
            start,
        }
    }
}

/// `text` as one word.
pub(super) fn all(text: &str) -> Word<'_> {
    Word { text, start: 0 }
}

/// The non-empty pieces of `text`.
pub(super) fn pieces(text: &str, separator: impl Fn(char) -> bool) -> Vec<Word<'_>> {
    all(text)
        .split(separator)
        .into_iter()
        .filter(|word| !word.text.is_empty())
        .collect()
}

/// The word that was probably meant.
pub(super) fn nearest<'w>(text: &str, words: &[&'w str]) -> Option<&'w str> {
    let text = text.to_ascii_lowercase();
    words
        .iter()
        .map(|&word| (strsim::damerau_levenshtein(&text, word), word))
        .filter(|&(distance, word)| {
            distance <= 1 + word.len().max(text.len()) / 4 && distance < word.len()
        })
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, word)| word)
}

/// `a`, `b` or `c`, in backticks.
pub(super) fn one_of(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{nearest, one_of, pieces};

    #[test]
    fn pieces_keep_their_places() {
        let found: Vec<(usize, &str)> = pieces("a, bc", |c| c == ',' || c == ' ')
            .iter()
            .map(|w| (w.start, w.text))
            .collect();
        assert_eq!(found, [(0, "a"), (3, "bc")]);
    }

    #[test]
    fn words_for_messages() {
        assert_eq!(nearest("tunel", &["tunnel", "transport"]), Some("tunnel"));
        assert_eq!(nearest("zebra", &["tunnel", "transport"]), None);
        assert_eq!(one_of(&["yes", "no", "auto"]), "`yes`, `no` or `auto`");
    }
}
