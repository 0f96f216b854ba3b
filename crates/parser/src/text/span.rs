//! Byte ranges in the files of one configuration.

use std::ops::Range;

use serde::Serialize;

/// An index into a [`SourceMap`](super::SourceMap).
///
/// Opaque: a path can be asked for only where a message is rendered.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct FileId(pub(crate) u32);

impl FileId {
    /// Files are numbered in the order in which they were read.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A byte range of one file.
///
/// Always on character boundaries and inside its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(file: FileId, range: Range<usize>) -> Span {
        Span {
            file,
            start: range.start as u32,
            end: range.end as u32,
        }
    }

    /// The range as `usize`, for slicing the source text.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The part of this span that `range`, counted from its start, covers; clipped to this span.
    #[must_use]
    pub fn part(self, range: Range<usize>) -> Span {
        let start = (self.start + range.start as u32).min(self.end);
        let end = (self.start + range.end as u32).clamp(start, self.end);
        Span {
            file: self.file,
            start,
            end,
        }
    }

    /// From the start of this span to the end of `other`, which lies behind it in the same file.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span {
            end: other.end.max(self.end),
            ..self
        }
    }

    /// The empty span at the end of this one: where something is missing.
    #[must_use]
    pub fn after(self) -> Span {
        Span {
            start: self.end,
            ..self
        }
    }
}

/// A value and the source text it stands for, which keeps its quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}
