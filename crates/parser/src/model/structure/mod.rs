//! What is wrong with the form of lines and headers, and what each reader makes of it.

mod characters;
mod entry;
mod file;
mod header;
mod line;
mod version;

use std::ops::Range;

pub(super) use characters::odd_characters;
pub(super) use entry::entry;
pub(super) use file::{is_merge_marker, whole_file};
pub(super) use header::header;
pub(super) use line::{bad_line, outside};
pub(super) use version::{missing_version, version};

use super::Section;
use crate::diagnostic::{Code, Diagnostic, Effect, Fix, codes};
use crate::syntax::{File, Line, LineKind, SectionKind};
use crate::target::{Reader, Target};
use crate::text::{Span, printable};
use crate::value::Form;

/// The content of a line without the blanks around it.
fn content(file: &File, line: &Line) -> Range<usize> {
    let text = &file.text()[line.range().start..line.content_end(file.text())];
    let start = line.range().start + text.len() - text.trim_start().len();
    start..start.max(line.range().start + text.trim_end().len())
}

/// How far a syntax error reaches: everywhere to the whole file, but the awk reader looks only at the conn it wants.
fn reach(section: Option<&Section>, target: Target) -> (Effect, Option<&str>) {
    match section {
        Some(section)
            if target.reader() == Reader::Classic && section.kind == SectionKind::Conn =>
        {
            (Effect::ConnRefused, Some(&section.name))
        }
        _ => (Effect::FileRefused, None),
    }
}

fn syntax_error(
    code: Code,
    span: Span,
    message: impl Into<String>,
    section: Option<&Section>,
    target: Target,
) -> Diagnostic {
    let (effect, conn) = reach(section, target);
    let mut diagnostic = Diagnostic::new(code, effect, span, message);
    diagnostic.conn = conn.map(str::to_owned);
    diagnostic
}

/// A value in a help text, unless its keyword holds a secret or the value is long.
fn shown_value(key: &str, value: &str) -> String {
    let is_short = value.chars().count() <= 40;
    let is_secret = ["key", "secret", "psk", "pass"]
        .iter()
        .any(|part| key.to_ascii_lowercase().contains(part));
    if is_short && !is_secret {
        printable(value).into_owned()
    } else {
        "…".to_owned()
    }
}

fn unclosed_quote(
    file: &File,
    line: &Line,
    section: Option<&Section>,
    target: Target,
) -> Diagnostic {
    let text = file.text();
    let from = line.value_range().start;
    let at = from + text[line.value_range()].rfind('"').unwrap_or(0);
    let at = if file.shape() == crate::syntax::Shape::Swan {
        from
    } else {
        at
    };
    let span = file.span(at..at + 1);
    let end = line.content_end(text);
    let mut diagnostic = syntax_error(
        codes::UNTERMINATED_QUOTE,
        span,
        "this quote is never closed",
        section,
        target,
    )
    .help("a quoted value ends on its line: add the closing `\"`")
    .fix(Fix::risky(
        "add `\"` at the end of the line",
        file.span(end..end),
        "\"",
    ));
    let is_one_word = !text[line.value_range()].contains([' ', '\t']);
    if is_one_word
        && matches!(
            target.reader(),
            Reader::Openswan | Reader::Libreswan4 | Reader::Libreswan5
        )
    {
        diagnostic.effect = Effect::Misread;
        diagnostic = diagnostic.note(format!(
            "{} keeps the quote as a part of the value",
            target.program()
        ));
    }
    diagnostic
}

fn one_word_comment(
    file: &File,
    line: &Line,
    section: Option<&Section>,
    target: Target,
) -> Diagnostic {
    let range = line.comment_range(file.text());
    let comment = &file.text()[range.clone()];
    let span = file.span(range.start..range.end);
    let after_hash = file.span(range.start + 1..range.start + 1);
    let word = printable(comment);
    // A lone `#` is a word of its own; a second word makes it a comment.
    let (fix, help) = if comment == "#" {
        (
            Fix::safe("remove the `#`", span, ""),
            "remove it".to_owned(),
        )
    } else {
        (
            Fix::safe("put a blank behind `#`", after_hash, " "),
            format!("write `# {}`", &word[1..]),
        )
    };
    syntax_error(
        codes::ONE_WORD_COMMENT,
        span,
        format!("`{word}` is no comment here but a word"),
        section,
        target,
    )
    .note(format!(
        "behind a value, {} takes `#` and one word without a blank for a word of the line",
        target.program()
    ))
    .help(help)
    .fix(fix)
}

/// `#` directly behind an unquoted value or name.
fn glued_comment(file: &File, line: &Line, target: Target, out: &mut Vec<Diagnostic>) {
    let text = file.text();
    let what = match line.kind {
        LineKind::Entry => "value",
        LineKind::Header(SectionKind::Conn | SectionKind::Ca) => "name",
        _ => return,
    };
    if line.form != Form::Bare || line.problem.is_some() {
        return;
    }
    let value = &text[line.value_range()];
    let comment = line.comment_range(text);
    let glued = |at: usize, message: String| {
        Diagnostic::new(
            codes::COMMENT_GLUED_TO_VALUE,
            Effect::Works,
            file.span(at..at + 1),
            message,
        )
    };
    if target.reader() == Reader::StrongSwan {
        let is_glued =
            !value.is_empty() && comment.start == line.value_range().end && !comment.is_empty();
        if is_glued {
            out.push(
                glued(
                    comment.start,
                    format!("`#` ends the {what} here and starts a comment"),
                )
                .note(format!(
                    "{} starts a comment at any `#`; the other programs only behind a blank",
                    target.program()
                ))
                .help(format!(
                    "put a blank before `#` if a comment is meant, or quote the {what} if not"
                )),
            );
        }
        return;
    }
    let Some(at) = value.find('#') else { return };
    // `@#0102` is an identity in hexadecimal.
    if value[..at].ends_with('@') || value.starts_with('#') && value.len() > 1 && at != 0 {
        return;
    }
    // The classic reader has its own finding about names.
    if what == "name" && target.reader() == Reader::Classic {
        return;
    }
    out.push(
        glued(
            line.value_range().start + at,
            format!("`#` is a part of the {what} here"),
        )
        .note(format!(
            "{} starts a comment at `#` only behind a blank; strongSwan starts one here",
            target.program()
        ))
        .help(format!(
            "put a blank before `#` if a comment is meant, or quote the {what} if not"
        )),
    );
}

/// Whether the line before ends in a backslash, so that its finding speaks for this one too.
fn continues(file: &File, index: u32) -> bool {
    let mut before = file.lines()[..index as usize].iter().rev();
    // A run of continued lines ends in a line that stands by itself.
    let text = file.text();
    before.next().is_some_and(|line| {
        text[..line.content_end(text)]
            .trim_end_matches([' ', '\t'])
            .ends_with('\\')
    })
}

fn foreign_comment(text: &str) -> Option<&'static str> {
    if text.starts_with("//") {
        return Some("//");
    }
    text.starts_with(';').then_some(";")
}

fn foreign_comment_found(
    comment: &str,
    span: Span,
    section: Option<&Section>,
    target: Target,
) -> Diagnostic {
    syntax_error(
        codes::FOREIGN_COMMENT,
        span,
        format!("`{comment}` does not start a comment"),
        section,
        target,
    )
    .help("use `#`")
    .fix(Fix::safe("use `#`", span, "#"))
}
