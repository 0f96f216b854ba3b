//! From sections to one effective conn. Five readers, five orders: each has a file of its own.

mod builtin;
mod classic;
mod duplicate;
mod libreswan5;
mod lost;
mod names;
mod queue;
mod strongswan;

pub(super) use builtin::{PATH as BUILTIN_PATH, missing_conns};
pub(super) use names::names;

/// Whether a path stands for what no file says.
pub(super) fn is_builtin(path: &std::path::Path) -> bool {
    path == std::path::Path::new(BUILTIN_PATH)
}

use std::borrow::Cow;

use self::duplicate::Class;
use super::conn::{Conn, OriginStep, Setting, bit};
use super::{Item, ItemState, Model, SectionId};
use crate::diagnostic::{Diagnostic, Effect, Fix, codes};
use crate::keyword::{self, Side};
use crate::syntax::{SectionKind, ValueText};
use crate::target::Reader;
use crate::text::{Span, printable};
use crate::value::Form;

impl Model {
    /// Resolves a conn as the target does it and judges references, duplicates, values and ends.
    pub fn conn(&self, id: SectionId) -> Conn<'_> {
        self.conn_on(id, &super::ends::Locality::default())
    }

    /// As [`Model::conn`], with what is known about the machine.
    pub fn conn_on(&self, id: SectionId, host: &super::ends::Locality) -> Conn<'_> {
        let mut conn = self.resolved(id);
        super::values::judge(&mut conn);
        super::ends::judge(&mut conn, host);
        crate::diagnostic::sort(&mut conn.diagnostics);
        conn
    }

    /// The settings of a conn, with findings about references and duplicates only.
    pub fn resolved(&self, id: SectionId) -> Conn<'_> {
        let mut conn = self.empty_conn(id);
        conn.steps.push(OriginStep::Own);
        match self.reader() {
            Reader::Classic => classic::resolve(&mut conn),
            Reader::Openswan | Reader::Libreswan4 => queue::resolve(&mut conn),
            Reader::Libreswan5 => libreswan5::resolve(&mut conn),
            Reader::StrongSwan => strongswan::resolve(&mut conn),
        }
        conn.complete();
        conn
    }
}

/// Between the words of a list.
const BLANKS: [char; 2] = [' ', '\t'];

/// The lines of one section, or of several of one name, that count: one for each slot.
pub(super) type Layer = std::sync::Arc<[(Slot, Item)]>;

/// Two settings with the same slot are the same setting: aliases, and keywords that share their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    /// That of the id, which is quick to compare.
    tag: u32,
    id: &'static str,
    side: Option<Side>,
}

/// `None` for a line that sets nothing.
fn slot(model: &Model, item: &Item, side: Option<Side>) -> Option<Slot> {
    // Libreswan 4 passes over `key=` (seen on 4.10); for the others it is an empty value, or unsets the keyword.
    let is_passed_over =
        model.reader() == Reader::Libreswan4 && model.value(item).form == Form::Missing;
    if is_passed_over {
        None
    } else {
        slot_of(item, side)
    }
}

fn slot_of(item: &Item, side: Option<Side>) -> Option<Slot> {
    let keyword = item.keyword.filter(|_| item.state == ItemState::Set)?;
    let shared = item.span.and_then(|span| span.shares_value_with);
    // Libreswan 4.0 to 5.2: `ah`, `esp` and `phase2alg` name each other in a ring; `esp` stands for all.
    let id = match shared {
        Some(_) if matches!(keyword.id, "ah" | "esp" | "phase2alg") => "esp",
        Some(other) => keyword.id.min(other),
        None => {
            let (tag, id) = (keyword.tag, keyword.id);
            return Some(Slot { tag, id, side });
        }
    };
    let tag = keyword::tag(id);
    Some(Slot { tag, id, side })
}

impl<'m> Conn<'m> {
    fn position(&self, slot: Slot) -> Option<usize> {
        if self.slots & bit(slot.tag) == 0 {
            return None;
        }
        self.settings
            .iter()
            .position(|setting| slot_of(&setting.item, setting.side) == Some(slot))
    }

    /// Adds a step; returns its number, which [`Conn::push`] takes.
    fn step(&mut self, step: OriginStep) -> u32 {
        self.steps.push(step);
        self.steps.len() as u32 - 1
    }

    /// Takes a `conn %default` in.
    fn enter_default(&mut self, section: SectionId) -> u32 {
        self.sections.push(section);
        self.step(OriginStep::Default { section })
    }

