//! What the formats for people say in words.

use ipsec_conf::diagnostic::{Applicability, Edit};
use ipsec_conf::text::printable;
use ipsec_conf::{Diagnostic, Effect, Severity, Target};

use crate::context::Context;

/// How many places and edits of one finding are shown to people.
pub(crate) const MOST: usize = 8;

/// The longest name or text of an edit that is shown whole, in characters.
const LONGEST: usize = 60;

/// The longest message that is shown whole, in characters; a value that it quotes may be megabytes long.
const LONGEST_MESSAGE: usize = 1000;

/// A message for people: spelt out and of a bearable length.
pub(crate) fn message(text: &str) -> String {
    shortened(text, LONGEST_MESSAGE)
}

pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// The effect in a word or three, for the end of a line.
pub(crate) fn effect_in_short(effect: Effect) -> &'static str {
    match effect {
        Effect::FileRefused => "whole file refused",
        Effect::ConnRefused => "conn refused",
        Effect::Misread => "misread",
        Effect::Ignored => "ignored",
        Effect::Works => "works",
    }
}

/// The effect as a sentence that names the program.
pub(crate) fn effect(diagnostic: &Diagnostic, target: Target) -> String {
    let program = target.program();
    if matches!(diagnostic.code.id, "Y390" | "Y391" | "Y393" | "Y394") {
        // These are about the linter's own comments and configuration, which no daemon reads.
        return match diagnostic.effect {
            Effect::FileRefused => "ipsec-lint cannot use this file".to_owned(),
            _ => "ipsec-lint goes on without this".to_owned(),
        };
    }
    match (diagnostic.effect, &diagnostic.conn) {
        (Effect::FileRefused, _) => format!("the whole file is refused by {program}"),
        (Effect::ConnRefused, Some(conn)) => format!(
            "conn `{}` does not load in {program}",
            shortened(conn, LONGEST)
        ),
        (Effect::ConnRefused, None) => format!("this conn does not load in {program}"),
        (Effect::Misread, _) => format!("{program} loads it as something else than it says"),
        (Effect::Ignored, _) => format!("{program} loads without this"),
        (Effect::Works, _) => format!("it works as written in {program}"),
    }
}

/// The remarks under a finding: a heading such as `help` and its lines, all of them safe to show.
pub(crate) fn remarks(
    cx: &Context<'_>,
    diagnostic: &Diagnostic,
) -> Vec<(&'static str, Vec<String>)> {
    let mut remarks = vec![("effect", vec![effect(diagnostic, cx.report.target)])];
    remarks.extend(
        diagnostic
            .help
            .iter()
            .map(|text| ("help", vec![message(text)])),
    );
    remarks.extend(
        diagnostic
            .notes
            .iter()
            .map(|text| ("note", vec![message(text)])),
    );
    if let Some(hidden) = diagnostic.related.len().checked_sub(MOST + 1) {
        remarks.push((
            "note",
            vec![format!("{} more places are not shown", hidden + 1)],
        ));
    }
    if let Some(fix) = &diagnostic.fix {
        let heading = match fix.applicability {
            Applicability::Safe => "fix",
            Applicability::Unsafe => "unsafe fix",
        };
        let mut lines = vec![message(&fix.title)];
        lines.extend(
            fix.edits
                .iter()
                .take(MOST)
                .map(|edit| edit_in_words(cx, diagnostic, edit)),
        );
        if let Some(hidden) = fix.edits.len().checked_sub(MOST + 1) {
            lines.push(format!("and {} more edits", hidden + 1));
        }
        remarks.push((heading, lines));
    }
    remarks
}

fn edit_in_words(cx: &Context<'_>, diagnostic: &Diagnostic, edit: &Edit) -> String {
    let start = cx.range(edit.span).start;
    let mut place = format!("{}:{}", start.line, start.column);
    if edit.span.file != diagnostic.span().file {
        place = format!("{}:{place}", cx.shown_path(edit.span.file));
    }
    let old = shortened(cx.report.sources.slice(edit.span), LONGEST);
    let new = shortened(&edit.text, LONGEST);
    match (edit.span.is_empty(), edit.text.is_empty()) {
        (true, _) => format!("{place}: insert `{new}`"),
        (false, true) => format!("{place}: delete `{old}`"),
        (false, false) => format!("{place}: replace `{old}` by `{new}`"),
    }
}

/// The text, or its beginning, safe to show.
fn shortened(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        None => printable(text).into_owned(),
        Some((end, _)) => format!("{}...", printable(&text[..end])),
    }
}
