//! Characters that look like blanks or quotes and are none, and control characters.

use std::ops::Range;

use super::syntax_error;
use crate::diagnostic::{Diagnostic, Effect, Fix, codes};
use crate::model::Section;
use crate::syntax::{File, Line, LineKind};

use crate::target::{Reader, Target};
use crate::value::Form;

/// As [`strange_characters`] for a line that is no part of a section: `include`, `version`.
pub(in crate::model) fn odd_characters(
    file: &File,
    line: &Line,
    target: Target,
    out: &mut Vec<Diagnostic>,
) {
    out.extend(strange_characters(file, line, None, target).unwrap_or_default());
}

/// Characters that look like others or cannot be seen, and control characters. One finding for each.
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
    // A byte order mark has its own finding.
    let is_marked = line.range().start == 0 && text.starts_with('\u{feff}');
    let start = line.range().start + if is_marked { '\u{feff}'.len_utf8() } else { 0 };
    let content = &text[start..line.comment_range(text).start.max(start)];
    if content
        .bytes()
        .all(|b| (b' '..0x7f).contains(&b) || b == b'\t')
    {
        return None;
    }
    let mut found: Vec<(Range<usize>, Strange)> = Vec::new();
    for (at, c) in content.char_indices() {
        let range = start + at..start + at + c.len_utf8();
        let Some(strange) = strange(c).filter(|strange| is_meant_otherwise(*strange, &range, line))
        else {
            continue;
        };
        match found.last_mut() {
            // A run of control characters, with what stands between them, is one piece of junk.
            Some((last, Strange::Control)) if strange == Strange::Control => last.end = range.end,
            Some((last, before))
                if *before == strange && strange.is_blank_like() && last.end == range.start =>
            {
                last.end = range.end;
            }
            _ => found.push((range, strange)),
        }
    }
    if found.is_empty() {
        return None;
    }
    let diagnostics = found
        .into_iter()
        .map(|(range, strange)| strange_character(file, line, range, strange, section, target));
    Some(diagnostics.collect())
}

fn strange_character(
    file: &File,
    line: &Line,
    range: Range<usize>,
    strange: Strange,
    section: Option<&Section>,
    target: Target,
) -> Diagnostic {
    let span = file.span(range.clone());
    let first = file.text()[range.clone()]
        .chars()
        .next()
        .unwrap_or_default();
    let codepoint = format!("U+{:04X}", first as u32);
    let code = match strange {
        Strange::Control if first == '\0' => codes::NUL_BYTE,
        Strange::Control => codes::CONTROL_CHARACTER,
        _ => codes::TYPOGRAPHIC_CHARACTER,
    };
    let message = match strange {
        Strange::Quote | Strange::SingleQuote => {
            format!("typographic quote {codepoint} is a character like any other")
        }
        Strange::Blank => format!("{} {codepoint} is no blank here", blank_name(first)),
        Strange::Invisible => format!(
            "{} {codepoint} cannot be seen and is a part of the line",
            blank_name(first)
        ),
        Strange::Dash => format!("typographic dash {codepoint} is no `-`"),
        Strange::FullWidth if first == '\u{ff1d}' => format!("{codepoint} is no `=`"),
        Strange::FullWidth => format!("full-width {codepoint} is no `{}`", narrow(first)),
        Strange::Control if first == '\0' => "a NUL byte in a text file".to_owned(),
        Strange::Control => format!("control character {codepoint} in a text file"),
    };
    let mut diagnostic = syntax_error(code, span, message, section, target);
    let is_key =
        range.end <= line.key_range().end && matches!(line.kind, LineKind::Entry | LineKind::Bad);
    match target.reader() {
        Reader::Classic => {}
        _ if line.problem.is_some() => {}
        Reader::StrongSwan if is_key => set_effect(&mut diagnostic, Effect::Ignored),
        _ if is_key => set_effect(&mut diagnostic, Effect::FileRefused),
        _ => set_effect(&mut diagnostic, Effect::Misread),
    }
    let write = |diagnostic: Diagnostic, ascii: String| {
        let words = format!("use `{ascii}`");
        diagnostic
            .help(words.clone())
            .fix(Fix::safe(words, span, ascii))
    };
    match strange {
        Strange::Quote | Strange::SingleQuote => write(diagnostic, "\"".to_owned()),
        Strange::Dash => write(diagnostic, "-".to_owned()),
        Strange::FullWidth => write(diagnostic, narrow(first).to_string()),
        Strange::Blank => {
            diagnostic
                .help("use a tab or blanks")
                .fix(Fix::safe("use a blank", span, " "))
        }
        Strange::Invisible => diagnostic
            .help("remove it")
            .fix(Fix::safe("remove it", span, "")),
        Strange::Control => diagnostic.help("remove it"),
    }
}

fn set_effect(diagnostic: &mut Diagnostic, effect: Effect) {
    diagnostic.effect = effect;
    diagnostic.severity = effect.severity();
    diagnostic.conn = None;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strange {
    Quote,
    SingleQuote,
    Blank,
    Invisible,
    Dash,
    FullWidth,
    Control,
}

impl Strange {
    fn is_blank_like(self) -> bool {
        matches!(self, Strange::Blank | Strange::Invisible)
    }
}

fn strange(c: char) -> Option<Strange> {
    match c {
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{2033}' | '\u{ab}' | '\u{bb}' => {
            Some(Strange::Quote)
        }
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '\u{2032}' => {
            Some(Strange::SingleQuote)
        }
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
            Some(Strange::Blank)
        }
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => Some(Strange::Invisible),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some(Strange::Dash),
        '\u{ff01}'..='\u{ff5e}' => Some(Strange::FullWidth),
        '\t' => None,
        c if c.is_control() => Some(Strange::Control),
        _ => None,
    }
}

/// Dashes, apostrophes and full-width letters are right in the name of a person or a company, which is quoted text.
fn is_meant_otherwise(strange: Strange, range: &Range<usize>, line: &Line) -> bool {
    let value = line.value_range();
    let is_in_value =
        value.start <= range.start && range.end <= value.end && line.problem.is_none();
    match strange {
        Strange::SingleQuote => {
            !is_in_value || range.start == value.start || range.end == value.end
        }
        Strange::Dash | Strange::FullWidth => !is_in_value || line.form == Form::Bare,
        _ => true,
    }
}

/// The ASCII character that a full-width one stands for.
fn narrow(c: char) -> char {
    (c as u32)
        .checked_sub(0xfee0)
        .and_then(char::from_u32)
        .unwrap_or(c)
}

fn blank_name(c: char) -> &'static str {
    match c {
        '\u{a0}' | '\u{202f}' => "no-break space",
        '\u{200b}' | '\u{2060}' | '\u{feff}' => "zero-width space",
        '\u{ad}' => "soft hyphen",
        '\u{200c}' | '\u{200d}' => "zero-width joiner",
        '\u{2028}' | '\u{2029}' => "line separator",
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2061}'..='\u{2069}' => {
            "direction mark"
        }
        _ => "typographic space",
    }
}
