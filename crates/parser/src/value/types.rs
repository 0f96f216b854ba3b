//! The text of a value, what can be wrong with it, and what the circumstances are.

use std::ops::Range;

use crate::diagnostic::{Applicability, Code, Effect};
use crate::keyword::{Section, Side};

use super::Value;

/// How a value stands in the file. It matters: Libreswan 4 reads bare digits as a number and quoted ones as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// Nothing after the `=`.
    Missing,
    Bare,
    /// `"..."`.
    Quoted,
    /// `{...}`, in the flex dialects of the swans.
    Braced,
    /// The verbatim rest of the line after a comment keyword `x-...=`.
    Verbatim,
}

/// A value as text, without its quotes or braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Raw<'a> {
    pub text: &'a str,
    pub form: Form,
}

impl<'a> Raw<'a> {
    pub fn bare(text: &'a str) -> Raw<'a> {
        Raw {
            text,
            form: if text.is_empty() {
                Form::Missing
            } else {
                Form::Bare
            },
        }
    }

    pub fn quoted(text: &'a str) -> Raw<'a> {
        Raw {
            text,
            form: Form::Quoted,
        }
    }

    pub fn braced(text: &'a str) -> Raw<'a> {
        Raw {
            text,
            form: Form::Braced,
        }
    }

    /// Whether Libreswan 3 and 4 and Openswan see a number token: only digits, and no quotes.
    pub fn is_number_token(&self) -> bool {
        self.form == Form::Bare
            && !self.text.is_empty()
            && self.text.bytes().all(|b| b.is_ascii_digit())
    }
}

/// The IKE version that a conn negotiates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IkeVersion {
    V1,
    V2,
}

/// The protocol of the second phase, as `phase2=` says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase2 {
    Esp,
    Ah,
}

/// What else of the conn a value's meaning hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Context {
    pub section: Section,
    /// The end whose keyword it is; only messages show it.
    pub side: Option<Side>,
    /// `None`: the target's default.
    pub ike_version: Option<IkeVersion>,
    /// `None`: the target's default, ESP.
    pub phase2: Option<Phase2>,
    /// `pfs=`; groups of `esp=` are not compared without it.
    pub pfs: bool,
    /// `type=` is `passthrough`, `drop` or `reject`: nothing is negotiated.
    pub shunt: bool,
}

impl Context {
    pub const CONN: Context = Context {
        section: Section::Conn,
        side: None,
        ike_version: None,
        phase2: None,
        pfs: true,
        shunt: false,
    };
    pub const SETUP: Context = Context {
        section: Section::Setup,
        ..Context::CONN
    };

    #[must_use]
    pub fn side(mut self, side: Side) -> Context {
        self.side = Some(side);
        self
    }

    #[must_use]
    pub fn ike_version(mut self, version: IkeVersion) -> Context {
        self.ike_version = Some(version);
        self
    }
}

/// What a target makes of a text: a value, problems, or both.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// `None`: the target has no value from this text, whether it refuses or drops it.
    pub value: Option<Value>,
    pub problems: Vec<ValueError>,
}

impl Reading {
    /// The target has no value, and nothing is to be said about it.
    pub const NOTHING: Reading = Reading {
        value: None,
        problems: Vec::new(),
    };

    pub fn good(value: Value) -> Reading {
        Reading {
            value: Some(value),
            problems: Vec::new(),
        }
    }

    pub fn bad(problem: ValueError) -> Reading {
        Reading {
            value: None,
            problems: vec![problem],
        }
    }

    #[must_use]
    pub fn with(mut self, problem: ValueError) -> Reading {
        self.problems.push(problem);
        self
    }

    #[must_use]
    pub fn with_all(mut self, problems: impl IntoIterator<Item = ValueError>) -> Reading {
        self.problems.extend(problems);
        self
    }

    /// Whether a problem keeps the conn or the file from loading.
    pub fn is_refused(&self) -> bool {
        self.problems
            .iter()
            .any(|problem| matches!(problem.effect, Effect::FileRefused | Effect::ConnRefused))
    }
}

/// Why a target does not take a value as it is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueError {
    pub code: Code,
    pub effect: Effect,
    /// The faulty part, in bytes of [`Raw::text`].
    pub range: Range<usize>,
    pub message: String,
    /// What stands under the faulty part; may be empty.
    pub label: String,
    pub help: Vec<String>,
    /// What the target does with it.
    pub notes: Vec<String>,
    /// A replacement for the faulty part, and whether it is safe.
    pub replacement: Option<(String, Applicability)>,
    /// The replacement stands for the value with its quotes or braces, not for the faulty part alone.
    pub replaces_whole: bool,
}

impl ValueError {
    pub fn new(
        code: Code,
        effect: Effect,
        range: Range<usize>,
        message: impl Into<String>,
    ) -> ValueError {
        ValueError {
            code,
            effect,
            range,
            message: message.into(),
            label: String::new(),
            help: Vec::new(),
            notes: Vec::new(),
            replacement: None,
            replaces_whole: false,
        }
    }

    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> ValueError {
        self.label = label.into();
        self
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> ValueError {
        self.help.push(help.into());
        self
    }

    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> ValueError {
        self.notes.push(note.into());
        self
    }

    /// A replacement that keeps the meaning.
    #[must_use]
    pub fn fix(mut self, text: impl Into<String>) -> ValueError {
        self.replacement = Some((text.into(), Applicability::Safe));
        self
    }

    /// A replacement that is a guess or changes the meaning.
    #[must_use]
    pub fn guess(mut self, text: impl Into<String>) -> ValueError {
        self.replacement = Some((text.into(), Applicability::Unsafe));
        self
    }

    /// The replacement is for all that stands after the `=`, quotes included.
    #[must_use]
    pub fn whole(mut self) -> ValueError {
        self.replaces_whole = true;
        self
    }
}
