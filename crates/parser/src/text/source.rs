//! The text of one file, as read, and all files of one configuration.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::{FileId, LineIndex, Position, Span};

/// One file: its path and exactly the text that was read, with CR, tabs and a missing last newline.
///
/// Bytes that are not UTF-8 stand in the text as U+FFFD; the file is then [`Source::is_lossy`], and no tool writes it.
#[derive(Debug, Clone)]
pub struct Source {
    path: PathBuf,
    text: Arc<str>,
    invalid: Vec<u32>,
    /// Parts of the text are blotted out.
    masked: bool,
    /// What no report may show.
    secrets: Vec<Range<usize>>,
    lines: OnceLock<LineIndex>,
}

/// Why bytes cannot become a [`Source`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    #[error("the file is larger than 1365 MiB")]
    TooLarge,
}

impl Source {
    /// Offsets are 32 bits wide, and U+FFFD takes three bytes where one invalid byte stood.
    pub const MOST_BYTES: usize = (u32::MAX / 3) as usize;

    /// Accepts any bytes; only the size is limited.
    pub fn from_bytes(path: impl Into<PathBuf>, bytes: Vec<u8>) -> Result<Source, SourceError> {
        if bytes.len() > Source::MOST_BYTES {
            return Err(SourceError::TooLarge);
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Source::new(path, text)),
            Err(error) => {
                let mut text = String::with_capacity(error.as_bytes().len());
                let mut invalid = Vec::new();
                for chunk in error.as_bytes().utf8_chunks() {
                    text.push_str(chunk.valid());
                    if !chunk.invalid().is_empty() {
                        invalid.push(text.len() as u32);
                        text.push('\u{fffd}');
                    }
                }
                Ok(Source {
                    invalid,
                    ..Source::new(path, text)
                })
            }
        }
    }

    pub fn new(path: impl Into<PathBuf>, text: impl Into<Arc<str>>) -> Source {
        Source {
            path: path.into(),
            text: text.into(),
            invalid: Vec::new(),
            masked: false,
            secrets: Vec::new(),
            lines: OnceLock::new(),
        }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether a line can make its reader read other files: all of them spell it so.
    pub fn names_files(&self) -> bool {
        memchr::memmem::find(self.text.as_bytes(), b"include").is_some()
    }

    /// The text as a shared handle, for a tree that outlives the map.
    pub fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// Whether the text is not what stands in the file: bytes that are not UTF-8 were replaced, or secrets blotted out.
    pub fn is_lossy(&self) -> bool {
        !self.invalid.is_empty() || self.masked
    }

    /// Where the replaced byte sequences stood.
    pub fn invalid_offsets(&self) -> &[u32] {
        &self.invalid
    }

    /// Says which parts of the text no report may show; see [`SourceMap::masked`].
    pub fn keep_secret(&mut self, ranges: impl IntoIterator<Item = Range<usize>>) {
        self.secrets.extend(ranges);
        self.secrets.sort_by_key(|range| (range.start, range.end));
    }

    /// What no report may show, in the order of its places.
    pub fn secrets(&self) -> &[Range<usize>] {
        &self.secrets
    }

    /// The same with everything in `hidden` blotted out, character by character: offsets stay true, and nothing that
    /// draws a message can show it.
    #[must_use]
    pub fn masked(&self, hidden: &[Range<usize>]) -> Source {
        let mut ranges: Vec<&Range<usize>> = hidden.iter().collect();
        ranges.sort_by_key(|range| range.start);
        let mut text = String::with_capacity(self.text.len());
        for range in ranges {
            let start = range.start.max(text.len());
            if start < range.end {
                text.push_str(&self.text[text.len()..start]);
                text.extend(self.text[start..range.end].chars().map(blot));
            }
        }
        text.push_str(&self.text[text.len()..]);
        Source {
            masked: true,
            secrets: Vec::new(),
            text: text.into(),
            invalid: self.invalid.clone(),
            path: self.path.clone(),
            lines: self.lines.clone(),
        }
    }

    /// Built on first use: only files with something to report pay for it.
    pub fn line_index(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    pub fn position(&self, offset: u32) -> Position {
        self.line_index().position(&self.text, offset)
    }
}

/// As many bytes as `c` has, so that offsets stay.
fn blot(c: char) -> char {
    match c.len_utf8() {
        _ if c == '\n' => c,
        1 => '*',
        2 => '\u{b7}',
        3 => '\u{2022}',
        _ => '\u{1f512}',
    }
}

/// All files of one configuration, in the order they were read.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    sources: Vec<Source>,
}

impl SourceMap {
    pub fn add(&mut self, source: Source) -> FileId {
        self.sources.push(source);
        FileId(self.sources.len() as u32 - 1)
    }

    /// The number that the next file gets.
    pub fn next_id(&self) -> FileId {
        FileId(self.sources.len() as u32)
    }

    pub fn get(&self, file: FileId) -> &Source {
        &self.sources[file.0 as usize]
    }

    pub fn get_mut(&mut self, file: FileId) -> &mut Source {
        &mut self.sources[file.0 as usize]
    }

    /// The same files with every secret blotted out, for reports.
    #[must_use]
    pub fn masked(&self) -> SourceMap {
        let sources = self.sources.iter().map(|source| {
            if source.secrets.is_empty() {
                source.clone()
            } else {
                source.masked(&source.secrets)
            }
        });
        SourceMap {
            sources: sources.collect(),
        }
    }

    pub fn slice(&self, span: Span) -> &str {
        &self.get(span.file).text()[span.range()]
    }

    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.sources
            .iter()
            .enumerate()
            .map(|(i, source)| (FileId(i as u32), source))
    }

    pub fn len(&self) -> usize {
        self.sources.len()
    }

    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_bytes_are_replaced_and_remembered() {
        let source = Source::from_bytes("a", b"left=\xff\xfe\nx".to_vec()).unwrap();
        assert_eq!(source.text(), "left=\u{fffd}\u{fffd}\nx");
        assert_eq!(source.invalid_offsets(), [5, 8]);
        assert!(source.is_lossy());
    }

    #[test]
    fn columns_count_characters() {
        let source = Source::new("a", "é=\n\tß x\n");
        assert_eq!(source.position(2), Position { line: 1, column: 2 });
        assert_eq!(source.position(8), Position { line: 2, column: 4 });
        assert_eq!(source.line_index().len(source.text()), 2);
    }
}
