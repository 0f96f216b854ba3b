//! A parsed file and typed views on its lines.

use std::ops::Range;
use std::sync::Arc;

use super::chunk;
use super::line::{Line, LineKind, Problem, SectionKind, Shape};
use super::lower::{self, Through};
use super::token::{self, Token};
use super::value::{self, ValueText};
use crate::text::{FileId, Source, Span};

/// The lines and sections of one file. Concatenating the text of all tokens gives the source back, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    id: FileId,
    shape: Shape,
    text: Arc<str>,
    plain: bool,
    lines: Vec<Line>,
    sections: Vec<SectionLines>,
}

/// A header and the lines up to the next one; indices of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct SectionLines {
    header: u32,
    end: u32,
}

impl File {
    /// Reads any text in the given shape.
    pub fn parse(id: FileId, source: &Source, shape: Shape) -> File {
        File::from_text(id, source.shared_text(), shape)
    }

    pub fn from_text(id: FileId, text: Arc<str>, shape: Shape) -> File {
        File::parse_in_chunks(id, text, shape, chunk::CHUNK)
    }

    /// As [`File::from_text`] with another chunk size; the result does not depend on it.
    pub fn parse_in_chunks(id: FileId, text: Arc<str>, shape: Shape, chunk_size: usize) -> File {
        let lines = lower::lines(&text, 0..text.len(), shape, chunk_size, Through::Shortcut);
        let plain = is_plain(&text);
        File::of_lines(id, text, shape, plain, lines)
    }

    fn of_lines(id: FileId, text: Arc<str>, shape: Shape, plain: bool, lines: Vec<Line>) -> File {
        File {
            id,
            shape,
            plain,
            sections: sections(&lines, &text, shape),
            text,
            lines,
        }
    }

    /// As [`File::from_text`] with every line read by the grammar; the result is the same.
    #[cfg(test)]
    pub(super) fn by_grammar(id: FileId, text: Arc<str>, shape: Shape) -> File {
        let lines = lower::lines(&text, 0..text.len(), shape, chunk::CHUNK, Through::Grammar);
        let plain = is_plain(&text);
        File::of_lines(id, text, shape, plain, lines)
    }

    /// The tree of `text`, which is this file's text with the bytes of `changed` replaced; reads only the sections around
    /// the change anew. `inserted` is the length of the new bytes.
    #[must_use]
    pub fn reparse(&self, text: Arc<str>, changed: Range<usize>, inserted: usize) -> File {
        let Some((from, to)) = self.section_bounds(&changed) else {
            return File::from_text(self.id, text, self.shape);
        };
        let kept_before = self
            .lines
            .partition_point(|line| (line.end as usize) <= from);
        let kept_after = self
            .lines
            .partition_point(|line| (line.start as usize) < to);
        let shift = (inserted as u32).wrapping_sub(changed.len() as u32);
        let new_to = to + inserted - changed.len();
        // The new text may open a quote or a section that reaches beyond the old section; strongSwan's strings span lines.
        let fits = new_to == text.len() || starts_section(&text, new_to);
        let has_string = self.shape == Shape::StrongSwan
            && (self.text[from..to].contains('"') || text[from..new_to].contains('"'));
        if !fits || has_string {
            return File::from_text(self.id, text, self.shape);
        }
        let mut lines = Vec::with_capacity(self.lines.len() + 8);
        lines.extend_from_slice(&self.lines[..kept_before]);
        lines.extend(lower::lines(
            &text,
            from..new_to,
            self.shape,
            chunk::CHUNK,
            Through::Shortcut,
        ));
        lines.extend(
            self.lines[kept_after..]
                .iter()
                .map(|line| line.shifted(shift)),
        );
        let plain = if self.plain {
            is_plain(&text[changed.start..changed.start + inserted])
        } else {
            is_plain(&text)
        };
        File::of_lines(self.id, text, self.shape, plain, lines)
    }

