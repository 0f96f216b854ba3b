//! Every byte of a file, as tokens: the formatter and the highlighting of an editor read these.

use std::ops::Range;

use super::line::{Line, LineKind, Problem};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    Blank,
    Newline,
    Comment,
    /// `conn`, `config`, `ca`, `include`, `version`, and for strongSwan `config setup`.
    SectionWord,
    /// The name in a header, the path of an include, the version.
    Name,
    Keyword,
    Equals,
    /// With its quotes.
    Value,
    /// What the reader throws away or stumbles over.
    Junk,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub kind: TokenKind,
    pub range: Range<usize>,
}

/// The tokens of one line; joined, they are its text.
pub(super) fn of_line(line: &Line, text: &str) -> Vec<Token> {
    let mut out = Tokens {
        text,
        at: line.start as usize,
        list: Vec::with_capacity(8),
    };
    let content_end = line.content_end(text);
    let (first, second) = match line.kind {
        LineKind::Header(_) | LineKind::Include | LineKind::Version => {
            (TokenKind::SectionWord, TokenKind::Name)
        }
        LineKind::Bad => match line.problem {
            Some(Problem::IndentedHeader) => (TokenKind::SectionWord, TokenKind::Name),
            _ => (TokenKind::Junk, TokenKind::Junk),
        },
        _ => (TokenKind::Keyword, TokenKind::Value),
    };
    if !line.key_range().is_empty() {
        out.gap(line.key.0 as usize);
        out.push(first, line.key.1 as usize);
        if let Some(equals) = line.equals(text) {
            out.gap(equals);
            out.push(TokenKind::Equals, equals + 1);
        }
        // The value behind a comment key keeps its leading blanks, so there is no gap to give away.
        out.gap(line.value.0 as usize);
        out.push(second, line.value.1 as usize);
    }
    out.gap(line.comment as usize);
    out.push(TokenKind::Comment, content_end);
    out.push(TokenKind::Newline, line.end as usize);
    out.list
}

struct Tokens<'a> {
    text: &'a str,
    at: usize,
    list: Vec<Token>,
}

impl Tokens<'_> {
    /// Up to `end`: blanks, and what stands between them as junk.
    fn gap(&mut self, end: usize) {
        let gap = &self.text[self.at..end.max(self.at)];
        let blank = [' ', '\t'];
        let left = self.at + gap.len() - gap.trim_start_matches(blank).len();
        let right = left.max(self.at + gap.trim_end_matches(blank).len());
        self.push(TokenKind::Blank, left);
        self.push(TokenKind::Junk, right);
        self.push(TokenKind::Blank, end);
    }

    fn push(&mut self, kind: TokenKind, end: usize) {
        if end > self.at {
            self.list.push(Token {
                kind,
                range: self.at..end,
            });
            self.at = end;
        }
    }
}
