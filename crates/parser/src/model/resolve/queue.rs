//! Openswan 2.5-3.0 and Libreswan 3-4: own lines first, then the targets of `also=`, breadth first.
//!
//! `also=` never overrides: a keyword that is set on the way a second time is a clash (language.md 2.2 and 2.3).

use std::borrow::Cow;
use std::collections::VecDeque;

use super::super::conn::{Conn, OriginStep};
use super::super::{Item, Section, SectionId};
use super::duplicate::{self, Class, Verdict};
use super::slot;
use crate::diagnostic::{Diagnostic, Effect, codes};
use crate::syntax::SectionKind;
use crate::target::Reader;
use crate::text::Span;
use foldhash::HashSet;

/// Both readers collect the targets in a list of 32, own and inherited ones together.
const LIMIT: usize = 32;

#[derive(Debug)]
struct Wanted<'m> {
    name: Cow<'m, str>,
    span: Span,
    parent: u32,
    /// Whether it is read with left and right exchanged.
    flip: bool,
    /// Whether `alsoflip=` names it, which inside a flipped section turns the ends back.
    by_alsoflip: bool,
}

pub(super) fn resolve(conn: &mut Conn<'_>) {
    let mut queue = VecDeque::new();
    defaults(conn, &mut queue);
    let inherited = conn.settings.len();
    let mut own_started = vec![false; inherited];
    section(conn, conn.id, 0, false, &mut queue, &mut own_started);

    let mut seen: HashSet<SectionId> = HashSet::from_iter([conn.id]);
    let mut count = 0;
    while let Some(wanted) = queue.pop_front() {
        count += 1;
        if count == LIMIT {
            too_many(conn, wanted.span);
        }
        let Some(target) = find(conn, &wanted.name) else {
            missing(conn, &wanted);
            continue;
        };
        if !seen.insert(target) {
            continue;
        }
        conn.sections.push(target);
        let step = conn.step(OriginStep::taken_in(
            wanted.by_alsoflip,
            target,
            wanted.span,
            wanted.parent,
        ));
        section(
            conn,
            target,
            step,
            wanted.flip,
            &mut queue,
            &mut own_started,
        );
    }
}

/// Every `conn %default`, wherever it stands; the last value wins without a word.
///
/// One with an `also=` is the last that is read, and its targets stand before the conn's own (seen on Libreswan 4.10;
/// Openswan's `confread_load` and `load_conn` do the same).
fn defaults<'m>(conn: &mut Conn<'m>, queue: &mut VecDeque<Wanted<'m>>) {
    let model = conn.model;
    for &id in model.sections_named("%default") {
        let step = conn.enter_default(id);
        for item in model.items(id) {
            if item.is_setting_of("also") {
                queue.extend(wanted(conn, item, step, Turn::As { flip: false }));
                continue;
            }
            if item.is_setting_of("alsoflip") {
                ignored_flip(conn, item);
                continue;
            }
            let Some(slot) = slot(model, item, item.side) else {
                continue;
            };
            conn.push_default(slot, item, step);
        }
        if !queue.is_empty() {
            break;
        }
    }
}

/// Takes the lines of one section in. `own[i]` tells whether setting `i` is the conn's own and no longer a default.
fn section<'m>(
    conn: &mut Conn<'m>,
    id: SectionId,
    step: u32,
    flip: bool,
    queue: &mut VecDeque<Wanted<'m>>,
    own: &mut Vec<bool>,
) {
    let model = conn.model;
    let flips_work = model.reader() == Reader::Openswan;
    for item in model.items(id) {
        if item.is_setting_of("also") {
            queue.extend(wanted(conn, item, step, Turn::As { flip }));
            continue;
        }
        if item.is_setting_of("alsoflip") {
            if flips_work {
                queue.extend(wanted(conn, item, step, Turn::Against { flip }));
            } else {
                ignored_flip(conn, item);
            }
            continue;
        }
        let side = item.side_seen(flip);
        let Some(slot) = slot(model, item, side) else {
            continue;
        };
        match conn.position(slot) {
            None => {
                conn.push(*item, side, step);
                own.push(true);
            }
            Some(at) if duplicate::class(item) == Class::Append => {
                conn.join(at, *item);
                own[at] = true;
            }
            Some(at) if !own[at] => {
                conn.settings.remove(at);
                own.remove(at);
                conn.push(*item, side, step);
                own.push(true);
            }
            Some(at) => clash(conn, at, item),
        }
    }
}

