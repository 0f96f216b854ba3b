//! What follows from something else and is not said twice.

use foldhash::HashSet;
use ipsec_conf::diagnostic::codes;
use ipsec_conf::model::Model;
use ipsec_conf::{Diagnostic, Effect, FileId, Span};

/// Findings about the form of a value that explain what else is wrong with it.
const FORM: [&str; 5] = ["S107", "S109", "S111", "S112", "S117"];

/// Drops findings whose cause is reported already. A cause takes over that the file or conn is refused.
pub(crate) fn drop_consequences(model: &Model, found: &mut Vec<Diagnostic>) {
    let causes = Causes::of(model, found);
    let (dropped, mut kept): (Vec<Diagnostic>, Vec<Diagnostic>) = found
        .drain(..)
        .partition(|finding| causes.explain(model, finding));
    for consequence in dropped {
        inherit(model, &mut kept, consequence);
    }
    *found = kept;
}

/// Lets the cause of a refusal say so; a refusal without a cause on its line stays.
fn inherit(model: &Model, kept: &mut Vec<Diagnostic>, consequence: Diagnostic) {
    let is_refusal = matches!(
        consequence.effect,
        Effect::FileRefused | Effect::ConnRefused
    );
    // Of a part that nobody uses, R106 says itself that it is refused.
    let is_said = kept
        .iter()
        .any(|cause| cause.effect == consequence.effect && cause.span() == consequence.span());
    if !is_refusal || is_said {
        return;
    }
    let line = place(model, consequence.span());
    let cause = kept
        .iter_mut()
        .find(|cause| FORM.contains(&cause.code.id) && place(model, cause.span()) == line);
    match cause {
        Some(cause) if cause.effect > consequence.effect => {
            cause.effect = consequence.effect;
            cause.severity = consequence.severity;
            cause.notes.extend(consequence.notes);
            if cause.conn.is_none() {
                cause.conn = consequence.conn;
            }
        }
        Some(_) => {}
        None => kept.push(consequence),
    }
}

struct Causes {
    /// Lines with a finding about the form of their value.
    lines: HashSet<(FileId, usize)>,
    /// The same for `left=` and `right=`: the conns of these sections lack an end because of it.
    ends: HashSet<String>,
    /// Names of conns that lack an end and that nobody uses.
    unused_parts: HashSet<Span>,
    /// Files that were read before.
    twice: HashSet<FileId>,
}

impl Causes {
    fn of(model: &Model, found: &[Diagnostic]) -> Causes {
        let mut causes = Causes {
            lines: HashSet::default(),
            ends: HashSet::default(),
            unused_parts: HashSet::default(),
            twice: HashSet::default(),
        };
        for finding in found {
            let span = finding.span();
            if FORM.contains(&finding.code.id) {
                causes.lines.insert(place(model, span));
            }
            match finding.code.id {
                "R106" => {
                    causes.unused_parts.insert(span);
                }
                "R113" => {
                    let files = model.files().iter().map(|file| file.id());
                    causes
                        .twice
                        .extend(files.filter(|&file| model.included_at(file) == Some(span)));
                }
                _ => {}
            }
        }
        if causes.lines.is_empty() {
            return causes;
        }
        for (id, section) in model.sections() {
            let is_odd = |item: &&ipsec_conf::model::Item| {
                let is_end = item.keyword.is_some_and(|keyword| keyword.id == "host");
                is_end && causes.lines.contains(&place(model, model.key_span(item)))
            };
            if model.items(id).iter().any(|item| is_odd(&item)) {
                causes.ends.insert(section.name.to_string());
            }
        }
        causes
    }

    fn explain(&self, model: &Model, finding: &Diagnostic) -> bool {
        let span = finding.span();
        if finding.code == codes::MISSING_END {
            let by_end = finding
                .conn
                .as_ref()
                .is_some_and(|conn| self.ends.contains(conn));
            return by_end || self.unused_parts.contains(&span);
        }
        if finding.code == codes::DUPLICATE_CONN_NAME {
            return self.twice.contains(&span.file);
        }
        // A list that is not closed may be meant with another one.
        let is_about_value = finding.code.id.starts_with('V') || finding.code.id == "M120";
        is_about_value && !self.lines.is_empty() && self.lines.contains(&place(model, span))
    }
}

/// The line of the file where a span starts.
pub(crate) fn place(model: &Model, span: Span) -> (FileId, usize) {
    (
        span.file,
        model.sources().get(span.file).line_index().line(span.start),
    )
}
