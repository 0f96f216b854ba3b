//! From the lines of a tree to rows with the basic layout: indentation and blanks.

use std::ops::Range;

use ipsec_conf::syntax::{File, Line, LineKind, Shape};

use crate::lone;
use crate::options::Options;
use crate::row::{Blanks, Gap, Layout, Row, Words};

const BLANK: [char; 2] = [' ', '\t'];

/// A row for every line that has content.
pub(crate) fn rows<'a>(file: &'a File, options: &Options) -> Vec<Row<'a>> {
    let text = file.text();
    let strings = strings_over_lines(file);
    let mut reader = Reader {
        is_off: false,
        is_swallowed: false,
    };
    let mut rows = Vec::with_capacity(file.lines().len());
    let mut blanks = Blanks::default();
    for line in file.lines() {
        let range = line.range().start..line.content_end(text);
        let string = string_at(&strings, range.start);
        let is_fixed = reader.is_off || reader.is_swallowed;
        if line.kind == LineKind::Blank {
            if !line.range().is_empty() {
                add_blank(&mut blanks, line, text);
                blanks.is_fixed |= is_fixed || string.is_some();
            }
            continue;
        }
        let is_inside = string.is_some_and(|string| string.start < range.start);
        blanks.is_fixed |= is_fixed || is_inside;
        if blanks.count == 0 {
            blanks.range = range.start..range.start;
        }
        let layout = reader.layout(line, text, options, string.is_some());
        rows.push(Row {
            kind: line.kind,
            source: &text[range.clone()],
            wanted_blanks: blanks.count,
            blanks: std::mem::take(&mut blanks),
            keeps_section_open: false,
            layout,
            ends_in_crlf: line.ends_in_crlf(text),
            is_indented: text[range.clone()].starts_with(BLANK),
            range,
        });
    }
    rows
}

fn add_blank(blanks: &mut Blanks, line: &Line, text: &str) {
    let range = line.range();
    if blanks.count == 0 {
        blanks.range = range.clone();
    }
    blanks.range.end = range.end;
    blanks.count += 1;
    blanks.has_empty |= line.content_end(text) == range.start;
    // A CR is a word to some readers, so that such a line is not blank for them.
    blanks.is_fixed |= line.ends_in_crlf(text);
}

/// What the lines above say about a line.
struct Reader {
    /// Below `# ipsec-fmt: off`.
    is_off: bool,
    /// The line above has no value: Openswan takes its value from this line, and Libreswan 4 swallows this line behind
    /// an empty `x-...=`.
    is_swallowed: bool,
}

impl Reader {
    fn layout<'a>(
        &mut self,
        line: &Line,
        text: &'a str,
        options: &Options,
        in_string: bool,
    ) -> Layout<'a> {
        let source = &text[line.range().start..line.content_end(text)];
        let is_fixed = self.is_off || self.is_swallowed || in_string || line.problem.is_some();
        if line.kind != LineKind::Comment {
            self.is_swallowed = source.trim_end_matches(BLANK).ends_with('=');
        }
        match line.kind {
            LineKind::Comment => {
                let comment = source.trim_start_matches(BLANK);
                match switch(comment) {
                    Some(is_off) => self.is_off = is_off,
                    None if !is_fixed => {
                        return whole_comment(source, options, line.ends_in_crlf(text));
                    }
                    None => {}
                }
                Layout::Verbatim
            }
            _ if is_fixed || source.contains('\n') => Layout::Verbatim,
            LineKind::Blank | LineKind::Bad => Layout::Verbatim,
            _ => words(line, text, options).map_or(Layout::Verbatim, Layout::Words),
        }
    }
}

/// A comment in the first column ends a section for the classic reader, so no comment moves into it or out of it.
fn whole_comment<'a>(source: &'a str, options: &Options, ends_in_crlf: bool) -> Layout<'a> {
    let comment = source.trim_start_matches(BLANK);
    let is_indented = comment.len() < source.len();
    Layout::Comment {
        indent: if is_indented {
            options.indent.text()
        } else {
            ""
        },
        text: if ends_in_crlf {
            comment
        } else {
            comment.trim_end_matches(BLANK)
        },
    }
}

/// Without the blanks at both ends.
fn trimmed(range: Range<usize>, text: &str) -> Range<usize> {
    let whole = &text[range.clone()];
    let start = range.start + whole.len() - whole.trim_start_matches(BLANK).len();
    start..start.max(range.start + whole.trim_end_matches(BLANK).len())
}

/// Whether `=` is the last word of a parameter.
pub(crate) fn is_without_value(line: &Line) -> bool {
    matches!(line.kind, LineKind::Entry | LineKind::CommentEntry)
        && line.problem.is_none()
        && line.value_range().is_empty()
}

/// Whether a comment switches the formatter off or on.
fn switch(comment: &str) -> Option<bool> {
    let words = comment.trim_start_matches('#').trim();
    match words.strip_prefix("ipsec-fmt:")?.trim() {
        "off" => Some(true),
        "on" => Some(false),
        _ => None,
    }
}

