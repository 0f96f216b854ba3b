//! One conn as its target sees it: every setting with the way it came.

use std::cell::OnceCell;
use std::sync::Arc;

use super::{Item, Model, Section, SectionId};
use crate::diagnostic::{Diagnostic, Effect};
use crate::keyword::{self, Keyword, KeywordSpan, Side, ValueType};
use crate::syntax::ValueText;
use crate::target::{Reader, Version};
use crate::text::Span;
use crate::value::{self, Context, Form, IkeVersion, Phase2, Reading, Value};

/// A conn with `%default`, `also=` and aliases resolved, in the precedence of the model's target.
///
/// A conn that the target refuses still has its settings: as many as could be made out, and diagnostics for the rest.
#[derive(Debug)]
pub struct Conn<'m> {
    pub model: &'m Model,
    pub id: SectionId,
    pub(super) settings: Vec<Setting<'m>>,
    pub(super) steps: Vec<OriginStep>,
    /// The sections that took part, the conn's own first.
    pub(super) sections: Vec<SectionId>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// A bit for each keyword that is set; all of them while the conn is being resolved. Most rules ask for keywords that
    /// are not there.
    pub(super) ids: u128,
    /// The same for the slots that were filled while it is being resolved: most lines set what no other does.
    pub(super) slots: u128,
    /// What each setting sets, side by side, to be looked through at once; empty while the conn is being resolved.
    pub(super) places: Vec<Place>,
    pub(super) context: OnceCell<Context>,
}

/// The tag of a keyword and the end it is for, in one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place(u32);

impl Place {
    #[inline]
    fn new(tag: u32, side: Option<Side>) -> Place {
        // The lowest byte is the length of the id, which leaves the upper bits free.
        Place(match side {
            None => tag,
            Some(Side::Left) => tag | 0x40,
            Some(Side::Right) => tag | 0x80,
        })
    }
}

/// One effective value.
#[derive(Debug, Clone)]
pub struct Setting<'m> {
    /// With aliases replaced.
    pub keyword: &'static Keyword,
    /// The facts of the keyword as it is written.
    pub span: &'static KeywordSpan,
    pub side: Option<Side>,
    pub item: Item,
    pub value: ValueText<'m>,
    /// Further lines whose values were joined to this one.
    pub joined: Vec<Item>,
    /// The last step of the way it came; see [`Conn::origin`].
    pub(super) step: u32,
    /// What the target makes of the value, once somebody asks.
    pub(super) reading: OnceCell<Read>,
}

/// A value as the target reads it.
#[derive(Debug, Clone)]
pub(super) enum Read {
    Own(Reading),
    Shared(Arc<Reading>),
}

/// How a section came to give a conn its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OriginStep {
    /// The conn's own section.
    Own,
    /// A `conn %default`.
    Default { section: SectionId },
    /// `also=NAME` in the section of the parent step.
    Also {
        section: SectionId,
        value: Span,
        parent: u32,
    },
    /// `alsoflip=NAME`: with left and right exchanged.
    AlsoFlip {
        section: SectionId,
        value: Span,
        parent: u32,
    },
}

impl OriginStep {
    /// The step that a line `also=`, or `alsoflip=`, makes.
    pub(super) fn taken_in(
        flips: bool,
        section: SectionId,
        value: Span,
        parent: u32,
    ) -> OriginStep {
        if flips {
            OriginStep::AlsoFlip {
                section,
                value,
                parent,
            }
        } else {
            OriginStep::Also {
                section,
                value,
                parent,
            }
        }
    }
}

