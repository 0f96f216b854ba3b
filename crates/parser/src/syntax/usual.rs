//! The lines that nine of ten are, read without the grammar, for speed.
//!
//! Nothing is decided here: a line is taken only when there is one way to read it, and the result is what the grammar gives
//! (a property test compares the two). Everything else goes to pest.

use std::ops::Range;

use super::line::{Line, LineKind, SectionKind, Shape};
use crate::value::Form;

/// Whether the lines of a chunk can be looked at one by one: strongSwan's strings may span lines.
pub(super) fn is_safe(chunk: &str, shape: Shape) -> bool {
    shape != Shape::StrongSwan || memchr::memchr(b'"', chunk.as_bytes()).is_none()
}

/// The line that starts at `range.start`, if it is an empty line, a comment, `conn NAME` or `KEY=VALUE` of a plain value and
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

/// Whether a line is `KEY=VALUE` and nothing else, by whatever way it was read.
pub(super) fn is_plain(bytes: &[u8], range: Range<usize>, shape: Shape) -> bool {
    line(bytes, range, shape).is_some_and(|line| line.plain)
}

fn blank(start: usize, newline: usize) -> Line {
    build(
        LineKind::Blank,
        Form::Missing,
        start,
        newline..newline,
        newline..newline,
        newline,
        newline,
    )
}

fn comment(bytes: &[u8], start: usize, hash: usize) -> Option<Line> {
    let newline = hash + memchr::memchr(b'\n', &bytes[hash..])?;
    let has_cr = bytes[newline - 1] == b'\r';
    (!has_cr).then(|| {
        build(
            LineKind::Comment,
            Form::Missing,
            start,
            hash..hash,
            hash..hash,
            hash,
            newline,
        )
    })
}

fn header(bytes: &[u8], start: usize) -> Option<Line> {
    if !bytes[start..].starts_with(b"conn ") {
        return None;
    }
    let (word, name) = (start..start + 4, start + 5);
    let end = run(bytes, name, NAME);
    let is_whole = end > name && bytes.get(end) == Some(&b'\n');
    is_whole.then(|| {
        build(
            LineKind::Header(SectionKind::Conn),
            Form::Bare,
            start,
            word,
            name..end,
            end,
            end,
        )
    })
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
    let (form, end) = match (bytes.get(at)?, shape) {
        (b'"', Shape::Swan | Shape::Classic) => (Form::Quoted, quoted(bytes, at)?),
        (b'{', Shape::Swan) => (Form::Braced, braced(bytes, at)?),
        (_, Shape::StrongSwan) => (Form::Bare, run(bytes, at, VALUE)),
        _ => (Form::Bare, run(bytes, at, VALUE | EQUALS)),
    };
    if end == at {
        return None;
    }
    let (comment, newline) = tail(bytes, end)?;
    Some(build(
        LineKind::Entry,
        form,
        start,
        key..key_end,
        at..end,
        comment,
        newline,
    ))
}

/// The end of a quoted string without another quote on its line.
fn quoted(bytes: &[u8], start: usize) -> Option<usize> {
    let close = start + 1 + memchr::memchr2(b'"', b'\n', &bytes[start + 1..])?;
    (bytes[close] == b'"' && bytes.get(close + 1) == Some(&b'\n')).then_some(close + 1)
}

/// The end of a braced string that ends its line.
fn braced(bytes: &[u8], start: usize) -> Option<usize> {
    let newline = start + memchr::memchr2(b'"', b'\n', &bytes[start..])?;
    let is_whole = bytes[newline] == b'\n' && bytes[newline - 1] == b'}';
    is_whole.then_some(newline)
}

/// Where the comment and the newline behind a value are: nothing but blanks and a comment of several words.
fn tail(bytes: &[u8], end: usize) -> Option<(usize, usize)> {
    if bytes.get(end) == Some(&b'\n') {
        return Some((end, end));
    }
    let hash = skip_blanks(bytes, end);
    if hash == end || bytes.get(hash) != Some(&b'#') {
        return None;
    }
    let newline = hash + memchr::memchr(b'\n', &bytes[hash..])?;
    let comment = &bytes[hash..newline];
    let is_comment = memchr::memchr(b' ', comment).is_some() && !comment.ends_with(b"\r");
    is_comment.then_some((hash, newline))
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
        plain: kind == LineKind::Entry && form == Form::Bare && comment == newline,
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
    bytes[start..]
        .iter()
        .position(|&byte| CLASSES[byte as usize] & class == 0)
        .map_or(bytes.len(), |len| start + len)
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
