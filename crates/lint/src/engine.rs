//! Runs the rules over a configuration.

use std::collections::{HashMap, HashSet};

use ipsec_conf::diagnostic::{self, codes};
use ipsec_conf::model::{Conn, Model, SectionId};
use ipsec_conf::target::Reader;
use ipsec_conf::{Diagnostic, Effect, Span};

use crate::context::Context;
use crate::rule::Rule;
use crate::rules::RULES;
use crate::select::Selection;
use crate::suppress;

/// What is checked, and what is known besides the configuration itself.
#[derive(Debug, Clone)]
pub struct Lint<'a> {
    pub selection: &'a Selection,
    /// Whether somebody said for which target; else a finding says for which versions it holds.
    pub target_is_given: bool,
}

/// What was found, in the order in which it is shown.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    pub diagnostics: Vec<Diagnostic>,
    /// How many findings a comment in the file suppresses.
    pub suppressed: usize,
}

/// Checks one configuration.
pub fn lint(model: &Model, lint: &Lint<'_>) -> Findings {
    let setup = model.setup();
    let mut run = Run {
        cx: Context { model, setup: &setup, lint, rule: RULES[0].info(), conn: None, findings: Vec::new() },
        active: RULES.iter().copied().filter(|rule| lint.selection.is_active(rule.info())).collect(),
    };
    run.whole();
    run.conns();
    let mut found: Vec<Diagnostic> = model.diagnostics().to_vec();
    found.append(&mut run.cx.findings);
    let found = once(model, found);
    let found = found.into_iter().filter(|finding| lint.selection.shows(finding)).collect();
    let (mut diagnostics, suppressed) = suppress::apply(model, found, lint.selection);
    for finding in &mut diagnostics {
        lint.selection.adjust(finding);
    }
    diagnostic::sort(&mut diagnostics);
    Findings { diagnostics, suppressed }
}

struct Run<'a> {
    cx: Context<'a>,
    active: Vec<&'static dyn Rule>,
}

impl Run<'_> {
    fn whole(&mut self) {
        for rule in self.active.clone() {
            self.cx.rule = rule.info();
            for file in self.cx.model.files() {
                rule.check_file(file, &mut self.cx);
            }
            rule.check_setup(self.cx.setup, &mut self.cx);
            rule.check_model(&mut self.cx);
        }
    }

    fn conns(&mut self) {
        let model = self.cx.model;
        let used = used_sections(model);
        let mut seen: HashSet<&str> = HashSet::new();
        let merges = matches!(model.reader(), Reader::StrongSwan);
        for (id, section) in model.conns() {
            let is_first = seen.insert(&section.name);
            // The swans add the first conn of a name; the finding about the second one says so.
            if !is_first && (merges || model.reader() != Reader::Classic) {
                continue;
            }
            let conn = model.conn(id);
            self.conn(&conn, used.contains(&id));
        }
    }

    fn conn(&mut self, conn: &Conn<'_>, is_used: bool) {
        // A part that others take in and that is not complete by itself is judged through them.
        let is_incomplete = conn.diagnostics().iter().any(|found| found.code == codes::MISSING_END);
        if is_used && is_incomplete {
            return;
        }
        self.cx.conn = Some(conn.name().to_owned());
        let from = self.cx.findings.len();
        self.cx.findings.extend(conn.diagnostics().iter().cloned());
        if !is_incomplete {
            for rule in self.active.clone() {
                self.cx.rule = rule.info();
                rule.check_conn(conn, &mut self.cx);
            }
        }
        self.inherited(conn, from);
        self.cx.conn = None;
    }

    /// A finding in a section that the conn takes in: the conn that it refuses is named at the line that takes it in.
    fn inherited(&mut self, conn: &Conn<'_>, from: usize) {
        let model = self.cx.model;
        let mut own = model.section_span(conn.id);
        own.push(conn.section().header_span);
        let mut derived = Vec::new();
        for finding in &self.cx.findings[from..] {
            let is_refusal = finding.effect == Effect::ConnRefused;
            if !is_refusal || own.iter().any(|part| contains(*part, finding.span())) {
                continue;
            }
            derived.push(refused_by(conn, finding));
        }
        self.cx.findings.append(&mut derived);
    }
}

fn contains(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.end <= outer.end
}

/// A line of its own for a conn that is refused because of a line that it inherits.
fn refused_by(conn: &Conn<'_>, finding: &Diagnostic) -> Diagnostic {
    let model = conn.model;
    let holder = conn.sections().iter().copied().find(|&id| {
        model.section_span(id).iter().any(|part| contains(*part, finding.span()))
    });
    let via = holder.and_then(|id| conn.way_to(id)).unwrap_or(conn.section().name_span);
    let name = ipsec_conf::text::printable(conn.name());
    Diagnostic::new(codes::INHERITED_REFUSAL, Effect::ConnRefused, via, format!("conn `{name}` inherits what refuses it: {}", finding.message))
        .related(finding.span(), format!("{} {}", finding.code.id, finding.code.name))
        .conn(conn.name().to_owned())
}

/// Sections that some `also=` names, or probably means.
fn used_sections(model: &Model) -> HashSet<SectionId> {
    let mut used = HashSet::new();
    for (id, _) in model.sections() {
        for item in model.items(id) {
            if !item.is_setting_of("also") && !item.is_setting_of("alsoflip") {
                continue;
            }
            let value = model.value(item);
            for word in value.text.split([' ', '\t']).chain([&*value.text]) {
                let named = model.sections_named(word);
                if named.is_empty() && !word.is_empty() {
                    let near = model.similar_conns(word);
                    used.extend(near.first().and_then(|name| model.find_conn(name)));
                }
                used.extend(named.iter().map(|&i| SectionId::from_index(i)));
            }
        }
    }
    used
}

/// Drops what is said twice: a finding at one place with one code counts once, whatever conn meets it first; of a refused
/// file nothing is said about conns that the refusal keeps from being judged.
fn once(model: &Model, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let _ = model;
    let mut first: HashMap<(Span, &'static str), usize> = HashMap::new();
    let mut keep = vec![true; found.len()];
    for (i, finding) in found.iter().enumerate() {
        let by_conn = finding.code == codes::INHERITED_REFUSAL;
        if by_conn {
            continue;
        }
        match first.entry((finding.span(), finding.code.id)) {
            std::collections::hash_map::Entry::Occupied(_) => keep[i] = false,
            std::collections::hash_map::Entry::Vacant(slot) => {
                slot.insert(i);
            }
        }
    }
    let mut at = 0;
    found.retain(|_| {
        at += 1;
        keep[at - 1]
    });
    found
}
