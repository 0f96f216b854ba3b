//! FreeS/WAN and Openswan 2.4: one pass over the file, collecting the sections that are wanted by then.
//!
//! A section that `also=` names must therefore stand behind the line that names it, and no keyword may come twice.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::super::conn::{Conn, OriginStep};
use super::super::{Item, SectionId};
use super::duplicate::{self, Verdict};
use super::slot;
use crate::diagnostic::{Diagnostic, Effect, codes};
use crate::text::{Span, printable};
use crate::value::Form;
use foldhash::HashMap;

struct Wanted<'m> {
    name: Cow<'m, str>,
    span: Span,
    step: u32,
    flip: bool,
    found: Option<SectionId>,
}

/// The sections that were asked for, in that order.
#[derive(Default)]
struct Asked<'m> {
    list: Vec<Wanted<'m>>,
    by_name: HashMap<Cow<'m, str>, usize>,
}

impl<'m> Asked<'m> {
    fn push(&mut self, wanted: Wanted<'m>) {
        self.by_name.insert(wanted.name.clone(), self.list.len());
        self.list.push(wanted);
    }

    fn find(&self, name: &str) -> Option<&Wanted<'m>> {
        self.by_name.get(name).map(|&at| &self.list[at])
    }
}

pub(super) fn resolve(conn: &mut Conn<'_>) {
    let model = conn.model;
    let own = model.section(conn.id);
    let mut asked = Asked::default();
    asked.push(Wanted {
        name: Cow::Borrowed(&own.name),
        span: own.name_span,
        step: 0,
        flip: false,
        found: None,
    });
    // The sections of wanted names that are still to come, first ones first.
    let mut ahead: BinaryHeap<Reverse<(SectionId, usize)>> = model
        .sections_named(conn.name())
        .iter()
        .map(|&id| Reverse((id, 0)))
        .collect();
    while let Some(Reverse((id, at))) = ahead.pop() {
        let wanted = &mut asked.list[at];
        if let Some(first) = wanted.found {
            second_section(conn, first, id);
            continue;
        }
        wanted.found = Some(id);
        let (step, flip) = (wanted.step, wanted.flip);
        if at > 0 {
            conn.sections.push(id);
        }
        let known = asked.list.len();
        take(conn, id, step, flip, &mut asked);
        for (at, want) in asked
            .list
            .iter()
            .enumerate()
            .skip(known)
            .filter(|(_, want)| want.name != "%default")
        {
            let behind = model
                .sections_named(&want.name)
                .iter()
                .filter(|&&other| other > id);
            ahead.extend(behind.map(|&other| Reverse((other, at))));
        }
    }
    for want in asked.list.iter().filter(|want| want.found.is_none()) {
        unfound(conn, want);
    }
    fill_in(conn);
}

fn take<'m>(conn: &mut Conn<'m>, id: SectionId, step: u32, flip: bool, asked: &mut Asked<'m>) {
    let model = conn.model;
    for item in model.items(id) {
        let is_flip = item.is_setting_of("alsoflip");
        if is_flip || item.is_setting_of("also") {
            want(conn, item, step, flip != is_flip, is_flip, asked);
            continue;
        }
        let side = item.side_seen(flip);
        let Some(slot) = slot(model, item, side) else {
            continue;
        };
        match conn.position(slot) {
            Some(at) => {
                let old = conn.settings[at].item;
                let verdict = Verdict {
                    effect: Effect::ConnRefused,
                    what: "refuses a parameter that is given twice, also through `also=`",
                };
                duplicate::report(conn, &old, item, &verdict);
            }
            None => conn.push(*item, side, step),
        }
    }
}

fn want<'m>(
    conn: &mut Conn<'m>,
    item: &Item,
    parent: u32,
    flip: bool,
    is_flip: bool,
    asked: &mut Asked<'m>,
) {
    let (name, span) = conn.also_target(item);
    if let Some(known) = asked.find(&name) {
        let first = known.span;
        let program = conn.model.target.program();
        conn.report(
            Diagnostic::new(
                codes::ALSO_DIAMOND,
                Effect::ConnRefused,
                span,
                format!("section `{}` is requested more than once", printable(&name)),
            )
            .related(first, "first requested here")
            .note(format!("{program} takes a section in only once"))
            .help("remove one of the two lines"),
        );
        return;
    }
    // The section is not known yet; its step names it once it is found.
    let section = conn
        .model
        .sections_named(&name)
        .first()
        .map_or(conn.id, |&id| id);
    let step = conn.step(OriginStep::taken_in(is_flip, section, span, parent));
    asked.push(Wanted {
        name,
        span,
        step,
        flip,
        found: None,
    });
}

fn unfound(conn: &mut Conn<'_>, want: &Wanted<'_>) {
    if want.name == "%default" {
        let program = conn.model.target.program();
        conn.report(
            Diagnostic::new(
                codes::UNDEFINED_ALSO,
                Effect::ConnRefused,
                want.span,
                "`%default` is not a section that `also=` can name",
            )
            .note(format!("{program} refuses the conn"))
            .help("remove the line: every conn starts from `%default`"),
        );
        return;
    }
    let before = conn
        .model
        .sections_named(&want.name)
        .first()
        .map(|&id| conn.model.section(id).name_span);
    let Some(before) = before else {
        conn.undefined_also(
            &want.name,
            want.span,
            Effect::ConnRefused,
            "refuses the conn",
        );
        return;
    };
    let program = conn.model.target.program();
    conn.report(
        Diagnostic::new(
            codes::ALSO_BACKWARDS,
            Effect::ConnRefused,
            want.span,
            format!(
                "`conn {}` stands before the line that takes it in",
                printable(&want.name)
            ),
        )
        .related(before, "defined here")
        .note(format!(
            "{program} reads the file once: the target of `also=` must come later"
        ))
        .help("move the section behind this one"),
    );
}

fn second_section(conn: &mut Conn<'_>, first: SectionId, second: SectionId) {
    let model = conn.model;
    let program = model.target.program();
    let name = printable(&model.section(second).name).into_owned();
    conn.report(
        Diagnostic::new(
            codes::DUPLICATE_CONN_NAME,
            Effect::ConnRefused,
            model.section(second).name_span,
            format!("conn `{name}` is defined twice"),
        )
        .related(model.section(first).name_span, "first defined here")
        .note(format!("{program} refuses it"))
        .help("rename one"),
    );
}

/// `%default` gives what the conn does not mention; an empty value counts as mentioned, and as unset.
fn fill_in(conn: &mut Conn<'_>) {
    let model = conn.model;
    let own = conn.settings.len();
    for &id in model.sections_named("%default") {
        let step = conn.enter_default(id);
        for item in model.items(id) {
            let Some(slot) = slot(model, item, item.side) else {
                continue;
            };
            match conn.position(slot) {
                None => conn.push(*item, item.side, step),
                Some(at) if at >= own => {
                    let old = conn.settings[at].item;
                    let verdict = Verdict {
                        effect: Effect::ConnRefused,
                        what: "refuses a parameter that `%default` gives twice",
                    };
                    duplicate::report(conn, &old, item, &verdict);
                }
                Some(_) => {}
            }
        }
    }
    conn.settings
        .retain(|setting| setting.value.form != Form::Missing && !setting.value.text.is_empty());
}
