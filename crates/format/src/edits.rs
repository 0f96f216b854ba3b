//! From rows to edits, and from edits to text.

use std::ops::Range;

use ipsec_conf::diagnostic::Edit;
use ipsec_conf::syntax::File;

use crate::options::Options;
use crate::order::Move;
use crate::row::{Layout, Row};

/// What has to change, each edit as small as a line or the blank lines above it.
pub(crate) fn collect(
    file: &File,
    rows: &[Row<'_>],
    moves: &[Move],
    options: &Options,
) -> Vec<Edit> {
    let mut edits = Edits {
        file,
        list: Vec::new(),
        scratch: String::new(),
    };
    let mut moves = moves.iter().peekable();
    for (i, row) in rows.iter().enumerate() {
        while moves.next_if(|planned| planned.rows.end <= i).is_some() {}
        let planned = moves.peek().filter(|planned| planned.rows.contains(&i));
        if planned.is_none_or(|planned| planned.rows.start == i) {
            edits.blank_lines(row, options);
        }
        match planned {
            Some(planned) if planned.rows.start == i => {
                edits.moved(rows, planned, as_laid_out);
            }
            Some(_) => {}
            None => edits.content(row),
        }
    }
    edits.end(rows.last());
    edits.list
}

/// Lines change places and nothing else.
pub(crate) fn of_moves(file: &File, rows: &[Row<'_>], moves: &[Move]) -> Vec<Edit> {
    let mut edits = Edits {
        file,
        list: Vec::new(),
        scratch: String::new(),
    };
    for planned in moves {
        edits.moved(rows, planned, as_written);
    }
    edits.list
}

fn as_laid_out(row: &Row<'_>, out: &mut String) {
    row.write(out);
}

fn as_written(row: &Row<'_>, out: &mut String) {
    out.push_str(row.source);
}

struct Edits<'a> {
    file: &'a File,
    list: Vec<Edit>,
    scratch: String,
}

impl Edits<'_> {
    fn blank_lines(&mut self, row: &Row<'_>, options: &Options) {
        if row.wanted_blanks == 0 && row.blanks.count == 0 {
            return;
        }
        self.scratch.clear();
        if row.blanks.is_fixed {
            return;
        }
        for _ in 0..row.wanted_blanks {
            if row.keeps_section_open {
                self.scratch.push_str(options.indent.text());
            }
            self.scratch.push('\n');
        }
        self.push(row.blanks.range.clone());
    }

    fn content(&mut self, row: &Row<'_>) {
        let is_unchanged = match &row.layout {
            Layout::Verbatim => true,
            Layout::Comment { indent, text } => {
                indent.len() + text.len() == row.source.len() && row.source.starts_with(indent)
            }
            Layout::Words(words) => words.is_unchanged(),
        };
        if is_unchanged {
            return;
        }
        self.scratch.clear();
        row.write(&mut self.scratch);
        self.push(row.range.clone());
    }

    fn moved(&mut self, rows: &[Row<'_>], planned: &Move, write: fn(&Row<'_>, &mut String)) {
        self.scratch.clear();
        for (i, &row) in planned.order.iter().enumerate() {
            if i > 0 {
                self.scratch.push('\n');
            }
            write(&rows[row], &mut self.scratch);
        }
        let first = rows[planned.rows.start].range.start;
        self.push(first..rows[planned.rows.end - 1].range.end);
    }

    /// One newline behind the last line.
    fn end(&mut self, last: Option<&Row<'_>>) {
        let text = self.file.text();
        let start = last.map_or(0, |row| row.range.end);
        let tail = &text[start..];
        if tail.contains('\r') {
            return;
        }
        self.scratch.clear();
        if last.is_some() {
            self.scratch.push('\n');
        }
        self.push(start..text.len());
    }

    /// Replaces the range by what is in `scratch`, if that is something else.
    fn push(&mut self, range: Range<usize>) {
        if self.file.text()[range.clone()] != self.scratch {
            self.list.push(Edit {
                span: self.file.span(range),
                text: self.scratch.clone(),
            });
        }
    }
}

/// The text with the edits in it. They are in the order of the text and do not overlap.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        out.push_str(&text[at..range.start]);
        out.push_str(&edit.text);
        at = range.end;
    }
    out.push_str(&text[at..]);
    out
}
