//! The form of a parameter line.

use super::characters::strange_characters;
use super::{
    content, continues, foreign_comment, foreign_comment_found, glued_comment, one_word_comment,
    shown_value, syntax_error, unclosed_quote,
};
use crate::diagnostic::{Diagnostic, Effect, Fix, codes};
use crate::keyword::{self, Lookup};
use crate::model::Section;
use crate::syntax::{File, Line, LineKind, Problem, SectionKind};
use crate::target::{Reader, Target};
use crate::text::printable;
use crate::value::Form;

/// Judges the form of a parameter line; `false` when it cannot be used.
pub(in crate::model) fn entry(
    file: &File,
    index: u32,
    section: &Section,
    target: Target,
    out: &mut Vec<Diagnostic>,
) -> bool {
    let line = &file.lines()[index as usize];
    if line.plain && target.reader() != Reader::Classic {
        return true;
    }
    let before = out.len();
    entry_form(file, index, section, target, out);
    let is_refused = |diagnostic: &Diagnostic| {
        matches!(diagnostic.effect, Effect::FileRefused | Effect::ConnRefused)
            && diagnostic.code != codes::EMPTY_VALUE
    };
    // An odd character in the keyword speaks for the keyword.
    let is_odd_key = |found: &Diagnostic| {
        found.code == codes::TYPOGRAPHIC_CHARACTER
            && found.span().end as usize <= line.key_range().end
    };
    if out[before..].iter().any(is_odd_key) {
        return false;
    }
    let is_sound =
        !out[before..].iter().any(is_refused) || line.problem == Some(Problem::Unindented);
    is_sound && (line.problem != Some(Problem::MissingEquals))
}

fn entry_form(
    file: &File,
    index: u32,
    section: &Section,
    target: Target,
    out: &mut Vec<Diagnostic>,
) {
    let line = &file.lines()[index as usize];
    let text = file.text();
    let section = Some(section);
    let is_continuation = continues(file, index);
    if let Some(found) = strange_characters(file, line, section, target) {
        out.extend(found);
        return;
    }
    let key = &text[line.key_range()];
    let key_span = file.span(line.key_range());
    let error = |code, span, message: String| syntax_error(code, span, message, section, target);
    if line.problem == Some(Problem::MissingEquals) && is_continuation {
        return;
    }
    let written = &text[content(file, line)];
    if let Some(comment) =
        foreign_comment(written).filter(|_| line.problem == Some(Problem::MissingEquals))
    {
        let at = content(file, line).start;
        out.push(foreign_comment_found(
            comment,
            file.span(at..at + comment.len()),
            section,
            target,
        ));
        return;
    }
    if ends_in_backslash(file, line) && target.reader() != Reader::StrongSwan {
        let end = line.content_end(text);
        let at = text[..end].trim_end().len() - 1;
        out.push(
            error(
                codes::LINE_CONTINUATION,
                file.span(at..at + 1),
                "a backslash does not continue a line".to_owned(),
            )
            .label("stays in the value")
            .note(format!("{} has no continuation lines", target.program()))
            .help("put the whole value on one line"),
        );
        return;
    }
    match line.problem {
        Some(Problem::Unindented) => {
            let name = section.map_or(String::new(), |section| match section.kind {
                SectionKind::Setup => "`config setup`".to_owned(),
                SectionKind::Conn => format!("`conn {}`", printable(&section.name)),
                SectionKind::Ca => format!("`ca {}`", printable(&section.name)),
            });
            out.push(
                error(
                    codes::UNINDENTED_PARAMETER,
                    key_span,
                    format!("`{}` must be indented to belong to {name}", printable(key)),
                )
                .note(format!(
                    "{} takes a line in column 1 for the start of a section",
                    target.program()
                ))
                .help("put a tab or blanks before it")
                .fix(Fix::safe(
                    "indent the line",
                    file.span(line.range().start..line.range().start),
                    indent(file, index),
                )),
            );
        }
        Some(Problem::MissingEquals) => out.push(missing_equals(file, line, section, target)),
        Some(Problem::UnclosedQuote) => out.push(unclosed_quote(file, line, section, target)),
        Some(Problem::OneWordComment) => out.push(one_word_comment(file, line, section, target)),
        Some(Problem::Junk) => out.push(junk(file, line, section, target)),
        _ => {}
    }
    if target.reader() == Reader::Classic && !is_classic_name(key) {
        out.push(
            error(
                codes::UNKNOWN_KEYWORD,
                key_span,
                format!("`{}` is no parameter name", printable(key)),
            )
            .note(format!(
                "{} wants a letter or `_`, then letters, digits, `_` and `-`",
                target.program()
            )),
        );
    }
    if target.reader() == Reader::Classic {
        out.extend(classic_value(file, line, section, target));
    }
    discarded(file, line, section, target, out);
    comment_entry(file, index, target, out);
    glued_comment(file, line, target, out);
}

