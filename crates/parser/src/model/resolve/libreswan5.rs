//! Libreswan 5: `also=` is followed in the place of its line, depth first.
//!
//! Within a section the first value of a keyword wins; between sections a second, different value drops the conn.

use super::super::conn::{Conn, OriginStep};
use super::super::{Item, SectionId};
use super::duplicate::{self, Class, Verdict};
use super::{Slot, slot, slot_of};
use crate::diagnostic::Effect;
use foldhash::HashSet;

/// A section that is being read, and how far.
struct Frame {
    id: SectionId,
    step: u32,
    next: usize,
    /// What this section has set so far, and where.
    set: Vec<(Slot, Item)>,
}

pub(super) fn resolve(conn: &mut Conn<'_>) {
    let model = conn.model;
    let mut inherited = defaults(conn);
    let mut seen: HashSet<SectionId> = HashSet::from_iter([conn.id]);
    let mut stack = vec![Frame {
        id: conn.id,
        step: 0,
        next: 0,
        set: Vec::new(),
    }];
    while let Some(frame) = stack.last_mut() {
        let Some(item) = model.items(frame.id).get(frame.next) else {
            stack.pop();
            continue;
        };
        frame.next += 1;
        if item.is_setting_of("also") {
            let parent = frame.step;
            let (name, value) = conn.also_target(item);
            let target = model.sections_named(&name).first().copied();
            match target {
                None => conn.undefined_also(
                    &name,
                    value,
                    Effect::ConnRefused,
                    "drops the conn; its `--checkconfig` still ends with status 0",
                ),
                Some(target) if seen.insert(target) => {
                    conn.sections.push(target);
                    stack.push(Frame {
                        id: target,
                        step: conn.step(OriginStep::taken_in(false, target, value, parent)),
                        next: 0,
                        set: Vec::new(),
                    });
                }
                Some(_) => {}
            }
            continue;
        }
        let Some(slot) = slot(model, item, item.side) else {
            continue;
        };
        // The first pass compares words: `salifetime=` and `keylife=` both get through it and clash later (5.4).
        let is_same_word =
            |known: &Item| known.span.map(std::ptr::from_ref) == item.span.map(std::ptr::from_ref);
        if let Some((_, old)) = frame
            .set
            .iter()
            .find(|(known, old)| *known == slot && is_same_word(old))
        {
            let old = *old;
            second_in_section(conn, &old, item);
            continue;
        }
        frame.set.push((slot, *item));
        let step = frame.step;
        take(conn, slot, item, step, &mut inherited);
    }
}

fn take(conn: &mut Conn<'_>, slot: Slot, item: &Item, step: u32, inherited: &mut Vec<Slot>) {
    let Some(at) = conn.position(slot) else {
        conn.push(*item, item.side, step);
        return;
    };
    if duplicate::class(item) == Class::Append {
        conn.join(at, *item);
        return;
    }
    if let Some(default) = inherited.iter().position(|known| *known == slot) {
        inherited.swap_remove(default);
        conn.settings.remove(at);
        conn.push(*item, item.side, step);
        return;
    }
    let old = conn.settings[at].item;
    let verdict = if duplicate::is_equal(conn.model, &old, item) {
        Verdict {
            effect: Effect::Works,
            what: "warns about it and keeps the value",
        }
    } else {
        Verdict {
            effect: Effect::ConnRefused,
            what: "drops a conn whose `also=` brings another value for a keyword",
        }
    };
    duplicate::report(conn, &old, item, &verdict);
}

fn second_in_section(conn: &mut Conn<'_>, old: &Item, new: &Item) {
    let verdict = if duplicate::is_equal(conn.model, old, new) {
        Verdict {
            effect: Effect::Works,
            what: "warns about it and keeps the first value",
        }
    } else {
        Verdict {
            effect: Effect::Ignored,
            what: "keeps the first value and ignores this one with a warning",
        }
    };
    duplicate::report(conn, old, new, &verdict);
}

/// Within one `%default` the first value wins, between several the last. Returns what they set.
fn defaults(conn: &mut Conn<'_>) -> Vec<Slot> {
    let model = conn.model;
    for &id in model.sections_named("%default") {
        let step = conn.enter_default(id);
        let mut set: Vec<Slot> = Vec::new();
        for item in model.items(id) {
            let Some(slot) = slot(model, item, item.side) else {
                continue;
            };
            if set.contains(&slot) {
                continue;
            }
            set.push(slot);
            conn.push_default(slot, item, step);
        }
    }
    conn.settings
        .iter()
        .filter_map(|setting| slot_of(&setting.item, setting.side))
        .collect()
}