impl<'m> Conn<'m> {
    pub fn section(&self) -> &'m Section {
        self.model.section(self.id)
    }

    pub fn name(&self) -> &'m str {
        &self.section().name
    }

    /// In the order in which they took effect.
    pub fn settings(&self) -> &[Setting<'m>] {
        &self.settings
    }

    /// What is wrong with the conn as a whole: references, duplicates, values, ends.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    pub fn sections(&self) -> &[SectionId] {
        &self.sections
    }

    /// The setting of a keyword, by its canonical id; `None` for `side` when the keyword has no side.
    #[inline]
    pub fn get(&self, id: &str, side: Option<Side>) -> Option<&Setting<'m>> {
        let tag = keyword::tag(id);
        if self.ids & bit(tag) == 0 {
            return None;
        }
        self.find(id, side, Place::new(tag, side))
    }

    fn find(&self, id: &str, side: Option<Side>, place: Place) -> Option<&Setting<'m>> {
        let is_it = |setting: &&Setting<'m>| setting.side == side && setting.keyword.is(id);
        // Keywords that share a tag are rare, but may be in one conn.
        let at = match self.places.iter().position(|known| *known == place) {
            Some(at) => at,
            None if self.places.is_empty() => 0,
            None => return None,
        };
        self.settings[at..].iter().find(is_it)
    }

    /// Ends the resolving: what was asked meanwhile may have changed.
    pub(super) fn complete(&mut self) {
        self.context.take();
        self.ids = 0;
        self.places.reserve(self.settings.len());
        for setting in &mut self.settings {
            setting.reading.take();
            self.ids |= bit(setting.keyword.tag);
            self.places
                .push(Place::new(setting.keyword.tag, setting.side));
        }
    }

    /// The text of a setting that is set and not empty.
    #[inline]
    pub fn text(&self, id: &str, side: Option<Side>) -> Option<&str> {
        self.get(id, side)
            .map(|setting| &*setting.value.text)
            .filter(|text| !text.is_empty())
    }

    /// The typed value of a setting, if the target can read it.
    #[inline]
    pub fn value(&self, id: &str, side: Option<Side>) -> Option<&Value> {
        self.reading(self.get(id, side)?).value.as_ref()
    }

    /// What the target makes of a setting; each one is read once.
    pub fn reading<'s>(&self, setting: &'s Setting<'_>) -> &'s Reading {
        let reading = setting.reading.get_or_init(|| {
            let context = Context {
                side: setting.side,
                ..self.context()
            };
            let read = || self.read_in(setting, context);
            // What many conns inherit is read once for all of them.
            if self.is_own(setting) || !setting.joined.is_empty() {
                Read::Own(read())
            } else {
                Read::Shared(self.model.shared_reading(&setting.item, context, read))
            }
        });
        match reading {
            Read::Own(reading) => reading,
            Read::Shared(reading) => reading,
        }
    }

    /// As [`Conn::reading`] in another context.
    pub fn read_in(&self, setting: &Setting<'_>, context: Context) -> Reading {
        let context = Context {
            side: setting.side,
            ..context
        };
        value::read(
            setting.keyword.id,
            setting.span,
            setting.value.raw(),
            self.model.target,
            context,
        )
    }

    /// The default that the setting writes out, if the target takes the same by itself.
    ///
    /// The tables state defaults for a dialect; they are trusted for the releases that they were held against, and for types
    /// whose values can be compared.
    pub fn default_written(&self, setting: &Setting<'_>) -> Option<&'static keyword::Default> {
        let target = self.model.target;
        let is_known = match target.reader() {
            Reader::Classic => false,
            Reader::Openswan => true,
            Reader::Libreswan4 | Reader::Libreswan5 => target.version >= Version::new(4, 10, 0),
            Reader::StrongSwan => target.version >= Version::new(5, 9, 0),
        };
        let is_plain = matches!(
            setting.span.ty,
            ValueType::Bool
                | ValueType::Enum
                | ValueType::Int
                | ValueType::Duration
                | ValueType::Percent
        );
        let default = setting.keyword.default_in(target.dialect)?;
        let is_it =
            || self.reading(setting).problems.is_empty() && self.reads_as(setting, default.value);
        (is_known && is_plain && is_it()).then_some(default)
    }

    /// Whether the target can read a value, and takes it for the same as another text.
    pub fn reads_as(&self, setting: &Setting<'_>, text: &str) -> bool {
        let context = Context {
            side: setting.side,
            ..self.context()
        };
        let (id, raw) = (setting.keyword.id, value::Raw::bare(text));
        let other = value::read(id, setting.span, raw, self.model.target, context);
        other.value.is_some()
            && other.problems.is_empty()
            && other.value == self.reading(setting).value
    }

    /// What the meaning of a value hangs on besides its text.
    pub fn context(&self) -> Context {
        *self.context.get_or_init(|| Context {
            ike_version: self.ike_version(),
            phase2: self.phase2(),
            pfs: self.text("pfs", None) != Some("no"),
            shunt: self.is_shunt(),
            ..Context::CONN
        })
    }

    /// Whether it lets traffic pass or drops it, and negotiates nothing.
    pub fn is_shunt(&self) -> bool {
        let word = self.text("type", None).unwrap_or_default();
        ["pass", "passthrough", "drop", "reject"]
            .iter()
            .any(|shunt| shunt.eq_ignore_ascii_case(word))
    }

    /// The IKE version that the conn asks for; `None` when it says nothing.
    pub fn ike_version(&self) -> Option<IkeVersion> {
        if let Some(word) = self.text("keyexchange", None) {
            if word.eq_ignore_ascii_case("ikev1") {
                return Some(IkeVersion::V1);
            }
            if word.eq_ignore_ascii_case("ikev2") {
                return Some(IkeVersion::V2);
            }
        }
        // Libreswan 4.10 takes the first word of `never,n`.
        let word = self
            .text("ikev2", None)?
            .split([',', ' '])
            .next()
            .unwrap_or_default();
        match word.to_ascii_lowercase().as_str() {
            "insist" | "propose" | "yes" | "always" | "y" | "true" | "on" => Some(IkeVersion::V2),
            "never" | "no" | "permit" | "n" | "false" | "off" => Some(IkeVersion::V1),
            _ => None,
        }
    }

    fn phase2(&self) -> Option<Phase2> {
        match self.text("phase2", None)?.to_ascii_lowercase().as_str() {
            "ah" => Some(Phase2::Ah),
            "esp" => Some(Phase2::Esp),
            _ => None,
        }
    }

    /// The steps from the conn to the section that gave the setting, outermost first; empty for an own line.
    pub fn origin(&self, setting: &Setting<'_>) -> Vec<&OriginStep> {
        let mut chain = Vec::new();
        let mut at = Some(setting.step);
        while let Some(step) = at {
            let step = &self.steps[step as usize];
            at = match step {
                OriginStep::Own => break,
                OriginStep::Default { .. } => None,
                OriginStep::Also { parent, .. } | OriginStep::AlsoFlip { parent, .. } => {
                    Some(*parent)
                }
            };
            chain.push(step);
        }
        chain.reverse();
        chain
    }

    /// The origin as words: `also=base`, `%default`.
    pub fn origin_words(&self, setting: &Setting<'_>) -> Vec<String> {
        let name = |section: &SectionId| &*self.model.section(*section).name;
        let words = |step: &OriginStep| match step {
            OriginStep::Own => String::new(),
            OriginStep::Default { .. } => "%default".to_owned(),
            OriginStep::Also { section, .. } => format!("also={}", name(section)),
            OriginStep::AlsoFlip { section, .. } => format!("alsoflip={}", name(section)),
        };
        self.origin(setting).into_iter().map(words).collect()
    }

    /// The `also=` value in the conn's own section that leads to a section it takes in.
    pub fn way_to(&self, section: SectionId) -> Option<Span> {
        let leads = |step: &OriginStep| match step {
            OriginStep::Also {
                section: id,
                value,
                parent,
            }
            | OriginStep::AlsoFlip {
                section: id,
                value,
                parent,
            } => (*id == section).then_some((*value, *parent)),
            _ => None,
        };
        let (mut value, mut parent) = self.steps.iter().find_map(leads)?;
        while let OriginStep::Also {
            value: outer,
            parent: next,
            ..
        }
        | OriginStep::AlsoFlip {
            value: outer,
            parent: next,
            ..
        } = &self.steps[parent as usize]
        {
            (value, parent) = (*outer, *next);
        }
        Some(value)
    }

    /// Whether the setting stands in the conn's own section.
    pub fn is_own(&self, setting: &Setting<'_>) -> bool {
        matches!(self.steps[setting.step as usize], OriginStep::Own)
    }

    pub fn is_default(&self, setting: &Setting<'_>) -> bool {
        matches!(
            self.steps[setting.step as usize],
            OriginStep::Default { .. }
        )
    }

    pub fn key_span(&self, setting: &Setting<'_>) -> Span {
        self.model.key_span(&setting.item)
    }

    pub fn value_span(&self, setting: &Setting<'_>) -> Span {
        self.model.value_span(&setting.item)
    }

    /// A part of a setting's value, which has `range` in its text.
    pub fn part_span(&self, setting: &Setting<'_>, range: std::ops::Range<usize>) -> Span {
        self.model
            .file(setting.item.file)
            .span(setting.value.file_range(range))
    }

    /// The line of a setting, without its newline.
    pub fn line_span(&self, setting: &Setting<'_>) -> Span {
        self.model.line_span(&setting.item)
    }

    /// Whether the target takes the conn, as far as the files tell; `host` may add what only the machine knows.
    pub fn is_refused(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|found| matches!(found.effect, Effect::ConnRefused | Effect::FileRefused))
    }

    /// Whether it is a part for other conns: `also=` of another section names it, and it lacks an end.
    ///
    /// Nobody loads such a conn by itself; it is judged through the conns that use it.
    pub fn is_fragment(&self) -> bool {
        self.is_taken_in()
            && Side::BOTH
                .iter()
                .any(|&side| self.text("host", Some(side)).is_none())
    }

    /// Whether some `also=` or `alsoflip=` names it.
    pub fn is_taken_in(&self) -> bool {
        self.model.is_taken_in(self.id)
    }

    /// Adds a finding to those of the conn.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        let named = if diagnostic.conn.is_none() {
            diagnostic.conn(self.section().name.to_string())
        } else {
            diagnostic
        };
        self.diagnostics.push(named);
    }
}

/// A bit that the keywords with a tag share with few others.
#[inline]
pub(super) fn bit(tag: u32) -> u128 {
    // The golden ratio spreads what differs in few bits.
    1 << (tag.wrapping_mul(0x9e37_79b9) >> 25)
}

impl Setting<'_> {
    /// As it is written for its side, with the canonical name.
    pub fn spelling(&self) -> String {
        self.keyword.spelling(self.side)
    }

    pub fn is_set(&self) -> bool {
        self.value.form != Form::Missing
    }
}