    /// Sets a line of `%default`: the last value of a keyword wins, and lists grow.
    fn push_default(&mut self, slot: Slot, item: &Item, step: u32) {
        match self.position(slot) {
            Some(at) if duplicate::class(item) == Class::Append => self.join(at, *item),
            Some(at) => {
                self.settings.remove(at);
                self.push(*item, item.side, step);
            }
            None => self.push(*item, item.side, step),
        }
    }

    fn push(&mut self, item: Item, side: Option<Side>, step: u32) {
        let (Some(keyword), Some(span)) = (item.keyword, item.span) else {
            return;
        };
        let value = self.model.value(&item);
        self.slots |= slot_of(&item, side).map_or(0, |slot| bit(slot.tag));
        self.settings.push(Setting {
            keyword,
            span,
            side,
            item,
            value,
            joined: Vec::new(),
            step,
            reading: std::cell::OnceCell::new(),
        });
    }

    /// Appends the value of a list that grows with every line.
    fn join(&mut self, at: usize, item: Item) {
        let more = self.model.value(&item);
        let setting = &mut self.settings[at];
        if more.text.is_empty() {
            return;
        }
        let joined = if setting.value.text.is_empty() {
            more.text.into_owned()
        } else {
            format!("{} {}", setting.value.text, more.text)
        };
        setting.value = ValueText {
            text: joined.into(),
            ..setting.value.clone()
        };
        setting.joined.push(item);
    }

    /// What `also=` names, with its place: the value as a whole.
    fn also_target(&self, item: &Item) -> (Cow<'m, str>, Span) {
        (self.model.value(item).text, self.model.value_span(item))
    }

    /// What `also=` names where it is a list: each word with its place.
    fn also_targets(&self, item: &Item) -> impl Iterator<Item = (Cow<'m, str>, Span)> {
        let value = self.model.value(item);
        let file = self.model.file(item.file);
        let mut from = 0;
        std::iter::from_fn(move || {
            let rest = &value.text[from..];
            let start = from + rest.len() - rest.trim_start_matches(BLANKS).len();
            let end = value.text[start..]
                .find(BLANKS)
                .map_or(value.text.len(), |len| start + len);
            from = end;
            let name = match &value.text {
                Cow::Borrowed(text) => Cow::Borrowed(&text[start..end]),
                Cow::Owned(text) => Cow::Owned(text[start..end].to_owned()),
            };
            let is_word = !name.is_empty();
            is_word.then(|| (name, file.span(value.file_range(start..end))))
        })
    }

    fn undefined_also(&mut self, name: &str, span: Span, effect: Effect, what: &str) {
        let program = self.model.target.program();
        // strongSwan's `ca` takes in a `ca`.
        let kind = self.section().kind;
        let word = if kind == SectionKind::Ca {
            "ca"
        } else {
            "conn"
        };
        let mut diagnostic = Diagnostic::new(
            codes::UNDEFINED_ALSO,
            effect,
            span,
            format!("no {word} is named `{}`", printable(name)),
        )
        .note(format!("{program} {what}"));
        // A name with blanks needs quotes, or is several names.
        let can_be_named = |name: &str| !name.contains([' ', '\t']);
        let by_case = if kind == SectionKind::Conn {
            self.model.conn_but_for_case(name)
        } else {
            let mut sections = self.model.sections().map(|(_, section)| section);
            sections.find(|it| it.kind == kind && it.name.eq_ignore_ascii_case(name))
        };
        let near = || match kind {
            SectionKind::Conn => self.model.similar_conns(name),
            _ => Vec::new(),
        };
        if let Some(section) = by_case {
            diagnostic.code = codes::ALSO_CASE_MISMATCH;
            diagnostic = diagnostic
                .related(section.name_span, "written so here")
                .help(format!(
                    "names are case-sensitive: write `{}`",
                    section.name
                ));
            if can_be_named(name) {
                let fix = Fix::safe(
                    format!("write `{}`", section.name),
                    span,
                    section.name.to_string(),
                );
                diagnostic = diagnostic.fix(fix);
            }
        } else if let Some(near) = near().into_iter().find(|near| can_be_named(near)) {
            diagnostic = diagnostic
                .help(format!("did you mean `{near}`?"))
                .fix(Fix::risky(format!("write `{near}`"), span, near.to_owned()));
        } else {
            diagnostic = diagnostic.help(format!(
                "define `{word} {}`, or remove the line",
                printable(name)
            ));
        }
        self.report(diagnostic);
    }
}