    /// The file as if it had these sections only, by their numbers in order, and what stands before the first section.
    /// Every line stays at its place in the text.
    #[must_use]
    pub fn part(&self, wanted: &[usize]) -> File {
        let before = self
            .sections
            .first()
            .map_or(self.lines.len(), |first| first.header as usize);
        let mut lines = self.lines[..before].to_vec();
        for &number in wanted {
            let section = self.sections[number];
            lines.extend_from_slice(&self.lines[section.header as usize..section.end as usize]);
        }
        let text = Arc::clone(&self.text);
        File::of_lines(self.id, text, self.shape, self.plain, lines)
    }

    /// The smallest run of whole sections around a byte range; `None` when that is the file.
    fn section_bounds(&self, changed: &Range<usize>) -> Option<(usize, usize)> {
        let first = self
            .lines
            .partition_point(|line| (line.end as usize) < changed.start);
        // A change at the very start of a section may glue it to the one before.
        let opens_before =
            |line: &&Line| (line.start as usize) < changed.start && self.opens_section(line);
        let from = self.lines[..first]
            .iter()
            .rev()
            .find(opens_before)
            .map_or(0, |line| line.start as usize);
        let opens_behind =
            |line: &&Line| (line.start as usize) > changed.end && self.opens_section(line);
        let to = self.lines[first..]
            .iter()
            .find(opens_behind)
            .map_or(self.text.len(), |line| line.start as usize);
        (from > 0 || to < self.text.len()).then_some((from, to))
    }

    fn opens_section(&self, line: &Line) -> bool {
        line.start < line.end && chunk::opens_section(self.text.as_bytes()[line.start as usize])
    }

    pub fn id(&self) -> FileId {
        self.id
    }

    pub fn shape(&self) -> Shape {
        self.shape
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// Whether the text is printable ASCII with tabs and newlines only, so that nobody need look for strange characters.
    pub fn is_plain(&self) -> bool {
        self.plain
    }

    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Every byte of the file, in order.
    pub fn tokens(&self) -> impl Iterator<Item = Token> {
        self.lines
            .iter()
            .flat_map(|line| token::of_line(line, &self.text))
    }

    pub fn line_tokens(&self, line: &Line) -> Vec<Token> {
        token::of_line(line, &self.text)
    }

    pub fn sections(&self) -> impl ExactSizeIterator<Item = SectionView<'_>> {
        self.sections.iter().map(|section| SectionView {
            file: self,
            section: *section,
        })
    }

    /// One of [`File::sections`], by its number.
    pub fn section(&self, number: usize) -> SectionView<'_> {
        SectionView {
            file: self,
            section: self.sections[number],
        }
    }

    /// Parameters that stand in no section.
    pub fn orphans(&self) -> impl Iterator<Item = Entry<'_>> {
        let mut covered = self.sections.iter().peekable();
        self.lines.iter().enumerate().filter_map(move |(i, line)| {
            while covered
                .peek()
                .is_some_and(|section| section.end as usize <= i)
            {
                covered.next();
            }
            let inside = covered
                .peek()
                .is_some_and(|section| (section.header as usize) < i);
            (line.kind == LineKind::Entry && !inside).then_some(Entry { file: self, line })
        })
    }

    pub fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.id, range)
    }

    /// The value of a line as the shape's readers hand it on.
    pub fn value<'a>(&'a self, line: &Line) -> ValueText<'a> {
        value::read(line, &self.text, self.shape)
    }

    pub fn entry<'a>(&'a self, line: &'a Line) -> Option<Entry<'a>> {
        matches!(line.kind, LineKind::Entry | LineKind::CommentEntry)
            .then_some(Entry { file: self, line })
    }
}

fn is_plain(text: &str) -> bool {
    // Without a branch, so that the compiler can look at many bytes at once.
    text.bytes().fold(true, |plain, b| {
        plain & ((b' '..0x7f).contains(&b) || (b == b'\t') || (b == b'\n'))
    })
}

fn starts_section(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    at == 0 || (bytes[at - 1] == b'\n' && chunk::opens_section(bytes[at]))
}