fn missing_equals(
    file: &File,
    line: &Line,
    section: Option<&Section>,
    target: Target,
) -> Diagnostic {
    let text = file.text();
    let key = &text[line.key_range()];
    let shown = printable(key);
    if let Some(name) = key.strip_suffix(':') {
        let at = line.key_range().end - 1;
        let span = file.span(at..at + 1);
        return syntax_error(
            codes::MISSING_EQUALS,
            span,
            format!("expected `=` after `{}`, found `:`", printable(name)),
            section,
            target,
        )
        .help("write `=`")
        .fix(Fix::safe("write `=`", span, "="));
    }
    if line.value_range().is_empty() {
        let last = line.range().end == text.len() && !text.ends_with('\n');
        let (message, help) = if last {
            (
                format!("the file ends in the middle of a parameter: `{shown}` has no `=`"),
                "is the file complete?".to_owned(),
            )
        } else {
            (
                format!("`{shown}` has no `=` and no value"),
                format!("write `{shown}=VALUE`, or remove the line"),
            )
        };
        return syntax_error(
            codes::MISSING_EQUALS,
            file.span(line.key_range()),
            message,
            section,
            target,
        )
        .help(help);
    }
    let gap = line.key_range().end..line.value_range().start.max(line.key_range().end);
    let value = &text[line.value_range()];
    let span = file.span(gap);
    syntax_error(
        codes::MISSING_EQUALS,
        span,
        format!("expected `=` after `{shown}`"),
        section,
        target,
    )
    .help(format!("write `{shown}={}`", shown_value(key, value)))
    .fix(Fix::safe("insert `=`", span, "="))
}

fn junk(file: &File, line: &Line, section: Option<&Section>, target: Target) -> Diagnostic {
    let text = file.text();
    let junk = line.junk_range(text);
    let junk_text = &text[junk.clone()];
    let key = &text[line.key_range()];
    let value = &text[line.value_range()];
    if let Some(comment) = foreign_comment(junk_text) {
        return foreign_comment_found(
            comment,
            file.span(junk.start..junk.start + comment.len()),
            section,
            target,
        );
    }
    if value.starts_with('\'') {
        let whole = file.span(line.value_range().start..junk.end);
        let inner = text[whole.range()].trim_matches('\'');
        return syntax_error(
            codes::SINGLE_QUOTED_VALUE,
            file.span(line.value_range()),
            "`'` is no quote",
            section,
            target,
        )
        .note("no dialect of ipsec.conf takes single quotes")
        .help("use `\"`")
        .fix(Fix::safe(
            "use double quotes",
            whole,
            format!("\"{inner}\""),
        ));
    }
    if value.contains('"') || value.starts_with('{') || junk_text.contains(['"', '{', '}']) {
        return syntax_error(
            codes::BRACES_AND_QUOTES_MIXED,
            file.span(junk.clone()),
            "text behind the end of the value",
            section,
            target,
        )
        .label(format!(
            "the value ends before this, at `{}`",
            shown_value(key, value)
        ))
        .help("quote the whole value once: `\"...\"`");
    }
    if target.reader() == Reader::StrongSwan {
        let span = file.span(junk.clone());
        let whole = file.span(line.value_range().start.min(junk.start)..junk.end);
        return syntax_error(
            codes::UNQUOTED_SPACES_IN_VALUE,
            span,
            "`=` cannot stand in an unquoted value",
            section,
            target,
        )
        .note(format!("{} ends the value at `=`", target.program()))
        .help("put the value in quotes")
        .fix(Fix::safe(
            "quote the value",
            whole,
            format!("\"{}\"", &text[whole.range()]),
        ));
    }
    let looks_like_parameter = junk_text.split_once('=').is_some_and(|(word, _)| {
        matches!(keyword::lookup(word.trim(), target), Lookup::Known { .. })
            && !value.ends_with(',')
    });
    if looks_like_parameter {
        return syntax_error(
            codes::UNQUOTED_SPACES_IN_VALUE,
            file.span(junk),
            "a second parameter on the line",
            section,
            target,
        )
        .help("one parameter a line: move it to the next line");
    }
    // A DN written without quotes goes on behind its first comma.
    let comma = usize::from(value.ends_with(','));
    let span = file.span(if comma == 1 {
        line.value_range().end - 1..junk.end
    } else {
        junk.clone()
    });
    let whole = file.span(line.value_range().start..junk.end);
    let quoted = format!("\"{}\"", &text[whole.range()]);
    syntax_error(
        codes::UNQUOTED_SPACES_IN_VALUE,
        span,
        "a value with blanks must be quoted",
        section,
        target,
    )
    .label(format!("{} ends the value before this", target.program()))
    .help(format!(
        "write `{}={}`",
        printable(key),
        shown_value(key, &quoted)
    ))
    .fix(Fix::safe("quote the value", whole, quoted))
}

