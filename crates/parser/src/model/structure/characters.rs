//! Characters that look like blanks or quotes and are none, and control characters.

use std::ops::Range;

use super::syntax_error;
use crate::diagnostic::{Diagnostic, Effect, Fix, codes};
use crate::model::Section;
use crate::syntax::{File, Line};
use crate::target::{Reader, Target};

/// One finding for each strange character or run of them; `None` when there is none.
pub(super) fn strange_characters(
    file: &File,
    line: &Line,
    section: Option<&Section>,
    target: Target,
) -> Option<Vec<Diagnostic>> {
    if file.is_plain() {
        return None;
    }
    let text = file.text();
    let start = line.range().start;
    let content = &text[start..line.comment_range(text).start];
    if content
        .bytes()
        .all(|b| (b' '..0x7f).contains(&b) || b == b'\t')
    {
        return None;
    }
    let mut found: Vec<(Range<usize>, Strange)> = Vec::new();
    for (at, c) in content.char_indices() {
        let range = start + at..start + at + c.len_utf8();
        let Some(strange) = strange(c) else { continue };
        match found.last_mut() {
            // A run of control characters, with what stands between them, is one piece of junk.
            Some((last, Strange::Control)) if strange == Strange::Control => last.end = range.end,
            Some((last, before))
                if *before == strange && strange != Strange::Quote && last.end == range.start =>
            {
                last.end = range.end;
            }
            _ => found.push((range, strange)),
        }
    }
    if found.is_empty() {
        return None;
    }
    let is_broken = line.problem.is_some();
    let diagnostics = found.into_iter().map(|(range, strange)| {
        let span = file.span(range.clone());
        let characters = &text[range];
        let first = characters.chars().next().unwrap_or_default();
        let codepoint = format!("U+{:04X}", first as u32);
        let (code, message) = match strange {
            Strange::Quote => (
                codes::TYPOGRAPHIC_CHARACTER,
                format!("typographic quote {codepoint} is a character like any other"),
            ),
            Strange::Blank => (
                codes::TYPOGRAPHIC_CHARACTER,
                format!("{} {codepoint} is no blank here", blank_name(first)),
            ),
            Strange::Equals => (
                codes::TYPOGRAPHIC_CHARACTER,
                format!("{codepoint} is no `=`"),
            ),
            Strange::Control if first == '\0' => {
                (codes::NUL_BYTE, "a NUL byte in a text file".to_owned())
            }
            Strange::Control => (
                codes::CONTROL_CHARACTER,
                format!("control character {codepoint} in a text file"),
            ),
        };
        let mut diagnostic = syntax_error(code, span, message, section, target);
        if !is_broken && target.reader() != Reader::Classic {
            diagnostic.effect = Effect::Misread;
            diagnostic.conn = None;
        }
        match strange {
            Strange::Quote => diagnostic
                .help("use `\"`")
                .fix(Fix::safe("use `\"`", span, "\"")),
            Strange::Blank => {
                diagnostic
                    .help("use a tab or blanks")
                    .fix(Fix::safe("use a blank", span, " "))
            }
            Strange::Equals => diagnostic
                .help("use `=`")
                .fix(Fix::safe("use `=`", span, "=")),
            Strange::Control => diagnostic.help("remove it"),
        }
    });
    Some(diagnostics.collect())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strange {
    Quote,
    Blank,
    Equals,
    Control,
}

fn strange(c: char) -> Option<Strange> {
    match c {
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{2033}' | '\u{ab}' | '\u{bb}' => {
            Some(Strange::Quote)
        }
        '\u{a0}'
        | '\u{2000}'..='\u{200b}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}'
        | '\u{2060}'
        | '\u{feff}' => Some(Strange::Blank),
        '\u{ff1d}' => Some(Strange::Equals),
        '\t' => None,
        c if c.is_control() => Some(Strange::Control),
        _ => None,
    }
}

fn blank_name(c: char) -> &'static str {
    match c {
        '\u{a0}' | '\u{202f}' => "no-break space",
        '\u{200b}' | '\u{2060}' | '\u{feff}' => "zero-width space",
        _ => "typographic space",
    }
}
