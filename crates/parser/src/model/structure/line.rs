//! Lines that are neither a parameter nor anything else a reader can use, and parameters outside every section.

use super::characters::strange_characters;
use super::file::is_merge_marker;
use super::{content, continues, foreign_comment, foreign_comment_found, syntax_error};
use crate::diagnostic::{Code, Diagnostic, Effect, Fix, Severity, codes};
use crate::model::Section;
use crate::syntax::{File, Line, LineKind, Problem};
use crate::target::{Reader, Target};
use crate::text::{Span, printable};

/// A line that is neither a parameter nor anything else a reader can use.
pub(in crate::model) fn bad_line(
    file: &File,
    index: u32,
    section: Option<&Section>,
    target: Target,
    out: &mut Vec<Diagnostic>,
) {
    let line = &file.lines()[index as usize];
    if line.kind != LineKind::Bad || is_merge_marker(file, line) || continues(file, index) {
        return;
    }
    let text = file.text();
    let word = &text[line.key_range()];
    let word_span = file.span(line.key_range());
    if let Some(diagnostic) = strange_characters(file, line, section, target) {
        out.extend(diagnostic);
        return;
    }
    let written = &text[content(file, line)];
    if let Some(comment) = foreign_comment(written) {
        let at = content(file, line).start;
        let span = file.span(at..at + comment.len());
        out.push(foreign_comment_found(comment, span, section, target));
        return;
    }
    let error = |code, span, message: String| syntax_error(code, span, message, section, target);
    out.push(match line.problem {
        Some(Problem::IndentedHeader) => {
            let blanks = file.span(line.range().start..line.key_range().start);
            error(
                codes::INDENTED_SECTION_HEADER,
                word_span,
                format!("`{word}` must start in column 1"),
            )
            .label("read as a part of the section above")
            .note(format!(
                "{} takes a line behind blanks for a parameter",
                target.program()
            ))
            .help("remove the blanks before it")
            .fix(Fix::safe("remove the blanks", blanks, ""))
        }
        Some(Problem::UnknownSection) => unknown_section(word, word_span, error, target),
        _ => error(
            codes::UNREADABLE_LINE,
            file.span(content(file, line)),
            "this line cannot be read".to_owned(),
        )
        .help("write `keyword=value` behind a tab, or start a comment with `#`"),
    });
}

fn unknown_section(
    word: &str,
    span: Span,
    error: impl Fn(Code, Span, String) -> Diagnostic,
    target: Target,
) -> Diagnostic {
    let diagnostic = error(
        codes::UNKNOWN_SECTION,
        span,
        format!("unknown section type `{}`", printable(word)),
    )
    .note(format!(
        "{} knows {}",
        target.program(),
        section_words(target)
    ));
    let folded = word.to_lowercase();
    let known = ["conn", "config", "include", "version", "ca"];
    let near = known
        .into_iter()
        .filter(|known| strsim::damerau_levenshtein(known, &folded) <= 1);
    match near.min_by_key(|known| strsim::damerau_levenshtein(known, &folded)) {
        // The classic reader ends words at blanks only.
        Some(near) if near == word => diagnostic
            .help(format!("put a blank behind `{near}`"))
            .fix(Fix::risky("put a blank behind it", span.after(), " ")),
        Some(near) if near == folded => diagnostic
            .help(format!("section words are lower case: write `{near}`"))
            .fix(Fix::safe(format!("write `{near}`"), span, near)),
        Some(near) => diagnostic
            .help(format!("did you mean `{near}`?"))
            .fix(Fix::risky(format!("write `{near}`"), span, near)),
        None => diagnostic.help("a line in column 1 opens a section; put a tab before a parameter"),
    }
}

fn section_words(target: Target) -> &'static str {
    match target.reader() {
        Reader::StrongSwan => "`config setup`, `conn`, `ca` and `include`",
        _ => "`config setup`, `conn`, `include` and `version`",
    }
}

/// A parameter outside every section.
pub(in crate::model) fn outside(
    file: &File,
    line: &Line,
    target: Target,
    out: &mut Vec<Diagnostic>,
) {
    let span = file.span(line.key_range());
    let word = printable(&file.text()[line.key_range()]).into_owned();
    let mut diagnostic = Diagnostic::new(
        codes::OUTSIDE_SECTION,
        Effect::FileRefused,
        span,
        format!("`{word}` stands outside a section"),
    );
    diagnostic = match target.reader() {
        Reader::StrongSwan => {
            diagnostic.effect = Effect::Ignored;
            diagnostic.severity = Severity::Warning;
            diagnostic.note(format!("{} drops it without a message", target.program()))
        }
        Reader::Classic => diagnostic.note(format!(
            "{} ends a section at an empty line and at a comment in column 1",
            target.program()
        )),
        _ => diagnostic.note(format!(
            "{} ends a section at `include` and `version`",
            target.program()
        )),
    };
    out.push(diagnostic.help("put it behind a `conn NAME` or `config setup` line"));
}
