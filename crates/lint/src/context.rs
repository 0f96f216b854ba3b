//! What a rule sees, and where it reports.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use foldhash::HashSet;
use ipsec_conf::diagnostic::{Fix, codes};
use ipsec_conf::model::{Conn, Model, SectionId, Setting, Setup};
use ipsec_conf::target::{Dialect, Reader};
use ipsec_conf::{Diagnostic, Effect, FileId, Severity, Span, Target, Version};

use crate::crypto;
use crate::engine::{Lint, used_sections};
use crate::facts::Facts;
use crate::host::Host;
use crate::rule::RuleInfo;

/// Handed to each check of a rule.
pub struct Context<'a> {
    pub model: &'a Model,
    pub setup: &'a Setup<'a>,
    pub lint: &'a Lint<'a>,
    /// The machine that the configuration is for, when somebody asked to look at it.
    pub host: Option<&'a dyn Host>,
    /// Whether rules may ask what other releases make of the files: not while the reading of one is judged.
    pub(crate) compares_releases: bool,
    pub(crate) rule: &'static RuleInfo,
    /// What a rule says that does not look at single conns; nobody asks it again.
    pub(crate) has_nothing_to_do: bool,
    pub(crate) conn: Option<&'a str>,
    /// Of the conn that is being checked.
    pub(crate) facts: Option<Rc<Facts>>,
    /// The algorithms of the last conn that was asked about; the next one often inherits the same lines.
    pub(crate) words: RefCell<Option<(crypto::Lines, Rc<[crypto::Word]>)>>,
    /// Those of the conn that is being checked.
    pub(crate) words_of: Cell<Option<(SectionId, Rc<[crypto::Word]>)>>,
    pub(crate) used: OnceCell<Rc<HashSet<SectionId>>>,
    pub(crate) findings: Vec<Diagnostic>,
}

impl Context<'_> {
    pub fn target(&self) -> Target {
        self.model.target()
    }

    pub fn reader(&self) -> Reader {
        self.model.reader()
    }

    /// The target as a message names it: `Libreswan 4.10`.
    pub fn program(&self) -> String {
        self.model.target().program()
    }

    /// Starts a finding of this rule; hand it to [`Context::report`]. Its severity follows from the effect, and for what
    /// works as written it is that of the rule.
    pub fn finding(&self, effect: Effect, span: Span, message: impl Into<String>) -> Diagnostic {
        let finding = Diagnostic::new(self.rule.code, effect, span, message);
        match effect {
            Effect::Works => finding.severity(self.rule.severity.min(Severity::Warning)),
            _ => finding,
        }
    }

    /// A finding about what works and is weak: no more than worth knowing in a conn that is never loaded by itself.
    pub fn weakness(&self, conn: &Conn<'_>, span: Span, message: impl Into<String>) -> Diagnostic {
        let finding = self.finding(Effect::Works, span, message);
        let is_never_loaded = conn
            .text("auto", None)
            .is_some_and(|word| word.eq_ignore_ascii_case("ignore"));
        if is_never_loaded {
            finding.severity(Severity::Info)
        } else {
            finding
        }
    }

    pub fn report(&mut self, finding: Diagnostic) {
        let finding = match (&finding.conn, self.conn) {
            (None, Some(conn)) => finding.conn(conn.to_owned()),
            _ => finding,
        };
        self.findings.push(finding);
    }

    /// What is known about the conn that is being checked.
    pub fn facts(&self) -> Rc<Facts> {
        self.facts
            .clone()
            .expect("bug: facts are asked for where a conn is checked")
    }

    /// The algorithms that the conn that is being checked names.
    pub(crate) fn words(&self, conn: &Conn<'_>) -> Rc<[crypto::Word]> {
        let known = self.words_of.take().filter(|(id, _)| *id == conn.id);
        let (id, words) = known.unwrap_or_else(|| (conn.id, self.find_words(conn)));
        self.words_of.set(Some((id, Rc::clone(&words))));
        words
    }

    fn find_words(&self, conn: &Conn<'_>) -> Rc<[crypto::Word]> {
        let Some(lines) = crypto::lines(conn) else {
            return crypto::words(conn).into();
        };
        let mut last = self.words.borrow_mut();
        match &*last {
            Some((known, words)) if *known == lines => Rc::clone(words),
            _ => Rc::clone(&last.insert((lines, crypto::words(conn).into())).1),
        }
    }

    /// Sections that some `also=` names, or probably means.
    pub(crate) fn used(&self) -> Rc<HashSet<SectionId>> {
        Rc::clone(self.used.get_or_init(|| used_sections(self.model).into()))
    }

    /// The version, if the target is Libreswan.
    pub fn libreswan(&self) -> Option<Version> {
        self.is_libreswan().then_some(self.target().version)
    }

    pub fn is_libreswan(&self) -> bool {
        self.target().dialect == Dialect::Libreswan
    }

    /// Libreswan before 5.0, for which the changes of 5.0 are still to come.
    pub fn is_libreswan_4(&self) -> bool {
        self.reader() == Reader::Libreswan4
    }

    pub fn is_libreswan_5(&self) -> bool {
        self.reader() == Reader::Libreswan5
    }

    pub fn is_strongswan(&self) -> bool {
        self.reader() == Reader::StrongSwan
    }

    /// A conn that the daemon refuses, which nobody hears of when the file is checked.
    pub fn refusal(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        let note = format!(
            "{} refuses the conn when it is added; checking the file says nothing",
            self.program()
        );
        self.finding(Effect::ConnRefused, span, message).note(note)
    }

    /// The edit that takes a line out; safe only when the line has no effect and serves no other conn.
    pub fn removal(&self, conn: &Conn<'_>, setting: &Setting<'_>) -> Fix {
        Fix::risky("remove the line", conn.line_span(setting), "")
    }

    /// Whether the model has all that is included; a file that is missing may set anything.
    pub fn is_complete(&self) -> bool {
        let lost = [
            codes::INCLUDE_MATCHES_NOTHING,
            codes::INCLUDE_CYCLE,
            codes::INCLUDE_UNREADABLE,
            codes::INCLUDE_TOO_DEEP,
        ];
        let mut diagnostics = self.model.diagnostics().iter();
        !diagnostics.any(|found| lost.contains(&found.code))
    }

    /// Whether other configurations may include a file as this one does.
    pub fn may_serve_others(&self, file: FileId) -> bool {
        self.model.included_at(file).is_some()
    }

    /// The place of a conn's name.
    pub fn name_span(&self, conn: &Conn<'_>) -> Span {
        conn.section().name_span
    }
}
