//! `config setup` as the target sees it.

use super::{Item, ItemState, Model, SectionId};
use crate::diagnostic::{Diagnostic, Effect, codes};
use crate::keyword::Keyword;
use crate::syntax::{SectionKind, ValueText};
use crate::target::Reader;
use crate::text::Span;
use crate::value::Form;

/// The daemon's own settings.
#[derive(Debug, Clone)]
pub struct Setup<'m> {
    model: &'m Model,
    settings: Vec<(&'static Keyword, Item)>,
}

impl Model {
    /// The effective `config setup`: the first section counts for Openswan and Libreswan 4, all of them for the others;
    /// the last value of a keyword wins everywhere (language.md 2.2).
    pub fn setup(&self) -> Setup<'_> {
        let mut setup = Setup {
            model: self,
            settings: Vec::new(),
        };
        for id in self.setup_sections().take(if only_first(self.reader()) {
            1
        } else {
            usize::MAX
        }) {
            for item in self.items(id) {
                let Some(keyword) = item.keyword.filter(|_| item.state == ItemState::Set) else {
                    continue;
                };
                if self.value(item).form == Form::Missing {
                    match self.reader() {
                        Reader::Libreswan4 => continue,
                        Reader::StrongSwan => {
                            setup.settings.retain(|(known, _)| known.id != keyword.id);
                            continue;
                        }
                        _ => {}
                    }
                }
                match setup
                    .settings
                    .iter_mut()
                    .find(|(known, _)| known.id == keyword.id)
                {
                    Some((_, old)) => *old = *item,
                    None => setup.settings.push((keyword, *item)),
                }
            }
        }
        setup
    }

    fn setup_sections(&self) -> impl Iterator<Item = SectionId> {
        self.sections()
            .filter(|(_, section)| section.kind == SectionKind::Setup)
            .map(|(id, _)| id)
    }
}

fn only_first(reader: Reader) -> bool {
    matches!(reader, Reader::Openswan | Reader::Libreswan4)
}

impl<'m> Setup<'m> {
    pub fn settings(&self) -> impl Iterator<Item = (&'static Keyword, &Item)> {
        self.settings.iter().map(|(keyword, item)| (*keyword, item))
    }

    pub fn get(&self, id: &str) -> Option<ValueText<'m>> {
        let (_, item) = self.settings.iter().find(|(keyword, _)| keyword.id == id)?;
        Some(self.model.value(item))
    }

    pub fn value_span(&self, id: &str) -> Option<Span> {
        let (_, item) = self.settings.iter().find(|(keyword, _)| keyword.id == id)?;
        Some(self.model.value_span(item))
    }
}

/// Several `config setup` sections: lost, merged or refused.
pub(super) fn several_sections(model: &mut Model) {
    let sections: Vec<Span> = model
        .setup_sections()
        .map(|id| model.section(id).header_span)
        .collect();
    let Some((&first, later)) = sections.split_first() else {
        return;
    };
    let program = model.target().program();
    for &span in later {
        let (effect, note) = match model.reader() {
            Reader::Openswan | Reader::Libreswan4 => (
                Effect::Ignored,
                format!("{program} uses the first one only and drops this one without a message"),
            ),
            Reader::Classic => (Effect::FileRefused, format!("{program} refuses it")),
            Reader::Libreswan5 | Reader::StrongSwan => (
                Effect::Works,
                format!("{program} merges them; the last value wins"),
            ),
        };
        let message = match effect {
            Effect::Ignored => "everything in a second `config setup` is lost",
            _ => "a second `config setup`",
        };
        model.diagnostics.push(
            Diagnostic::new(codes::SECOND_CONFIG_SETUP, effect, span, message)
                .related(first, "the first one is here")
                .note(note)
                .help("move its lines into the first one"),
        );
    }
}
