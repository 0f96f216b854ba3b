//! strongSwan: own lines, then the last `also=`, then the one before it, ..., then `%default`; nearer values win.
//!
//! Sections of one name are one section, in which the last value counts; `key=` without a value cancels what would be
//! inherited (strongswan.md, section 3).

use std::borrow::Cow;
use std::sync::{Arc, PoisonError};

use super::super::conn::{Conn, OriginStep};
use super::super::{Item, Model, SectionId};
use super::{Layer, Slot, slot};
use crate::syntax::SectionKind;
use crate::text::Span;
use foldhash::HashSet;

/// More settings than most conns have.
const USUAL: usize = 16;

pub(super) fn resolve(conn: &mut Conn<'_>) {
    let order = order(conn);
    // The first layer that has a keyword wins; a cancelled one hides what lies below.
    let mut decided: Vec<Slot> = Vec::with_capacity(USUAL);
    conn.settings.reserve(USUAL);
    for (sections, step) in order {
        let items = layer(conn, &sections);
        // Each name comes once, so that its sections do, too; the conn itself is there already.
        let id = conn.id;
        conn.sections
            .extend(sections.iter().filter(|&&section| section != id));
        // Within a layer each slot comes once.
        let above = decided.len();
        for (slot, item) in items.iter() {
            if !decided[..above].contains(slot) {
                decided.push(*slot);
                conn.push(*item, item.side, step);
            }
        }
    }
}

/// The lines of a layer. What other conns take in is merged once for all of them.
fn layer(conn: &Conn<'_>, sections: &[SectionId]) -> Layer {
    let model = conn.model;
    match sections {
        [first, ..] if *first != conn.id => {
            let mut layers = model.layers.lock().unwrap_or_else(PoisonError::into_inner);
            let known = layers
                .entry(*first)
                .or_insert_with(|| merged(model, sections).into());
            Arc::clone(known)
        }
        _ => merged(model, sections).into(),
    }
}

/// All sections of one name as one, in which the last line of a keyword counts.
fn merged(model: &Model, sections: &[SectionId]) -> Vec<(Slot, Item)> {
    let mut items: Vec<(Slot, Item)> = Vec::with_capacity(USUAL);
    for &id in sections {
        for item in model.items(id) {
            if item.is_setting_of("also") {
                continue;
            }
            let Some(slot) = slot(model, item, item.side) else {
                continue;
            };
            match items.iter_mut().find(|(known, _)| *known == slot) {
                Some((_, old)) => *old = *item,
                None => items.push((slot, *item)),
            }
        }
    }
    items
}

pub(super) fn sections_of<'m>(
    model: &'m Model,
    name: &str,
    kind: SectionKind,
) -> Cow<'m, [SectionId]> {
    if kind == SectionKind::Conn {
        return Cow::Borrowed(model.sections_named(name));
    }
    model
        .sections()
        .filter(|(_, section)| section.kind == kind && &*section.name == name)
        .map(|(id, _)| id)
        .collect()
}

/// The names that a section's `also=` lines give, in file order.
pub(super) fn parents<'m>(model: &'m Model, sections: &[SectionId]) -> Vec<(Cow<'m, str>, Span)> {
    let lines = sections
        .iter()
        .flat_map(|&id| model.items(id))
        .filter(|item| item.is_setting_of("also"));
    lines
        .map(|item| (model.value(item).text, model.value_span(item)))
        .collect()
}

/// The layers of a conn, nearest first: depth first from the last `also=`, and of a name that comes twice only the last
/// place counts. That is the order in which a walk from the first `also=` leaves the sections, turned round
/// (`resolve_also_single` in strongSwan's `conf_parser.c`).
fn order<'m>(conn: &mut Conn<'m>) -> Vec<(Cow<'m, [SectionId]>, u32)> {
    let model = conn.model;
    let section = model.section(conn.id);
    let kind = section.kind;
    let mut layers = Vec::new();
    // A cycle is refused elsewhere, and must end here all the same. Of a name its first section is noted.
    let mut seen: HashSet<SectionId> = HashSet::default();
    let own = match kind {
        SectionKind::Conn => Cow::Borrowed(model.namesakes(section)),
        _ => sections_of(model, &section.name, kind),
    };
    let mut stack = vec![Visit::new(model, own, 0)];
    while let Some(visit) = stack.last_mut() {
        let Some((parent, value)) = visit.parents.next() else {
            layers.extend(stack.pop().map(|visit| (visit.sections, visit.step)));
            continue;
        };
        let sections = sections_of(model, &parent, kind);
        let Some(target) = sections.first().copied() else {
            continue;
        };
        if matches!(&*parent, "%default") || *parent == *section.name || !seen.insert(target) {
            continue;
        }
        let step = conn.step(OriginStep::taken_in(false, target, value, visit.step));
        stack.push(Visit::new(model, sections, step));
    }
    layers.reverse();
    let defaults = sections_of(model, "%default", kind);
    if let Some(&section) = defaults.first() {
        let step = conn.step(OriginStep::Default { section });
        layers.push((defaults, step));
    }
    layers
}

/// A section whose parents are being looked at.
struct Visit<'m> {
    /// All of its name.
    sections: Cow<'m, [SectionId]>,
    step: u32,
    parents: std::vec::IntoIter<(Cow<'m, str>, Span)>,
}

impl<'m> Visit<'m> {
    fn new(model: &'m Model, sections: Cow<'m, [SectionId]>, step: u32) -> Visit<'m> {
        let parents = parents(model, &sections).into_iter();
        Visit {
            sections,
            step,
            parents,
        }
    }
}
