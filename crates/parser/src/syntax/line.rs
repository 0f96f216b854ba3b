//! One logical line of a file: the unit of the tree.

use std::ops::Range;

use crate::target::{Reader, Target};
use crate::value::Form;

/// How a family of readers cuts a line into words; see `grammar/ipsec_conf.pest`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// The flex scanner of Openswan 2.5 and later and of Libreswan.
    Swan,
    /// The awk reader of FreeS/WAN and Openswan 2.4.
    Classic,
    /// strongSwan's starter.
    StrongSwan,
}

impl Shape {
    pub const ALL: [Shape; 3] = [Shape::Swan, Shape::Classic, Shape::StrongSwan];

    pub fn of(target: Target) -> Shape {
        match target.reader() {
            Reader::Classic => Shape::Classic,
            Reader::Openswan | Reader::Libreswan4 | Reader::Libreswan5 => Shape::Swan,
            Reader::StrongSwan => Shape::StrongSwan,
        }
    }
}

/// What opens a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SectionKind {
    /// `config setup`; also `config` with another word or none, which carries a [`Problem`].
    Setup,
    Conn,
    Ca,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineKind {
    /// Nothing or blanks only.
    Blank,
    Comment,
    Version,
    Include,
    Header(SectionKind),
    /// A parameter, well-formed or not.
    Entry,
    /// A parameter whose value is a comment: `x-note=`.
    CommentEntry,
    /// No dialect can use it.
    Bad,
}

/// What is wrong with the form of a line, by cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Problem {
    /// A parameter in column 1.
    Unindented,
    /// A section word behind blanks.
    IndentedHeader,
    /// A parameter without `=`.
    MissingEquals,
    /// An opening `"` without its closing one.
    UnclosedQuote,
    /// Text behind the value that the reader cannot use.
    Junk,
    /// A trailing comment that the flex scanner takes for a word.
    OneWordComment,
    /// A first word that opens no section.
    UnknownSection,
    /// `conn` or `ca` without a name, `config` without `setup`, `include` without a path.
    MissingName,
    /// `config` with another word than `setup`.
    NotSetup,
    /// Nothing a reader could use.
    Unreadable,
}

/// One logical line, which is one physical line unless a strongSwan string spans several.
///
/// All offsets are bytes of the file's text. The parts stand in this order, with gaps that hold blanks, `=` and what the
/// reader throws away: start, key, value, comment, end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    pub kind: LineKind,
    pub problem: Option<Problem>,
    pub form: Form,
    /// `KEY=VALUE` and nothing else, both of letters that mean themselves: nothing can be wrong with its form.
    pub(crate) plain: bool,
    pub(crate) start: u32,
    pub(crate) key: (u32, u32),
    pub(crate) value: (u32, u32),
    /// The start of the comment, or the end of the content where there is none.
    pub(crate) comment: u32,
    /// Behind the newline.
    pub(crate) end: u32,
}

impl Line {
    /// The whole line with its newline.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The first word: a keyword or a section word. Empty for blank lines and comments.
    pub fn key_range(&self) -> Range<usize> {
        self.key.0 as usize..self.key.1 as usize
    }

    /// The value with its quotes, the name in a header, or the path of an include.
    /// Empty, at the place where it would stand, when there is none.
    pub fn value_range(&self) -> Range<usize> {
        self.value.0 as usize..self.value.1 as usize
    }

    /// The comment without its newline; empty when there is none.
    pub fn comment_range(&self, text: &str) -> Range<usize> {
        self.comment as usize..self.content_end(text)
    }

    /// The end of the line without its newline, which may be CR LF.
    pub fn content_end(&self, text: &str) -> usize {
        content_end(text.as_bytes(), self.range())
    }

    pub fn ends_in_crlf(&self, text: &str) -> bool {
        text[self.range()].ends_with("\r\n")
    }

    /// Where `=` stands, for a parameter that has one.
    pub fn equals(&self, text: &str) -> Option<usize> {
        let is_parameter = matches!(self.kind, LineKind::Entry | LineKind::CommentEntry);
        if !is_parameter || self.problem == Some(Problem::MissingEquals) {
            return None;
        }
        let from = self.key.1 as usize;
        memchr::memchr(b'=', &text.as_bytes()[from..self.end as usize]).map(|at| from + at)
    }

    /// What the reader drops between the key and `=`.
    pub fn discarded_range(&self, text: &str) -> Range<usize> {
        let from = self.key.1 as usize;
        let gap = self.equals(text).map_or("", |equals| &text[from..equals]);
        let start = from + gap.len() - gap.trim_start_matches([' ', '\t']).len();
        start..start.max(from + gap.trim_end_matches([' ', '\t']).len())
    }

    /// The text between the value and the comment that the reader cannot use.
    pub fn junk_range(&self, text: &str) -> Range<usize> {
        let gap = &text[self.value.1 as usize..self.comment as usize];
        let start = self.value.1 as usize + gap.len() - gap.trim_start_matches([' ', '\t']).len();
        start..start.max(self.value.1 as usize + gap.trim_end_matches([' ', '\t']).len())
    }

    /// A first line of `len` bytes with nothing that a reader sees.
    pub(crate) fn blank(len: u32) -> Line {
        let at = (len, len);
        Line {
            kind: LineKind::Blank,
            problem: None,
            form: Form::Missing,
            plain: false,
            start: 0,
            key: at,
            value: at,
            comment: len,
            end: len,
        }
    }

    /// The same line, `by` bytes further down.
    pub(crate) fn shifted(mut self, by: u32) -> Line {
        for offset in [
            &mut self.start,
            &mut self.key.0,
            &mut self.key.1,
            &mut self.value.0,
            &mut self.value.1,
            &mut self.comment,
            &mut self.end,
        ] {
            *offset = offset.wrapping_add(by);
        }
        self
    }
}

/// The end of a physical line without its newline.
pub(super) fn content_end(bytes: &[u8], line: Range<usize>) -> usize {
    let line_bytes = &bytes[line.clone()];
    match line_bytes {
        [.., b'\r', b'\n'] => line.end - 2,
        [.., b'\n'] => line.end - 1,
        _ => line.end,
    }
}
