//! A value and everything that decides how it is read.

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::{Code, Effect};
use crate::keyword::{KeywordSpan, Section};
use crate::target::{Reader, Target};
use crate::text::printable;

use super::types::{Context, Form, IkeVersion, Raw, ValueError};

/// The one argument of every reader of this module.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    /// The keyword that it stands for.
    pub id: &'a str,
    /// The keyword as it was written, without its side.
    pub name: &'a str,
    pub span: &'a KeywordSpan,
    pub raw: Raw<'a>,
    pub target: Target,
    pub context: Context,
}

impl<'a> Subject<'a> {
    pub(super) fn text(&self) -> &'a str {
        self.raw.text
    }

    /// The text as a message may show it.
    pub(super) fn shown(&self) -> Cow<'a, str> {
        printable(self.raw.text)
    }

    pub(super) fn whole(&self) -> Range<usize> {
        0..self.raw.text.len()
    }

    pub(super) fn reader(&self) -> Reader {
        self.target.reader()
    }

    pub(super) fn program(&self) -> String {
        self.target.program()
    }

    /// The keyword as it is written: `leftsubnet`.
    pub(super) fn keyword(&self) -> String {
        let name = if self.name == "host" { "" } else { self.name };
        match self.context.side {
            Some(side) => format!("{}{name}", side.prefix()),
            None if name.is_empty() => "left".to_owned(),
            None => name.to_owned(),
        }
    }

    /// What happens when the daemon, or strongSwan's starter, refuses a value.
    ///
    /// Libreswan 5.4 and strongSwan 5.9.8: a conn goes alone, an error in `config setup` takes the file with it.
    pub(super) fn refusal(&self) -> Effect {
        match self.context.section {
            Section::Setup => Effect::FileRefused,
            Section::Conn | Section::Ca => Effect::ConnRefused,
        }
    }

    pub(super) fn error(
        &self,
        code: Code,
        effect: Effect,
        message: impl Into<String>,
    ) -> ValueError {
        ValueError::new(code, effect, self.whole(), message)
    }

    pub(super) fn is_missing(&self) -> bool {
        self.raw.form == Form::Missing
    }

    /// The IKE version of the conn; without a word about it, what the target negotiates by itself.
    pub(super) fn ike_version(&self) -> IkeVersion {
        self.context.ike_version.unwrap_or(match self.reader() {
            Reader::Classic | Reader::Openswan => IkeVersion::V1,
            Reader::Libreswan4 | Reader::Libreswan5 | Reader::StrongSwan => IkeVersion::V2,
        })
    }
}
