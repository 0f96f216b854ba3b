//! strongSwan: own lines, then the last `also=`, then the one before it, ..., then `%default`; nearer values win.
//!
//! Sections of one name are one section, in which the last value counts; `key=` without a value cancels what would be
//! inherited (strongswan.md, section 3).

use std::collections::HashSet;

use super::super::conn::{Conn, OriginStep};
use super::super::{Item, Model, SectionId};
use super::{Slot, slot};
use crate::syntax::SectionKind;
use crate::text::Span;

pub(super) fn resolve(conn: &mut Conn<'_>) {
    let model = conn.model;
    let order = order(conn);
    // The first layer that has a keyword wins; a cancelled one hides what lies below.
    let mut decided: Vec<Slot> = Vec::new();
    for (name, step) in order {
        let layer = merged(model, &name, model.section(conn.id).kind);
        for id in &layer.sections {
            if !conn.sections.contains(id) {
                conn.sections.push(*id);
            }
        }
        for (slot, item) in layer.items {
            if decided.contains(&slot) {
                continue;
            }
            decided.push(slot);
            conn.push(item, item.side, step);
        }
    }
}

struct Layer {
    sections: Vec<SectionId>,
    items: Vec<(Slot, Item)>,
}

/// All sections of one name as one, in which the last line of a keyword counts.
fn merged(model: &Model, name: &str, kind: SectionKind) -> Layer {
    let mut layer = Layer {
        sections: sections_of(model, name, kind),
        items: Vec::new(),
    };
    for &id in &layer.sections {
        for item in model.items(id) {
            if item.is_setting_of("also") {
                continue;
            }
            let Some(slot) = slot(model, item, item.side) else {
                continue;
            };
            match layer.items.iter_mut().find(|(known, _)| *known == slot) {
                Some((_, old)) => *old = *item,
                None => layer.items.push((slot, *item)),
            }
        }
    }
    layer
}

pub(super) fn sections_of(model: &Model, name: &str, kind: SectionKind) -> Vec<SectionId> {
    if kind == SectionKind::Conn {
        return model.sections_named(name).to_vec();
    }
    model
        .sections()
        .filter(|(_, section)| section.kind == kind && &*section.name == name)
        .map(|(id, _)| id)
        .collect()
}

/// The names that a section's `also=` lines give, in file order.
pub(super) fn parents(model: &Model, name: &str, kind: SectionKind) -> Vec<(String, Span)> {
    let lines = sections_of(model, name, kind)
        .into_iter()
        .flat_map(|id| model.items(id))
        .filter(|item| item.is_setting_of("also"));
    lines
        .map(|item| (model.value(item).text.to_string(), model.value_span(item)))
        .collect()
}

/// The layers of a conn, nearest first: depth first from the last `also=`, and of a name that comes twice only the last
/// place counts. That is the order in which a walk from the first `also=` leaves the sections, turned round
/// (`resolve_also_single` in strongSwan's `conf_parser.c`).
fn order(conn: &mut Conn<'_>) -> Vec<(String, u32)> {
    let model = conn.model;
    let section = model.section(conn.id);
    let kind = section.kind;
    let mut layers: Vec<(String, u32)> = Vec::new();
    // A cycle is refused elsewhere, and must end here all the same.
    let mut seen: HashSet<String> = HashSet::from([section.name.to_string()]);
    let mut stack = vec![Visit::new(model, section.name.to_string(), kind, 0)];
    while let Some(visit) = stack.last_mut() {
        let Some((parent, value)) = visit.parents.next() else {
            layers.extend(stack.pop().map(|visit| (visit.name, visit.step)));
            continue;
        };
        let Some(target) = sections_of(model, &parent, kind).first().copied() else {
            continue;
        };
        if parent == "%default" || !seen.insert(parent.clone()) {
            continue;
        }
        let step = conn.step(OriginStep::taken_in(false, target, value, visit.step));
        stack.push(Visit::new(model, parent, kind, step));
    }
    layers.reverse();
    if let Some(default) = sections_of(model, "%default", kind).first().copied() {
        let step = conn.step(OriginStep::Default { section: default });
        layers.push(("%default".to_owned(), step));
    }
    layers
}

/// A section whose parents are being looked at.
struct Visit {
    name: String,
    step: u32,
    parents: std::vec::IntoIter<(String, Span)>,
}

impl Visit {
    fn new(model: &Model, name: String, kind: SectionKind, step: u32) -> Visit {
        let parents = parents(model, &name, kind).into_iter();
        Visit {
            name,
            step,
            parents,
        }
    }
}
