//! From byte offsets to lines and columns.

use serde::Serialize;

/// A place as people count it: line and column from 1, a column per Unicode scalar value (a tab is one).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

/// The starts of all lines of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    pub fn new(text: &str) -> LineIndex {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
        LineIndex { starts }
    }

    /// The number of lines; a final newline does not open another one.
    pub fn len(&self, text: &str) -> usize {
        self.starts.len() - usize::from(text.is_empty() || text.ends_with('\n'))
    }

    /// The line that holds `offset`, counted from 0.
    pub fn line(&self, offset: u32) -> usize {
        self.starts.partition_point(|&start| start <= offset) - 1
    }

    /// Where line `line`, counted from 0, starts.
    pub fn start(&self, line: usize) -> u32 {
        self.starts[line]
    }

    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.line(offset);
        let before = &text[self.starts[line] as usize..offset as usize];
        Position {
            line: line as u32 + 1,
            column: before.chars().count() as u32 + 1,
        }
    }
}