/// Keyword and value with the usual blanks; `None` where something else stands between them.
fn words<'a>(line: &Line, text: &'a str, options: &Options) -> Option<Words<'a>> {
    let (key, comment) = (line.key_range(), line.comment_range(text));
    let value = match line.kind {
        LineKind::CommentEntry => line.value_range(),
        _ => trimmed(line.value_range(), text),
    };
    let is_blank = |range: Range<usize>| text[range].bytes().all(|b| matches!(b, b' ' | b'\t'));
    if key.is_empty() || !is_blank(line.range().start..key.start) {
        return None;
    }
    let has_tail = !is_blank(value.end..comment.start);
    if has_tail {
        return None;
    }
    let is_parameter = matches!(line.kind, LineKind::Entry | LineKind::CommentEntry);
    let around = u32::from(options.spaces_around_equals);
    let (equals, before_equals, behind_equals) = if is_parameter {
        let equals = line.equals(text)?;
        if !is_blank(key.end..equals) || !is_blank(equals + 1..value.start) {
            return None;
        }
        // The blanks behind the `=` of a comment keyword belong to its text.
        let is_comment = line.kind == LineKind::CommentEntry;
        (Some(equals), around, if is_comment { 0 } else { around })
    } else {
        // Only some readers take `conn"a"` for a header.
        let is_apart = key.end < value.start || value.is_empty();
        if !is_apart || !is_blank(key.end..value.start) {
            return None;
        }
        (None, 0, 1)
    };
    let content = line.range().start..line.content_end(text);
    let indent = if content.start < key.start {
        options.indent.text()
    } else {
        ""
    };
    let ends_in_crlf = line.ends_in_crlf(text);
    let written_gap = &text[value.end..comment.start];
    // Behind a CR nothing is trailing.
    let gap = if ends_in_crlf || !comment.is_empty() {
        written_gap
    } else {
        ""
    };
    let written_comment = &text[comment];
    let trailing = if ends_in_crlf {
        written_comment
    } else {
        written_comment.trim_end_matches(BLANK)
    };
    let is_tail_kept = gap.len() == written_gap.len() && trailing.len() == written_comment.len();
    let is_tight = text[content.start..key.start] == *indent
        && equals.is_some_and(|equals| key.end == equals && equals + 1 == value.start)
        && is_tail_kept;
    Some(Words {
        indent,
        key: &text[key],
        has_equals: equals.is_some(),
        before_equals,
        behind_equals,
        value: &text[value],
        gap: Gap::AsWritten(gap),
        comment: trailing,
        new: None,
        is_tight,
        is_tail_kept,
    })
}

/// Where strongSwan sees a string that spans lines, while this shape sees lines.
fn strings_over_lines(file: &File) -> Vec<Range<usize>> {
    let text = file.text();
    if file.shape() == Shape::StrongSwan || !may_hold_strings_over_lines(text) {
        return Vec::new();
    }
    let other = File::from_text(file.id(), text.into(), Shape::StrongSwan);
    let spans = other
        .lines()
        .iter()
        .map(|line| line.range().start..line.content_end(text));
    spans
        .filter(|range| text[range.clone()].contains('\n'))
        .collect()
}

/// The string that `at` stands in; the strings are in the order of the file.
fn string_at(strings: &[Range<usize>], at: usize) -> Option<&Range<usize>> {
    let behind = strings.partition_point(|string| string.start <= at);
    strings[..behind].last().filter(|string| at < string.end)
}

/// A string that goes on shows as an odd number of quotes in a line, or hides behind an escaped one.
fn may_hold_strings_over_lines(text: &str) -> bool {
    let mut quotes = memchr::memchr_iter(b'"', text.as_bytes()).peekable();
    while let Some(first) = quotes.next() {
        let end =
            memchr::memchr(b'\n', &text.as_bytes()[first..]).map_or(text.len(), |at| first + at);
        let mut count = 1;
        while quotes.next_if(|&quote| quote < end).is_some() {
            count += 1;
        }
        if count % 2 == 1 || text[first..end].contains('\\') {
            return true;
        }
    }
    false
}

/// Takes back what a reader of another dialect would read otherwise. Rewritten words are what the options ask for.
pub(crate) fn settle(rows: &mut [Row<'_>]) {
    let mut scratch = String::new();
    for row in rows {
        let Layout::Words(words) = &row.layout else {
            continue;
        };
        if words.is_unchanged() || is_plain(words) {
            continue;
        }
        scratch.clear();
        words.write_moved(&mut scratch);
        if scratch != row.source && !lone::reads_alike(row.source, &scratch) {
            row.layout = Layout::Verbatim;
        }
    }
}

/// Words that every reader takes for what they are, however many blanks stand around them.
fn is_plain(words: &Words<'_>) -> bool {
    let key = words.key.as_bytes();
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let is_word = |b: &u8| {
        is_name(b)
            || matches!(
                b,
                b'.' | b',' | b':' | b'/' | b'%' | b'@' | b'+' | b'!' | b'*'
            )
    };
    let is_text = |b: &u8| is_word(b) || matches!(b, b' ' | b'=');
    let value = words.value.as_bytes();
    let is_quoted = matches!(value, [b'"', inner @ .., b'"'] if inner.iter().all(is_text));
    let has_plain_value = !value.is_empty() && (is_quoted || value.iter().all(is_word));
    // A comment that stays where it is and as it is means what it meant.
    let keeps_comment =
        words.is_tail_kept && matches!(words.gap, Gap::AsWritten(gap) if !gap.is_empty());
    let has_plain_tail = words.comment.is_empty() || keeps_comment;
    if !has_plain_tail || !has_plain_value || value == b"include" {
        return false;
    }
    if !words.has_equals {
        return words.indent.is_empty() && matches!(key, b"conn" | b"ca");
    }
    !words.indent.is_empty()
        && key.iter().all(is_name)
        && !matches!(key, [b'x' | b'X', b'-' | b'_', ..])
        && !matches!(
            key,
            b"conn" | b"config" | b"setup" | b"include" | b"version" | b"ca"
        )
}
