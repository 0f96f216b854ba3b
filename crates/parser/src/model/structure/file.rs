//! Findings about a file as a whole: encoding, line ends, a byte order mark, merge conflicts.

use super::content;
use crate::diagnostic::{Diagnostic, Effect, Fix, codes};
use crate::syntax::{File, Line, LineKind, SectionKind};
use crate::target::{Reader, Target};
use crate::text::Source;

/// Findings about a file as a whole: encoding, line ends, a byte order mark, merge conflicts.
pub(in crate::model) fn whole_file(
    file: &File,
    source: &Source,
    target: Target,
    out: &mut Vec<Diagnostic>,
) {
    byte_order_mark(file, target, out);
    carriage_returns(file, target, out);
    if let Some(&first) = source.invalid_offsets().first() {
        out.push(not_utf8(
            file,
            first as usize,
            source.invalid_offsets().len(),
            target,
        ));
    }
    merge_conflicts(file, target, out);
}

fn byte_order_mark(file: &File, target: Target, out: &mut Vec<Diagnostic>) {
    if !file.text().starts_with('\u{feff}') {
        return;
    }
    let span = file.span(0..'\u{feff}'.len_utf8());
    out.push(
        Diagnostic::new(
            codes::BYTE_ORDER_MARK,
            Effect::FileRefused,
            span,
            "the file starts with a byte order mark",
        )
        .note(format!(
            "{} takes the mark for a part of the first word",
            target.program()
        ))
        .help("save the file as UTF-8 without a byte order mark")
        .fix(Fix::safe("remove the byte order mark", span, "")),
    );
}

fn carriage_returns(file: &File, target: Target, out: &mut Vec<Diagnostic>) {
    let text = file.text();
    let mut crlf = file.lines().iter().filter(|line| line.ends_in_crlf(text));
    let Some(first) = crlf.next() else { return };
    let count = 1 + crlf.count();
    let at = |line: &Line| file.span(line.content_end(text)..line.content_end(text) + 1);
    let mut fix = Fix::safe("use LF line ends", at(first), "");
    for line in file
        .lines()
        .iter()
        .filter(|line| line.ends_in_crlf(text))
        .skip(1)
    {
        fix = fix.and(at(line), "");
    }
    // `setup\r` is no section and an empty line holds a word; elsewhere CR becomes part of names and values.
    let is_fatal = |line: &&Line| {
        line.ends_in_crlf(text)
            && matches!(
                line.kind,
                LineKind::Blank | LineKind::Header(SectionKind::Setup) | LineKind::Bad
            )
    };
    let effect = match target.reader() {
        Reader::Classic => Effect::ConnRefused,
        _ if file.lines().iter().any(|line| is_fatal(&line)) => Effect::FileRefused,
        _ => Effect::Misread,
    };
    let lines = if count == 1 {
        "one line ends".to_owned()
    } else {
        format!("{count} lines end")
    };
    out.push(
        Diagnostic::new(
            codes::CARRIAGE_RETURN,
            effect,
            at(first),
            format!("{lines} in CR LF"),
        )
        .label("CR becomes part of the name or value before it")
        .note(format!(
            "to {} CR is no line end but a character like any other",
            target.program()
        ))
        .help("convert the file to LF line ends, for example with `sed -i 's/\\r$//' FILE`")
        .fix(fix),
    );
}

fn not_utf8(file: &File, at: usize, count: usize, target: Target) -> Diagnostic {
    let span = file.span(at..at + '\u{fffd}'.len_utf8());
    let places = if count == 1 {
        String::new()
    } else {
        format!(", here and in {} more places", count - 1)
    };
    let message = format!("the file is not UTF-8{places}");
    Diagnostic::new(codes::NOT_UTF8, Effect::Works, span, message)
        .note(format!(
            "{} passes such bytes on as they are; nothing here rewrites the file",
            target.program()
        ))
        .help("convert the file to UTF-8, for example with `iconv -f latin1 -t utf-8`")
}

fn merge_conflicts(file: &File, target: Target, out: &mut Vec<Diagnostic>) {
    let mut markers = file
        .lines()
        .iter()
        .filter(|line| is_merge_marker(file, line))
        .peekable();
    while let Some(first) = markers.next() {
        let span = file.span(content(file, first));
        let mut diagnostic = Diagnostic::new(
            codes::MERGE_CONFLICT,
            Effect::FileRefused,
            span,
            "unresolved merge conflict",
        )
        .note(format!("{} cannot read the markers", target.program()))
        .help("keep one side and delete the markers");
        // The markers of one conflict: up to `>>>>>>>`, or to the next `<<<<<<<`.
        while let Some(next) = markers.next_if(|next| marker(file, next) != "<<<<<<<") {
            let what = if marker(file, next) == ">>>>>>>" {
                "the end marker"
            } else {
                "the middle marker"
            };
            diagnostic = diagnostic.related(file.span(content(file, next)), what);
            if marker(file, next) == ">>>>>>>" {
                break;
            }
        }
        out.push(diagnostic);
    }
}

fn marker<'a>(file: &'a File, line: &Line) -> &'a str {
    file.text()[line.range()].get(..7).unwrap_or_default()
}

pub(in crate::model) fn is_merge_marker(file: &File, line: &Line) -> bool {
    line.kind == LineKind::Bad
        && matches!(
            marker(file, line),
            "<<<<<<<" | "=======" | ">>>>>>>" | "|||||||"
        )
}
