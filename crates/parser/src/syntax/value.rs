//! The text of a value: what is left of it when quotes, braces and escapes are gone.

use std::borrow::Cow;

use super::line::{Line, Shape};
use crate::value::{Form, Raw};

/// A value as its reader hands it on, and how offsets in it map to the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueText<'a> {
    pub text: Cow<'a, str>,
    pub form: Form,
    /// Where `text` starts in the file. Exact when `text` is borrowed; when words were joined or escapes resolved, an
    /// offset in `text` says only roughly where it stands.
    pub start: usize,
    /// The whole value in the file, with its quotes.
    pub end: usize,
}

impl ValueText<'_> {
    pub fn raw(&self) -> Raw<'_> {
        Raw {
            text: &self.text,
            form: self.form,
        }
    }

    /// The file range of a range of `text`.
    pub fn file_range(&self, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
        match self.text {
            Cow::Borrowed(_) => {
                let start = (self.start + range.start).min(self.end);
                start..(self.start + range.end).clamp(start, self.end)
            }
            Cow::Owned(_) => self.start..self.end,
        }
    }
}

pub(super) fn read<'a>(line: &Line, text: &'a str, shape: Shape) -> ValueText<'a> {
    let range = line.value_range();
    let written = &text[range.clone()];
    let inner = |form| ValueText {
        text: Cow::Borrowed(&written[1..written.len() - 1]),
        form,
        start: range.start + 1,
        end: range.end,
    };
    let whole = |form| ValueText {
        text: Cow::Borrowed(written),
        form,
        start: range.start,
        end: range.end,
    };
    match (shape, line.form) {
        (Shape::Swan, Form::Quoted) => inner(Form::Quoted),
        (Shape::Swan, Form::Braced) => inner(Form::Braced),
        (Shape::Classic, Form::Quoted) => {
            let one_pair = written.len() >= 2
                && written.starts_with('"')
                && written.ends_with('"')
                && !written[1..written.len() - 1].contains('"');
            if one_pair {
                inner(Form::Quoted)
            } else {
                whole(Form::Bare)
            }
        }
        (Shape::StrongSwan, Form::Bare | Form::Quoted) if !line.plain => {
            strongswan(written, range.start, range.end)
        }
        (_, form) => whole(form),
    }
}

/// Words and quoted pieces joined by one blank each; escapes are resolved inside quotes.
fn strongswan(written: &str, start: usize, end: usize) -> ValueText<'_> {
    let blank = [' ', '\t'];
    if !written.contains(['"', ' ', '\t']) {
        return ValueText {
            text: Cow::Borrowed(written),
            form: Form::Bare,
            start,
            end,
        };
    }
    let inner = written
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    if let Some(inner) = inner.filter(|inner| !inner.contains(['"', '\\'])) {
        return ValueText {
            text: Cow::Borrowed(inner),
            form: Form::Quoted,
            start: start + 1,
            end,
        };
    }
    let mut joined = String::with_capacity(written.len());
    let mut rest = written;
    let mut quoted = false;
    while !rest.is_empty() {
        if !joined.is_empty() {
            joined.push(' ');
        }
        if let Some(string) = rest.strip_prefix('"') {
            quoted = true;
            rest = unescape(string, &mut joined);
        } else {
            let word_end = rest.find(['"', ' ', '\t']).unwrap_or(rest.len());
            joined.push_str(&rest[..word_end]);
            rest = &rest[word_end..];
        }
        rest = rest.trim_start_matches(blank);
    }
    // `a  b` and `a b` are the same text, but only the second stands in the file as it reads.
    if joined == written {
        return ValueText {
            text: Cow::Borrowed(written),
            form: Form::Bare,
            start,
            end,
        };
    }
    ValueText {
        text: Cow::Owned(joined),
        form: if quoted { Form::Quoted } else { Form::Bare },
        start,
        end,
    }
}

/// Appends the string that starts behind its opening quote and returns what follows its closing one.
fn unescape<'a>(string: &'a str, out: &mut String) -> &'a str {
    let mut chars = string.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return &string[at + 1..],
            '\\' => match chars.next() {
                Some((_, 'n')) => out.push('\n'),
                Some((_, 'r')) => out.push('\r'),
                Some((_, 't')) => out.push('\t'),
                Some((_, '\n')) | None => {}
                Some((_, other)) => out.push(other),
            },
            c => out.push(c),
        }
    }
    ""
}
