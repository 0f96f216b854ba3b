//! What a reader sees of a file when blanks that mean nothing are left out.

use ipsec_conf::syntax::{File, Line, LineKind, Problem, Shape};
use ipsec_conf::value::Form;

use crate::lines::is_without_value;

/// Where two texts are read differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub shape: Shape,
    /// The offset in the first text; its length when the first text ends earlier.
    pub at: usize,
}

/// Whether both texts are the same to every reader of this shape: the same lines with the same words and comments, and
/// for the classic reader the same ends of sections.
pub fn same_reading(before: &File, after: &File) -> Result<(), Difference> {
    let shape = before.shape();
    let mut others = readings(after).map(|(_, reading)| reading);
    for (at, reading) in readings(before) {
        if others.next().as_ref() != Some(&reading) {
            return Err(Difference { shape, at });
        }
    }
    match others.next() {
        None => Ok(()),
        Some(_) => Err(Difference {
            shape,
            at: before.text().len(),
        }),
    }
}

/// A line as its reader sees it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reading<'a> {
    kind: LineKind,
    problem: Option<Problem>,
    form: Form,
    key: &'a str,
    discarded: &'a str,
    value: &'a str,
    junk: &'a str,
    comment: &'a str,
    ends_in_crlf: bool,
    /// Whether an empty line or a comment in the first column stands between this and the word above it.
    is_cut_off: bool,
    /// What a line without a value swallows.
    swallowed: &'a str,
}

/// Every line that a reader sees, with its offset.
pub(crate) fn readings(file: &File) -> impl Iterator<Item = (usize, Reading<'_>)> {
    let text = file.text();
    let ends_sections = file.shape() == Shape::Classic;
    let (mut in_section, mut is_cut_off) = (false, false);
    file.lines()
        .iter()
        .enumerate()
        .filter_map(move |(i, line)| {
            let is_in_first_column = line.range().start == line.comment_range(text).start;
            is_cut_off |= match line.kind {
                LineKind::Blank => {
                    line.content_end(text) == line.range().start && !line.range().is_empty()
                }
                LineKind::Comment => is_in_first_column,
                _ => false,
            };
            if line.kind == LineKind::Blank && !line.ends_in_crlf(text) {
                return None;
            }
            let is_parameter = matches!(line.kind, LineKind::Entry | LineKind::CommentEntry);
            let was_cut_off = std::mem::take(&mut is_cut_off);
            if !is_parameter {
                is_cut_off = line.kind == LineKind::Comment && was_cut_off;
            }
            in_section |= matches!(line.kind, LineKind::Header(_));
            let reading = Reading {
                kind: line.kind,
                problem: line.problem,
                form: line.form,
                key: &text[line.key_range()],
                discarded: &text[line.discarded_range(text)],
                value: value(line, file.shape(), text),
                junk: &text[line.junk_range(text)],
                comment: text[line.comment_range(text)].trim_end_matches([' ', '\t']),
                ends_in_crlf: line.ends_in_crlf(text),
                is_cut_off: ends_sections && in_section && is_parameter && was_cut_off,
                swallowed: if file.shape() == Shape::Swan && is_without_value(line) {
                    swallowed(&file.lines()[i + 1..], text)
                } else {
                    ""
                },
            };
            Some((line.range().start, reading))
        })
}

fn value<'a>(line: &Line, shape: Shape, text: &'a str) -> &'a str {
    let value = &text[line.value_range()];
    match line.kind {
        LineKind::CommentEntry => value,
        // It is thrown away: others may read `versionx=1` as a parameter.
        LineKind::Version if shape == Shape::StrongSwan => "",
        _ => value.trim_matches([' ', '\t']),
    }
}

/// The lines up to the first one with content, and that one.
fn swallowed<'a>(lines: &[Line], text: &'a str) -> &'a str {
    let Some(first) = lines.first() else {
        return "";
    };
    let last = lines
        .iter()
        .find(|line| !matches!(line.kind, LineKind::Blank | LineKind::Comment));
    let end = last.map_or(text.len(), |line| line.content_end(text));
    text[first.range().start..end].trim_end_matches([' ', '\t', '\r', '\n'])
}
