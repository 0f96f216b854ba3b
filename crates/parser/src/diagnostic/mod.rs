//! What is wrong with a configuration, as plain data.
//!
//! Nothing here knows how a message is drawn: that is the business of the report crate.

mod code;
mod discreet;
mod fix;

use serde::Serialize;

pub use code::{Code, codes};
pub use discreet::without_secrets;
pub use fix::{Applicability, Edit, Fix};

use crate::text::Span;

/// How bad a finding is; follows from its [`Effect`] unless a rule says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Info,
    Warning,
    Error,
}

/// What the target makes of the thing that is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Nothing of the file loads.
    FileRefused,
    /// This conn does not load, whether the reader drops it or the daemon refuses it.
    ConnRefused,
    /// It loads as something else than it says.
    Misread,
    /// It loads without this.
    Ignored,
    /// It does what it says, and is weak, fragile or unusual.
    Works,
}

impl Effect {
    pub fn severity(self) -> Severity {
        match self {
            Effect::FileRefused | Effect::ConnRefused | Effect::Misread => Severity::Error,
            Effect::Ignored | Effect::Works => Severity::Warning,
        }
    }

    /// The effect in words, for people.
    pub fn describe(self) -> &'static str {
        match self {
            Effect::FileRefused => "the whole file is refused",
            Effect::ConnRefused => "this conn does not load",
            Effect::Misread => "it loads as something else than it says",
            Effect::Ignored => "it loads without this",
            Effect::Works => "it works as written",
        }
    }
}

/// A place and what is to be said about it; the message may be empty.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Label {
    pub span: Span,
    pub message: String,
}

/// One finding. Has exactly one primary label, because it cannot be built without one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    pub effect: Effect,
    /// Lower case, no full stop, names the thing in backticks.
    pub message: String,
    pub primary: Label,
    /// Further places that the message speaks of.
    pub related: Vec<Label>,
    /// What to do, most useful first.
    pub help: Vec<String>,
    /// Which program and version cares, and what it does.
    pub notes: Vec<String>,
    pub fix: Option<Fix>,
    /// The conn that is being judged, if any.
    pub conn: Option<String>,
}

impl Diagnostic {
    pub fn new(code: Code, effect: Effect, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: effect.severity(),
            effect,
            message: message.into(),
            primary: Label {
                span,
                message: String::new(),
            },
            related: Vec::new(),
            help: Vec::new(),
            notes: Vec::new(),
            fix: None,
            conn: None,
        }
    }

    /// Sets what stands under the primary place.
    #[must_use]
    pub fn label(mut self, message: impl Into<String>) -> Diagnostic {
        self.primary.message = message.into();
        self
    }

    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Diagnostic {
        self.severity = severity;
        self
    }

    #[must_use]
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Diagnostic {
        self.related.push(Label {
            span,
            message: message.into(),
        });
        self
    }

    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help.push(text.into());
        self
    }

    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Diagnostic {
        self.notes.push(text.into());
        self
    }

    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Diagnostic {
        self.fix = Some(fix);
        self
    }

    #[must_use]
    pub fn conn(mut self, name: impl Into<String>) -> Diagnostic {
        self.conn = Some(name.into());
        self
    }

    pub fn span(&self) -> Span {
        self.primary.span
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// File and position order, then severity, then code: the order in which findings are shown.
    pub fn sort_key(&self) -> (Span, std::cmp::Reverse<Severity>, Code, &str) {
        (
            self.primary.span,
            std::cmp::Reverse(self.severity),
            self.code,
            &self.message,
        )
    }
}

/// Sorts into the order in which findings are shown and drops those that are equal.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    diagnostics.dedup();
}
