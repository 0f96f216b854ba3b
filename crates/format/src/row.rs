//! A line on its way to its new layout.

use std::ops::Range;

use ipsec_conf::syntax::LineKind;

/// A line with content, and the blank lines above it.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    pub(crate) kind: LineKind,
    /// The line without its newline.
    pub(crate) source: &'a str,
    /// Where `source` stands in the file.
    pub(crate) range: Range<usize>,
    pub(crate) blanks: Blanks,
    /// How many blank lines there will be.
    pub(crate) wanted_blanks: usize,
    /// Whether the blank lines will hold the indent, because an empty line would end the section for the classic reader.
    pub(crate) keeps_section_open: bool,
    pub(crate) layout: Layout<'a>,
    pub(crate) ends_in_crlf: bool,
    /// Indented in a section, so that it belongs to it.
    pub(crate) is_indented: bool,
}

/// Blank lines in the source.
#[derive(Debug, Clone, Default)]
pub(crate) struct Blanks {
    pub(crate) range: Range<usize>,
    pub(crate) count: usize,
    /// Whether one of them has no blanks at all; that one ends a section for the classic reader.
    pub(crate) has_empty: bool,
    /// Whether they must stay as they are.
    pub(crate) is_fixed: bool,
}

/// What becomes of the content.
#[derive(Debug)]
pub(crate) enum Layout<'a> {
    /// Not a byte is changed.
    Verbatim,
    Comment {
        indent: &'static str,
        text: &'a str,
    },
    Words(Words<'a>),
}

/// A keyword with a value, or a section word with a name.
#[derive(Debug)]
pub(crate) struct Words<'a> {
    pub(crate) indent: &'static str,
    pub(crate) key: &'a str,
    /// Whether `=` stands between the two, and how many blanks stand before and behind it; without it the blanks behind
    /// it are those between the words.
    pub(crate) has_equals: bool,
    pub(crate) before_equals: u32,
    pub(crate) behind_equals: u32,
    pub(crate) value: &'a str,
    /// What stands before the comment.
    pub(crate) gap: Gap<'a>,
    pub(crate) comment: &'a str,
    /// What the options put in the place of `key` and `value`.
    pub(crate) new: Option<Box<NewWords>>,
    /// Whether nothing stands between the words in the file but `=`, and the indent is the one that is wanted.
    pub(crate) is_tight: bool,
    /// Whether nothing behind the value was cut off.
    pub(crate) is_tail_kept: bool,
}

#[derive(Debug, Default)]
pub(crate) struct NewWords {
    pub(crate) key: Option<String>,
    pub(crate) value: Option<String>,
}

/// The blanks before a trailing comment.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Gap<'a> {
    AsWritten(&'a str),
    Spaces(u32),
}

impl Row<'_> {
    pub(crate) fn is_verbatim(&self) -> bool {
        matches!(self.layout, Layout::Verbatim)
    }

    /// The word before `=`, as it will be written.
    pub(crate) fn keyword(&self) -> Option<&str> {
        match (&self.layout, self.kind) {
            (Layout::Words(words), LineKind::Entry) => Some(words.key),
            _ => None,
        }
    }

    /// Appends the line as it will be, without its newline.
    pub(crate) fn write(&self, out: &mut String) {
        match &self.layout {
            Layout::Verbatim => out.push_str(self.source),
            Layout::Comment { indent, text } => {
                out.push_str(indent);
                out.push_str(text);
            }
            Layout::Words(words) => words.write(out),
        }
    }
}

impl Words<'_> {
    /// The keyword as it will be written.
    pub(crate) fn key(&self) -> &str {
        let new = self.new.as_ref().and_then(|new| new.key.as_deref());
        new.unwrap_or(self.key)
    }

    fn value(&self) -> &str {
        let new = self.new.as_ref().and_then(|new| new.value.as_deref());
        new.unwrap_or(self.value)
    }

    /// What the options put in the place of the words.
    pub(crate) fn new_words(&mut self) -> &mut NewWords {
        self.new.get_or_insert_default()
    }

    /// Whether it is plain to see that nothing changes.
    pub(crate) fn is_unchanged(&self) -> bool {
        let is_written = matches!(self.gap, Gap::AsWritten(_));
        self.is_tight
            && self.new.is_none()
            && is_written
            && self.before_equals == 0
            && self.behind_equals == 0
    }

    pub(crate) fn write(&self, out: &mut String) {
        self.write_content(out);
        self.write_comment(out);
    }

    /// Without the comment.
    pub(crate) fn write_content(&self, out: &mut String) {
        self.write_words(self.key(), self.value(), out);
    }

    /// With the words as they stand in the file, so that only blanks differ.
    pub(crate) fn write_moved(&self, out: &mut String) {
        self.write_words(self.key, self.value, out);
        self.write_comment(out);
    }

    fn write_words(&self, key: &str, value: &str, out: &mut String) {
        out.push_str(self.indent);
        out.push_str(key);
        push_spaces(out, self.before_equals);
        if self.has_equals {
            out.push('=');
        }
        if !value.is_empty() {
            push_spaces(out, self.behind_equals);
            out.push_str(value);
        }
    }

    fn write_comment(&self, out: &mut String) {
        match self.gap {
            Gap::AsWritten(blanks) => out.push_str(blanks),
            Gap::Spaces(count) => push_spaces(out, count),
        }
        out.push_str(self.comment);
    }
}

fn push_spaces(out: &mut String, count: u32) {
    out.extend(std::iter::repeat_n(' ', count as usize));
}
