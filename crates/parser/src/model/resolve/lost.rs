//! Lines that a later or earlier line of the same section makes void: in `config setup`, in `%default`, for strongSwan.
//!
//! What a second line does in a conn of the other readers is judged with the conn.

use super::super::{Item, Model, SectionId};
use super::duplicate::{self, Class, Verdict};
use super::{Slot, slot};
use crate::diagnostic::{Diagnostic, Effect, Fix, codes};
use crate::syntax::SectionKind;
use crate::target::Reader;
use crate::text::printable;

pub(super) fn lost_lines(model: &Model, out: &mut Vec<Diagnostic>) {
    let mut set = Vec::new();
    for (id, section) in model.sections() {
        let is_judged_with_the_conn = section.kind != SectionKind::Setup
            && !section.is_default()
            && model.reader() != Reader::StrongSwan;
        // The classic reader's `%default` is judged with the conns too: it refuses them.
        let is_classic_default = model.reader() == Reader::Classic && section.is_default();
        if !is_judged_with_the_conn && !is_classic_default {
            in_section(model, id, &mut set, out);
        }
    }
}

/// `set` is memory to work in.
fn in_section(
    model: &Model,
    id: SectionId,
    set: &mut Vec<(Slot, Item)>,
    out: &mut Vec<Diagnostic>,
) {
    set.clear();
    for item in model.items(id) {
        let Some(slot) = slot(model, item, item.side) else {
            continue;
        };
        let grows = duplicate::class(item) == Class::Append && model.reader() != Reader::Libreswan5;
        if grows || item.is_setting_of("also") {
            continue;
        }
        let Some((_, old)) = set.iter_mut().find(|(known, _)| *known == slot) else {
            set.push((slot, *item));
            continue;
        };
        out.extend(lost(model, id, old, item));
        *old = *item;
    }
}

fn lost(model: &Model, id: SectionId, old: &Item, new: &Item) -> Option<Diagnostic> {
    let section = model.section(id);
    let is_setup = section.kind == SectionKind::Setup;
    let equal = duplicate::is_equal(model, old, new);
    let effect = |effect: Effect| if equal { Effect::Works } else { effect };
    let verdict = match model.reader() {
        // language.md 2.2: within one `%default` the first value counts, in `config setup` the last.
        Reader::Libreswan5 if !is_setup => {
            let mut conn = model.empty_conn(id);
            let verdict = Verdict {
                effect: effect(Effect::Ignored),
                what: "warns about it and keeps the first value",
            };
            duplicate::report(&mut conn, old, new, &verdict);
            return conn.diagnostics.pop();
        }
        Reader::Classic => Verdict {
            effect: Effect::FileRefused,
            what: "refuses a parameter that is given twice",
        },
        Reader::Libreswan5 => Verdict {
            effect: effect(Effect::Ignored),
            what: "warns about it and keeps the last value",
        },
        _ => Verdict {
            effect: effect(Effect::Ignored),
            what: "keeps the last value and says nothing",
        },
    };
    // The line that counts for nothing is the first one.
    let span = model.key_span(old);
    let word = printable(model.sources.slice(span)).into_owned();
    let line = model.line_span(old);
    let message = match verdict.effect {
        Effect::Works => format!("`{word}` is set twice to the same value"),
        Effect::Ignored => format!("`{word}` is set again further down"),
        _ => format!("`{word}` is set twice"),
    };
    let diagnostic = Diagnostic::new(codes::DUPLICATE_KEY, verdict.effect, span, message)
        .related(model.key_span(new), "set again here")
        .note(format!("{} {}", model.target.program(), verdict.what))
        .help("keep one of the two lines");
    let title = "remove this line";
    let diagnostic = if verdict.effect == Effect::FileRefused {
        diagnostic.fix(Fix::risky(title, line, ""))
    } else {
        diagnostic.fix(Fix::safe(title, line, ""))
    };
    Some(if is_setup {
        diagnostic
    } else {
        diagnostic.conn(section.name.to_string())
    })
}
