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
    /// What stands between the two, with `=` where there is one.
    pub(crate) before_equals: usize,
    pub(crate) equals: &'static str,
    pub(crate) behind_equals: usize,
    pub(crate) value: &'a str,
    /// What stands before the comment.
    pub(crate) gap: Gap<'a>,
    pub(crate) comment: &'a str,
    /// What the options put in the place of `key` and `value`.
    pub(crate) new_key: Option<String>,
    pub(crate) new_value: Option<String>,
}

/// The blanks before a trailing comment.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Gap<'a> {
    AsWritten(&'a str),
    Spaces(usize),
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
        self.new_key.as_deref().unwrap_or(self.key)
    }

    fn value(&self) -> &str {
        self.new_value.as_deref().unwrap_or(self.value)
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
        out.push_str(self.equals);
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

fn push_spaces(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n(' ', count));
}