fn sections(lines: &[Line], text: &str, shape: Shape) -> Vec<SectionLines> {
    let mut sections: Vec<SectionLines> = Vec::new();
    let mut open = false;
    for (i, line) in lines.iter().enumerate() {
        let i = i as u32;
        let ends_here = match line.kind {
            LineKind::Header(_) => true,
            LineKind::Include | LineKind::Version => shape != Shape::StrongSwan,
            // The awk reader ends a section at an empty line and at a comment in column 1.
            LineKind::Blank => {
                shape == Shape::Classic && line.content_end(text) == line.start as usize
            }
            LineKind::Comment => {
                shape == Shape::Classic && text.as_bytes()[line.start as usize] == b'#'
            }
            LineKind::Bad => line.problem == Some(Problem::UnknownSection),
            LineKind::Entry | LineKind::CommentEntry => false,
        };
        if ends_here && open {
            sections
                .last_mut()
                .expect("bug: an open section is in the list")
                .end = i;
            open = false;
        }
        if matches!(line.kind, LineKind::Header(_)) {
            sections.push(SectionLines {
                header: i,
                end: lines.len() as u32,
            });
            open = true;
        }
    }
    sections
}

/// One section: its header and its lines.
#[derive(Debug, Clone, Copy)]
pub struct SectionView<'a> {
    file: &'a File,
    section: SectionLines,
}

impl<'a> SectionView<'a> {
    pub fn file(&self) -> &'a File {
        self.file
    }

    pub fn header(&self) -> &'a Line {
        &self.file.lines[self.section.header as usize]
    }

    pub fn kind(&self) -> SectionKind {
        match self.header().kind {
            LineKind::Header(kind) => kind,
            other => unreachable!("bug: a section starts with {other:?}"),
        }
    }

    /// The name behind `conn` or `ca`, without quotes.
    pub fn name(&self) -> ValueText<'a> {
        self.file.value(self.header())
    }

    pub fn name_span(&self) -> Span {
        self.file.span(self.header().value_range())
    }

    /// The header's first word.
    pub fn word_span(&self) -> Span {
        self.file.span(self.header().key_range())
    }

    /// The lines behind the header.
    pub fn lines(&self) -> &'a [Line] {
        &self.file.lines[self.section.header as usize + 1..self.section.end as usize]
    }

    /// The index of the header among the file's lines.
    pub fn header_index(&self) -> usize {
        self.section.header as usize
    }

    pub fn entries(&self) -> impl Iterator<Item = Entry<'a>> {
        let file = self.file;
        self.lines().iter().filter_map(move |line| file.entry(line))
    }

    /// From the header to the end of the last line.
    pub fn span(&self) -> Span {
        let last = &self.file.lines[self.section.end as usize - 1];
        self.file
            .span(self.header().range().start..last.range().end)
    }
}

/// One parameter, well-formed or not.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    file: &'a File,
    line: &'a Line,
}

impl<'a> Entry<'a> {
    pub fn file(&self) -> &'a File {
        self.file
    }

    pub fn line(&self) -> &'a Line {
        self.line
    }

    /// As written, except that strongSwan's quotes around a keyword are gone.
    pub fn key(&self) -> &'a str {
        self.file.text[self.line.key_range()].trim_matches('"')
    }

    pub fn key_span(&self) -> Span {
        self.file.span(self.line.key_range())
    }

    pub fn value(&self) -> ValueText<'a> {
        self.file.value(self.line)
    }

    /// The value with its quotes; empty, behind `=`, when there is none.
    pub fn value_span(&self) -> Span {
        self.file.span(self.line.value_range())
    }

    /// From the key to the end of the value.
    pub fn span(&self) -> Span {
        self.file.span(
            self.line.key_range().start..self.line.value_range().end.max(self.line.key_range().end),
        )
    }

    pub fn problem(&self) -> Option<Problem> {
        self.line.problem
    }

    pub fn is_comment(&self) -> bool {
        self.line.kind == LineKind::CommentEntry
    }
}
