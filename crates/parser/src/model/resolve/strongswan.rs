//! strongSwan: own lines, then the last `also=`, then the one before it, ..., then `%default`; nearer values win.
//!
//! Sections of one name are one section, in which the last value counts; `key=` without a value cancels what would be
//! inherited (strongswan.md, section 3).

use std::collections::HashMap;

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
    let mut layer = Layer { sections: sections_of(model, name, kind), items: Vec::new() };
    for &id in &layer.sections {
        for item in model.items(id) {
            if item.is_setting_of("also") {
                continue;
            }
            let Some(slot) = slot(item, item.side) else { continue };
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
        return model.sections_named(name).iter().map(|&i| SectionId(i)).collect();
    }
    model.sections().filter(|(_, section)| section.kind == kind && &*section.name == name).map(|(id, _)| id).collect()
}

/// The names that a section's `also=` lines give, in file order.
pub(super) fn parents(model: &Model, name: &str, kind: SectionKind) -> Vec<(String, Span)> {
    let lines = sections_of(model, name, kind).into_iter().flat_map(|id| model.items(id)).filter(|item| item.is_setting_of("also"));
    lines.map(|item| (model.value(item).text.to_string(), model.value_span(item))).collect()
}

/// The layers of a conn, nearest first: depth first from the last `also=`, a name that comes twice keeps its last place.
fn order(conn: &mut Conn<'_>) -> Vec<(String, u32)> {
    let model = conn.model;
    let section = model.section(conn.id);
    let kind = section.kind;
    let mut layers: Vec<(String, u32)> = Vec::new();
    // How often a name may still be met: a cycle is refused elsewhere, and must end here all the same.
    let mut visits: HashMap<String, u32> = HashMap::new();
    let mut stack = vec![(section.name.to_string(), 0_u32)];
    while let Some((name, step)) = stack.pop() {
        let visit = visits.entry(name.clone()).or_default();
        *visit += 1;
        if *visit > 1 {
            if let Some(at) = layers.iter().position(|(known, _)| *known == name).filter(|&at| at > 0) {
                layers.remove(at);
                layers.push((name, step));
            }
            continue;
        }
        // The stack gives the last parent first.
        for (parent, value) in parents(model, &name, kind) {
            let Some(target) = sections_of(model, &parent, kind).first().copied() else { continue };
            if parent == "%default" {
                continue;
            }
            conn.steps.push(OriginStep::Also { section: target, value, parent: step });
            stack.push((parent, conn.steps.len() as u32 - 1));
        }
        layers.push((name, step));
    }
    if let Some(default) = sections_of(model, "%default", kind).first().copied() {
        conn.steps.push(OriginStep::Default { section: default });
        layers.push(("%default".to_owned(), conn.steps.len() as u32 - 1));
    }
    layers
}