/// The awk reader's rules for quotes and blanks.
fn classic_value(
    file: &File,
    line: &Line,
    section: Option<&Section>,
    target: Target,
) -> Option<Diagnostic> {
    let text = file.text();
    let value = &text[line.value_range()];
    let span = file.span(line.value_range());
    let is_quoted = file.value(line).form == Form::Quoted;
    if line.problem.is_some() || is_quoted {
        return None;
    }
    if value.contains('"') {
        let at = line.value_range().start + value.find('"').unwrap_or(0);
        return Some(
            syntax_error(
                codes::UNTERMINATED_QUOTE,
                file.span(at..at + 1),
                "mismatched quotes",
                section,
                target,
            )
            .note(format!(
                "{} wants one pair of quotes around the whole value, or none",
                target.program()
            )),
        );
    }
    value.contains([' ', '\t']).then(|| {
        syntax_error(
            codes::UNQUOTED_SPACES_IN_VALUE,
            span,
            "a value with blanks must be quoted",
            section,
            target,
        )
        .help(format!(
            "write `{}=\"{}\"`",
            printable(&text[line.key_range()]),
            shown_value(&text[line.key_range()], value)
        ))
        .fix(Fix::safe("quote the value", span, format!("\"{value}\"")))
    })
}

fn is_classic_name(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// Words between the keyword and `=`.
fn discarded(
    file: &File,
    line: &Line,
    section: Option<&Section>,
    target: Target,
    out: &mut Vec<Diagnostic>,
) {
    let range = line.discarded_range(file.text());
    let words = &file.text()[range.clone()];
    if words.is_empty() || words == "\"" || line.problem == Some(Problem::Unindented) {
        return;
    }
    let span = file.span(range.clone());
    let message = format!("`{}` before `=` is dropped", printable(words));
    out.push(match target.reader() {
        // Openswan has no such mode of its scanner: the word is a token, and a syntax error.
        Reader::Openswan => syntax_error(
            codes::DISCARDED_WORDS,
            span,
            "a word before `=`",
            section,
            target,
        ),
        _ => Diagnostic::new(codes::DISCARDED_WORDS, Effect::Misread, span, message)
            .note(format!(
                "{} skips everything between a keyword and `=`",
                target.program()
            ))
            .help("remove it")
            .fix(Fix::safe(
                "remove it",
                file.span(line.key_range().end..range.end),
                "",
            )),
    });
}

/// `x-note=` with nothing behind it: older flex readers take the next line for its value.
fn comment_entry(file: &File, index: u32, target: Target, out: &mut Vec<Diagnostic>) {
    let line = &file.lines()[index as usize];
    let swallows = matches!(target.reader(), Reader::Openswan | Reader::Libreswan4);
    if line.kind != LineKind::CommentEntry || !swallows || !line.value_range().is_empty() {
        return;
    }
    let Some(next) = file
        .lines()
        .get(index as usize + 1)
        .filter(|next| next.kind == LineKind::Entry)
    else {
        return;
    };
    out.push(
        Diagnostic::new(
            codes::EMPTY_VALUE,
            Effect::Misread,
            file.span(line.key_range()),
            "an empty comment keyword swallows the next line",
        )
        .related(
            file.span(content(file, next)),
            "this line becomes its value",
        )
        .note(format!(
            "{} looks for the value beyond the end of the line",
            target.program()
        ))
        .help("give it a value, or use a `#` comment"),
    );
}

fn ends_in_backslash(file: &File, line: &Line) -> bool {
    let text = file.text();
    let end = line.comment_range(text).start;
    let content = &text[line.range().start..end];
    line.kind == LineKind::Entry
        && content.trim_end().ends_with('\\')
        && file.value(line).form != Form::Quoted
}

/// The blanks before the parameter above, or a tab.
fn indent(file: &File, index: u32) -> String {
    let text = file.text();
    let indented =
        |line: &&Line| line.kind == LineKind::Entry && line.problem != Some(Problem::Unindented);
    let near = file.lines()[..index as usize]
        .iter()
        .rev()
        .take(20)
        .find(indented);
    near.map_or("\t".to_owned(), |line| {
        text[line.range().start..line.key_range().start]
            .trim_start_matches('"')
            .to_owned()
    })
}
