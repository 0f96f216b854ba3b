//! The words of one proposal and what stands before each.

use crate::value::words::Word;

/// A word and the separator before it; the first has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub before: Option<char>,
    pub word: Word<'a>,
}

/// Cuts at each of `separators`; empty words stay.
pub(super) fn tokens<'a>(proposal: Word<'a>, separators: &[char]) -> Vec<Token<'a>> {
    let words = proposal.split(|c| separators.contains(&c));
    let before = |word: &Word<'_>| {
        let at = word.start.checked_sub(proposal.start + 1)?;
        proposal.text[at..].chars().next()
    };
    words
        .into_iter()
        .map(|word| Token {
            before: before(&word),
            word,
        })
        .collect()
}

/// Steps through the tokens of a proposal.
pub(super) struct Cursor<'a> {
    tokens: Vec<Token<'a>>,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(tokens: Vec<Token<'a>>) -> Cursor<'a> {
        Cursor { tokens, at: 0 }
    }

    pub(super) fn peek(&self) -> Option<Token<'a>> {
        self.tokens.get(self.at).copied()
    }

    /// The next word, if one of `separators` stands before it.
    pub(super) fn next_after(&mut self, separators: &[char]) -> Option<Word<'a>> {
        let token = self.peek()?;
        if !token
            .before
            .is_none_or(|before| separators.contains(&before))
        {
            return None;
        }
        self.at += 1;
        Some(token.word)
    }

    /// The words of a slot: one after `separators`, and all that follow it with `+`.
    pub(super) fn slot(&mut self, separators: &[char]) -> Vec<Word<'a>> {
        let mut words: Vec<Word<'a>> = self.next_after(separators).into_iter().collect();
        while !words.is_empty() {
            match self.next_after(&['+']) {
                Some(word) => words.push(word),
                None => break,
            }
        }
        words
    }
}
