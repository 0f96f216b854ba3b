//! What a rule sees, and where it reports.

use ipsec_conf::model::{Conn, Model, Setup};
use ipsec_conf::target::Reader;
use ipsec_conf::{Code, Diagnostic, Effect, Severity, Span, Target};

use crate::engine::Lint;
use crate::host::Host;
use crate::rule::RuleInfo;

/// Handed to each check of a rule.
pub struct Context<'a> {
    pub model: &'a Model,
    pub setup: &'a Setup<'a>,
    pub lint: &'a Lint<'a>,
    /// The machine that the configuration is for, when somebody asked to look at it.
    pub host: Option<&'a dyn Host>,
    pub(crate) rule: &'static RuleInfo,
    pub(crate) conn: Option<String>,
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

    /// As [`Context::finding`], for a rule that has the code of another one as well.
    pub fn finding_as(&self, code: Code, effect: Effect, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, effect, span, message)
    }

    pub fn report(&mut self, finding: Diagnostic) {
        let finding = match (&finding.conn, &self.conn) {
            (None, Some(conn)) => finding.conn(conn.clone()),
            _ => finding,
        };
        self.findings.push(finding);
    }

    /// The place of a conn's name.
    pub fn name_span(&self, conn: &Conn<'_>) -> Span {
        conn.section().name_span
    }
}