fn clash(conn: &mut Conn<'_>, at: usize, new: &Item) {
    let old = conn.settings[at].item;
    let equal = duplicate::is_equal(conn.model, &old, new);
    let keeps = match (conn.model.reader(), duplicate::class(new)) {
        (Reader::Libreswan4, Class::Text) => false,
        _ => equal,
    };
    let verdict = if keeps {
        Verdict {
            effect: Effect::Works,
            what: "complains about it and keeps the value",
        }
    } else if equal {
        Verdict {
            effect: Effect::ConnRefused,
            what: "drops a conn that sets a text twice, even to the same value",
        }
    } else {
        Verdict {
            effect: Effect::ConnRefused,
            what: "drops the conn: a second value never replaces the first, also not through `also=`",
        }
    };
    duplicate::report(conn, &old, new, &verdict);
}

/// Whether the targets of a line stand as the section that names them does, or the other way round.
#[derive(Clone, Copy)]
enum Turn {
    As { flip: bool },
    Against { flip: bool },
}

fn wanted<'m>(
    conn: &Conn<'m>,
    item: &Item,
    parent: u32,
    turn: Turn,
) -> impl Iterator<Item = Wanted<'m>> {
    let (flip, by_alsoflip) = match turn {
        Turn::As { flip } => (flip, false),
        Turn::Against { flip } => (!flip, true),
    };
    conn.also_targets(item).map(move |(name, span)| Wanted {
        name,
        span,
        parent,
        flip,
        by_alsoflip,
    })
}

fn find(conn: &Conn<'_>, name: &str) -> Option<SectionId> {
    if conn.model.reader() != Reader::Openswan {
        return conn.model.sections_named(name).first().copied();
    }
    // Openswan compares the names of `also=` without regard to case, and takes the first that fits.
    let fits = |section: &Section| {
        section.kind == SectionKind::Conn && section.name.eq_ignore_ascii_case(name)
    };
    conn.model
        .sections()
        .find(|(_, section)| fits(section))
        .map(|(id, _)| id)
}

fn missing(conn: &mut Conn<'_>, wanted: &Wanted<'_>) {
    match conn.model.reader() {
        Reader::Openswan => {
            conn.undefined_also(
                &wanted.name,
                wanted.span,
                Effect::Ignored,
                "goes on without a message",
            );
        }
        _ => conn.undefined_also(
            &wanted.name,
            wanted.span,
            Effect::ConnRefused,
            "drops the conn; its `--checkconfig` still ends with status 0",
        ),
    }
}

fn too_many(conn: &mut Conn<'_>, span: Span) {
    let program = conn.model.target.program();
    conn.report(
        Diagnostic::new(
            codes::ALSO_TOO_DEEP,
            Effect::ConnRefused,
            span,
            "more than 31 sections are taken in through `also=`",
        )
        .note(format!(
            "{program} keeps a list of {LIMIT} and drops the conn beyond"
        ))
        .help("merge some of the sections"),
    );
}

fn ignored_flip(conn: &mut Conn<'_>, item: &Item) {
    let program = conn.model.target.program();
    conn.report(
        Diagnostic::new(
            codes::IGNORED_OBSOLETE_KEYWORD,
            Effect::Ignored,
            conn.model.key_span(item),
            "`alsoflip` has no effect",
        )
        .note(format!(
            "{program} knows the keyword and does nothing with its value"
        ))
        .help("write the parameters out with `left` and `right` exchanged"),
    );
}
