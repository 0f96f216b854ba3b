//! Byte offsets as positions, fast also in a line of many megabytes.

use std::cell::RefCell;
use std::collections::HashMap;

use ipsec_conf::{FileId, SourceMap, Span};
use serde::Serialize;

/// A position as the JSON gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Place {
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) offset: u32,
}

/// From a place to the place behind the last character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Range {
    pub(crate) start: Place,
    pub(crate) end: Place,
}

/// How many bytes one entry of a table of character counts stands for.
const BLOCK: usize = 1024;

/// Counts columns without reading a long line again for each finding.
pub(crate) struct Places<'a> {
    pub(crate) sources: &'a SourceMap,
    /// For each file with a long line: how many characters start before each block.
    counts: RefCell<HashMap<FileId, Vec<u32>>>,
}

impl<'a> Places<'a> {
    pub(crate) fn new(sources: &'a SourceMap) -> Places<'a> {
        Places {
            sources,
            counts: RefCell::default(),
        }
    }

    pub(crate) fn range(&self, span: Span) -> Range {
        Range {
            start: self.place(span.file, span.start),
            end: self.place(span.file, span.end),
        }
    }

    pub(crate) fn place(&self, file: FileId, offset: u32) -> Place {
        let source = self.sources.get(file);
        let bytes = source.text().as_bytes();
        let line = source.line_index().line(offset);
        let start = source.line_index().start(line) as usize;
        let before = &bytes[start..offset as usize];
        let column = if before.len() <= 2 * BLOCK {
            characters(before)
        } else {
            let mut counts = self.counts.borrow_mut();
            let table = counts.entry(file).or_insert_with(|| table(bytes));
            characters_before(bytes, table, offset as usize)
                - characters_before(bytes, table, start)
        };
        Place {
            line: line as u32 + 1,
            column: column + 1,
            offset,
        }
    }
}

fn table(bytes: &[u8]) -> Vec<u32> {
    let mut total = 0;
    let mut table = vec![0];
    table.extend(bytes.chunks(BLOCK).map(|block| {
        total += characters(block);
        total
    }));
    table
}

fn characters_before(bytes: &[u8], table: &[u32], offset: usize) -> u32 {
    let block = offset / BLOCK;
    table[block] + characters(&bytes[block * BLOCK..offset])
}

/// How many characters start in `bytes`, which may be cut inside of one.
fn characters(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use ipsec_conf::{Source, SourceMap};

    use super::*;

    #[test]
    fn counts_agree_with_the_line_index() {
        let mut sources = SourceMap::default();
        let text = format!("a\n{}\nb", "é€x\t".repeat(3000));
        let file = sources.add(Source::new("a", text.as_str()));
        let places = Places::new(&sources);
        for (offset, _) in text.char_indices().step_by(97).chain([(text.len(), ' ')]) {
            let expected = sources.get(file).position(offset as u32);
            let place = places.place(file, offset as u32);
            assert_eq!((place.line, place.column), (expected.line, expected.column));
        }
    }
}
