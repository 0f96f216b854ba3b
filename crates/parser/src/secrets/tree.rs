//! The lines of one `ipsec.secrets` as tokens.

use std::ops::Range;
use std::sync::Arc;

use super::lower;
use crate::target::{Reader, Target};
use crate::text::{FileId, Source, Span};

/// Whose lines they are: where a token ends differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Openswan, Libreswan and what came before them.
    Pluto,
    /// strongSwan.
    Charon,
}

impl Shape {
    pub fn of(target: Target) -> Shape {
        if target.reader() == Reader::StrongSwan {
            Shape::Charon
        } else {
            Shape::Pluto
        }
    }
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    Word,
    /// `"..."`, `'...'` or `` `...` ``.
    Quoted,
    /// From a quote to the end of the line.
    UnclosedQuote,
    /// `0t` and the rest of the line.
    Verbatim,
    Colon,
    Comment,
    /// What follows a NUL byte on its line.
    BehindNul,
    /// Words behind the path of an `include` of strongSwan, which its reader leaves alone.
    Rest,
}

/// A token and its place in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    pub kind: TokenKind,
    pub start: u32,
    pub end: u32,
}

impl Token {
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A line, with its newline; the tokens of all lines stand in one vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) first: u32,
    pub(super) last: u32,
}

/// One file. Lines and the blanks between tokens give the text back, byte for byte.
///
/// It holds secrets: [`std::fmt::Debug`] leaves the text out.
#[derive(Clone)]
pub struct SecretsFile {
    pub(super) id: FileId,
    pub(super) text: Arc<str>,
    pub(super) lines: Vec<Line>,
    pub(super) tokens: Vec<Token>,
}

impl std::fmt::Debug for SecretsFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecretsFile")
            .field("id", &self.id)
            .field("lines", &self.lines.len())
            .finish_non_exhaustive()
    }
}

/// About how much text pest gets at once.
const CHUNK: usize = 32 * 1024;

impl SecretsFile {
    /// Takes any text.
    pub fn parse(id: FileId, source: &Source, shape: Shape) -> SecretsFile {
        SecretsFile::parse_in_chunks(id, &source.shared_text(), shape, CHUNK)
    }

    pub(super) fn parse_in_chunks(
        id: FileId,
        text: &Arc<str>,
        shape: Shape,
        size: usize,
    ) -> SecretsFile {
        let mut file = SecretsFile {
            id,
            text: Arc::clone(text),
            lines: Vec::new(),
            tokens: Vec::new(),
        };
        let mut start = 0;
        while start < text.len() {
            let from = start.saturating_add(size).min(text.len());
            let end = memchr::memchr(b'\n', &text.as_bytes()[from..])
                .map_or(text.len(), |at| from + at + 1);
            lower::lines(&text[start..end], start as u32, shape, &mut file);
            start = end;
        }
        file
    }

    pub fn id(&self) -> FileId {
        self.id
    }

    /// The text as it was read, with the secrets: to write a fix back, and for nothing that anybody sees.
    pub fn text_with_secrets(&self) -> &str {
        &self.text
    }

    pub fn len(&self) -> usize {
        self.lines.len()
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub(super) fn tokens_of(&self, line: &Line) -> &[Token] {
        &self.tokens[line.first as usize..line.last as usize]
    }

    /// The tokens of each line.
    pub fn lines(&self) -> impl Iterator<Item = (Range<usize>, &[Token])> {
        self.lines
            .iter()
            .map(|line| (line.start as usize..line.end as usize, self.tokens_of(line)))
    }

    pub fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.id, range)
    }

    pub(super) fn word(&self, token: &Token) -> &str {
        &self.text[token.range()]
    }
}
