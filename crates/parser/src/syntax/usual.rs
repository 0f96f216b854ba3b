//! The lines that nine of ten are, read without the grammar, for speed.
//!
//! Nothing is decided here: a line is taken only when every byte of it is plain, and the result is what the grammar gives
//! (a property test compares the two). Everything else goes to pest.

use std::ops::Range;

use super::line::{Line, LineKind, SectionKind, Shape};
use crate::value::Form;

/// Whether the lines of a chunk can be looked at one by one: strongSwan's strings may span lines.
pub(super) fn is_safe(chunk: &str, shape: Shape) -> bool {
    shape != Shape::StrongSwan || memchr::memchr(b'"', chunk.as_bytes()).is_none()
}

/// The line that starts at `range.start`, if it is an empty line, a comment, `conn NAME` or `KEY=VALUE` of plain bytes and
/// ends in LF before `range.end`.
pub(super) fn line(bytes: &[u8], range: Range<usize>, shape: Shape) -> Option<Line> {
    let start = range.start;
    let bytes = &bytes[..range.end];
    let mut at = start;
    while matches!(bytes.get(at), Some(b' ' | b'\t')) {
        at += 1;
    }
    match *bytes.get(at)? {
        b'\n' => Some(blank(start, at)),
        b'#' => comment(bytes, start, at),
        _ if at == start => header(bytes, start),
        _ => entry(bytes, start, at, shape),
    }
}

fn blank(start: usize, newline: usize) -> Line {
    build(LineKind::Blank, Form::Missing, start, newline..newline, newline..newline, newline, newline)
}

fn comment(bytes: &[u8], start: usize, hash: usize) -> Option<Line> {
    let newline = hash + memchr::memchr(b'\n', &bytes[hash..])?;
    let has_cr = bytes[newline - 1] == b'\r';
    (!has_cr).then(|| build(LineKind::Comment, Form::Missing, start, hash..hash, hash..hash, hash, newline))
}

fn header(bytes: &[u8], start: usize) -> Option<Line> {
    if !bytes[start..].starts_with(b"conn ") {
        return None;
    }
    let (word, name) = (start..start + 4, start + 5);
    let end = run(bytes, name, NAME);
    let is_whole = end > name && bytes.get(end) == Some(&b'\n');
    is_whole.then(|| build(LineKind::Header(SectionKind::Conn), Form::Bare, start, word, name..end, end, end))
}

fn entry(bytes: &[u8], start: usize, key: usize, shape: Shape) -> Option<Line> {
    let key_end = run(bytes, key, KEY);
    let mut at = skip_blanks(bytes, key_end);
    let is_spaced = at > key_end;
    let word = &bytes[key..key_end];
    if word.is_empty() || bytes.get(at) != Some(&b'=') || is_special(word, is_spaced) {
        return None;
    }
    at = skip_blanks(bytes, at + 1);
    let class = if shape == Shape::StrongSwan { VALUE } else { VALUE | EQUALS };
    let end = run(bytes, at, class);
    let is_whole = end > at && bytes.get(end) == Some(&b'\n');
    is_whole.then(|| build(LineKind::Entry, Form::Bare, start, key..key_end, at..end, end, end))
}

/// Comment keywords and section words have rules of their own.
fn is_special(word: &[u8], is_spaced: bool) -> bool {
    match word {
        [b'x' | b'X', b'-' | b'_', ..] => true,
        b"conn" | b"config" | b"setup" | b"include" | b"ca" => is_spaced,
        _ => word.starts_with(b"version"),
    }
}

fn build(
    kind: LineKind,
    form: Form,
    start: usize,
    key: Range<usize>,
    value: Range<usize>,
    comment: usize,
    newline: usize,
) -> Line {
    Line {
        kind,
        problem: None,
        form,
        start: start as u32,
        key: (key.start as u32, key.end as u32),
        value: (value.start as u32, value.end as u32),
        comment: comment as u32,
        end: newline as u32 + 1,
    }
}

fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\t')) {
        at += 1;
    }
    at
}

/// The end of the run of bytes of a class.
fn run(bytes: &[u8], start: usize, class: u8) -> usize {
    bytes[start..].iter().position(|&byte| CLASSES[byte as usize] & class == 0).map_or(bytes.len(), |len| start + len)
}

const KEY: u8 = 1;
const NAME: u8 = 2;
const VALUE: u8 = 4;
const EQUALS: u8 = 8;

/// What each byte may be a part of. Quotes, braces, `#`, controls and everything beyond ASCII are left to the grammar.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = b'!';
    while byte <= b'~' {
        classes[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => KEY | NAME | VALUE,
            b'.' | b'%' => NAME | VALUE,
            b'=' => EQUALS,
            b'"' | b'#' | b'{' | b'}' | b'\\' => 0,
            _ => VALUE,
        };
        byte += 1;
    }
    classes
};
