//! `version` lines.

use crate::diagnostic::{Diagnostic, Effect, Fix, codes};
use crate::syntax::{File, Line, LineKind, Problem};
use crate::target::{Reader, Target};
use crate::text::{Span, printable};

/// A `version` line.
pub(in crate::model) fn version(
    file: &File,
    line: &Line,
    is_first: bool,
    target: Target,
    out: &mut Vec<Diagnostic>,
) {
    let text = file.text();
    let span = file.span(line.value_range());
    let version = file.value(line).text.into_owned();
    let word_span = file.span(line.key_range());
    match target.reader() {
        Reader::StrongSwan => {}
        Reader::Classic => {
            // The awk reader compares the number with 2.0, so `2` and `2.0x` pass.
            let digits = version
                .find(|c: char| !c.is_ascii_digit() && c != '.')
                .map_or(version.as_str(), |at| &version[..at]);
            if digits.parse::<f64>().ok() != Some(2.0) {
                out.push(
                    Diagnostic::new(
                        codes::UNKNOWN_VERSION,
                        Effect::FileRefused,
                        if span.is_empty() { word_span } else { span },
                        format!("version `{}` is not 2.0", printable(&version)),
                    )
                    .note(format!("{} reads version 2.0 files only", target.program()))
                    .help("write `version 2.0`"),
                );
            }
        }
        _ if !is_first => {
            let whole = file.span(line.range());
            out.push(
                Diagnostic::new(
                    codes::MISPLACED_VERSION,
                    Effect::FileRefused,
                    word_span,
                    "`version` must come first",
                )
                .note(format!(
                    "{} takes it only before the first section, once, and not in an included file",
                    target.program()
                ))
                .help("remove the line: the value is not used")
                .fix(Fix::safe("remove the line", whole, "")),
            );
        }
        _ if line.value_range().is_empty() => out.push(
            Diagnostic::new(
                codes::UNKNOWN_VERSION,
                Effect::FileRefused,
                word_span,
                "`version` needs a number",
            )
            .help("write `version 2`"),
        ),
        _ => {
            if line.problem == Some(Problem::Junk) {
                let junk = file.span(line.junk_range(text));
                out.push(Diagnostic::new(
                    codes::UNKNOWN_VERSION,
                    Effect::FileRefused,
                    junk,
                    "unexpected text behind the version",
                ));
            } else if !matches!(version.as_str(), "2" | "2.0") {
                out.push(
                    Diagnostic::new(
                        codes::UNKNOWN_VERSION,
                        Effect::Works,
                        span,
                        format!(
                            "version `{}` is unknown; files are version 2",
                            printable(&version)
                        ),
                    )
                    .note(format!(
                        "{} takes any word here and does not use it",
                        target.program()
                    ))
                    .help("write `version 2`"),
                );
            }
        }
    }
}

/// The awk reader wants `version 2.0` before the first section.
pub(in crate::model) fn missing_version(
    file: &File,
    seen: Option<Span>,
    out: &mut Vec<Diagnostic>,
) {
    let starts = |line: &&Line| {
        !matches!(
            line.kind,
            LineKind::Blank | LineKind::Comment | LineKind::Include
        )
    };
    let first = file.lines().iter().find(starts);
    let is_missing = match (first, seen) {
        (Some(first), Some(seen)) => {
            seen.file == file.id() && (seen.start as usize) > first.range().start
        }
        (Some(_), None) => true,
        (None, _) => false,
    };
    if let Some(first) = first.filter(|_| is_missing) {
        let span = file.span(first.key_range());
        let at = file.span(first.range().start..first.range().start);
        out.push(
            Diagnostic::new(
                codes::MISSING_VERSION,
                Effect::FileRefused,
                span,
                "`version 2.0` must come before this",
            )
            .note("Openswan 2.4 and FreeS/WAN refuse a file without it")
            .help("start the file with `version 2.0`")
            .fix(Fix::safe("insert `version 2.0`", at, "version 2.0\n\n")),
        );
    }
}
