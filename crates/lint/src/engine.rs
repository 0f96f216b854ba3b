//! Runs the rules over a configuration.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::hash_map::Entry;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};

use foldhash::{HashMap, HashSet};
use ipsec_conf::diagnostic::{self, codes};
use ipsec_conf::model::{Conn, Model, SectionId};
use ipsec_conf::target::Reader;
use ipsec_conf::{Diagnostic, Effect, Policies, Secrets, Span};
use ipsec_conf_format::Options;

use crate::cascade;
use crate::context::Context;
use crate::facts::Facts;
use crate::host::Host;
use crate::releases::tell_what_is_new;
use crate::rule::Rule;
use crate::rules::RULES;
use crate::select::Selection;
use crate::summary::Summary;
use crate::suppress;

/// What is checked, and what is known besides the configuration itself.
#[derive(Debug, Clone)]
pub struct Lint<'a> {
    pub selection: &'a Selection,
    /// Whether somebody said for which target; else a finding says for which versions it holds.
    pub target_is_given: bool,
    /// The secrets that belong to the configuration, read for the same target into the same sources.
    pub secrets: Option<&'a Secrets>,
    /// The policy groups that belong to it, likewise.
    pub policies: Option<&'a Policies>,
    /// How files are to be laid out.
    pub format: Options,
    /// Is set when nobody wants the answer any more; what is given then is of no use.
    pub until: Option<&'a AtomicBool>,
}

impl<'a> Lint<'a> {
    /// For a configuration alone.
    pub fn new(selection: &'a Selection) -> Lint<'a> {
        Lint {
            selection,
            target_is_given: true,
            secrets: None,
            policies: None,
            format: Options::default(),
            until: None,
        }
    }

    fn is_over(&self) -> bool {
        self.until
            .is_some_and(|until| until.load(Ordering::Relaxed))
    }
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
    lint_on(model, lint, None)
}

/// As [`lint`](fn@lint), with the machine at hand that the configuration is for.
pub fn lint_on(model: &Model, lint: &Lint<'_>, host: Option<&dyn Host>) -> Findings {
    let active: Vec<&dyn Rule> = RULES
        .iter()
        .copied()
        .filter(|rule| lint.selection.is_active(rule.info()))
        .collect();
    let around = Around {
        compares_releases: true,
        host,
        only: None,
    };
    let found = judge(model, lint, &active, &around);
    let mut found = once(found);
    cascade::drop_consequences(model, &mut found);
    tell_what_is_new(model, &mut found, lint);
    let found = found
        .into_iter()
        .filter(|finding| lint.selection.shows(finding))
        .collect();
    let (mut diagnostics, suppressed) = suppress::apply(model, lint.secrets, found, lint.selection);
    for finding in &mut diagnostics {
        lint.selection.adjust(finding);
    }
    diagnostic::sort(&mut diagnostics);
    Findings {
        diagnostics,
        suppressed,
    }
}

/// What a run of the rules may look at besides the configuration.
#[derive(Clone, Copy, Default)]
pub(crate) struct Around<'a> {
    /// Whether rules may ask what other releases make of the files: not while the reading of one is judged.
    pub(crate) compares_releases: bool,
    pub(crate) host: Option<&'a dyn Host>,
    /// Judge the conns of these names only.
    pub(crate) only: Option<&'a HashSet<&'a str>>,
}

/// What reading and the rules find.
pub(crate) fn judge(
    model: &Model,
    lint: &Lint<'_>,
    active: &[&'static dyn Rule],
    around: &Around<'_>,
) -> Vec<Diagnostic> {
    let setup = model.setup();
    let cx = Context {
        model,
        setup: &setup,
        lint,
        compares_releases: around.compares_releases,
        host: around.host,
        rule: RULES[0].info(),
        has_nothing_to_do: false,
        conn: None,
        facts: None,
        words: RefCell::new(None),
        words_of: Cell::new(None),
        used: OnceCell::new(),
        findings: Vec::new(),
    };
    let mut run = Run {
        cx,
        active,
        of_conns: active.to_vec(),
        only: around.only,
        refusals: refusals_while_reading(model),
        summaries: Vec::new(),
    };
    run.whole();
    run.conns();
    run.across();
    run.cx
        .findings
        .retain(|finding| !model.is_builtin(finding.span().file));
    let mut found: Vec<Diagnostic> = model.diagnostics().to_vec();
    let secrets = lint.secrets.iter();
    found.extend(secrets.flat_map(|secrets| secrets.diagnostics().iter().cloned()));
    found.append(&mut run.cx.findings);
    found
}

struct Run<'a> {
    cx: Context<'a>,
    active: &'a [&'static dyn Rule],
    /// Those that look at single conns.
    of_conns: Vec<&'static dyn Rule>,
    only: Option<&'a HashSet<&'a str>>,
    /// What was found in sections before anybody asked for a conn, and refuses each conn that takes one in.
    refusals: HashMap<SectionId, Vec<&'a Diagnostic>>,
    /// What the rules that compare conns need of each.
    summaries: Vec<Summary<'a>>,
}

impl<'a> Run<'a> {
    fn whole(&mut self) {
        for rule in self.active {
            if self.cx.lint.is_over() {
                return;
            }
            self.cx.rule = rule.info();
            for file in self.cx.model.files() {
                rule.check_file(file, &mut self.cx);
            }
            rule.check_setup(self.cx.setup, &mut self.cx);
            rule.check_model(&mut self.cx);
            if let Some(secrets) = self.cx.lint.secrets {
                rule.check_secrets(secrets, &mut self.cx);
            }
        }
    }

    /// The rules that compare conns with each other.
    fn across(&mut self) {
        let summaries = std::mem::take(&mut self.summaries);
        for rule in self.active.iter().filter(|rule| rule.compares_conns()) {
            if self.cx.lint.is_over() {
                return;
            }
            self.cx.rule = rule.info();
            rule.check_conns(&summaries, &mut self.cx);
        }
    }

    fn conns(&mut self) {
        let model = self.cx.model;
        let used = self.cx.used();
        self.summaries.reserve(model.sections().len());
        let compares = self.active.iter().any(|rule| rule.compares_conns());
        // The swans add the first conn of a name, and the classic reader finds the others on its way through the file; the
        // finding about the second one says so.
        for (id, section) in model.named_conns() {
            if self.cx.lint.is_over() {
                return;
            }
            if self.only.is_some_and(|only| !only.contains(&*section.name)) {
                continue;
            }
            let conn = model.conn(id);
            let is_whole = self.conn(&conn, used.contains(&id));
            if compares && is_whole {
                self.summaries
                    .push(Summary::new(&conn, self.cx.lint.secrets));
            }
        }
    }

    /// Whether it is a conn of its own, as opposed to a part of others.
    fn conn(&mut self, conn: &Conn<'a>, is_used: bool) -> bool {
        // A part that others take in and that is not complete by itself is judged through them.
        let is_incomplete = conn
            .diagnostics()
            .iter()
            .any(|found| found.code == codes::MISSING_END);
        if is_used && is_incomplete {
            return false;
        }
        self.cx.conn = Some(conn.name());
        let from = self.cx.findings.len();
        self.cx.findings.extend(conn.diagnostics().iter().cloned());
        if !is_incomplete {
            self.cx.facts = Some(Rc::new(Facts::of(conn)));
            let cx = &mut self.cx;
            self.of_conns.retain(|rule| {
                (cx.rule, cx.has_nothing_to_do) = (rule.info(), false);
                rule.check_conn(conn, cx);
                !cx.has_nothing_to_do
            });
        }
        self.inherited(conn, from);
        self.cx.conn = None;
        true
    }

    /// A finding in a section that the conn takes in: the conn that it refuses is named at the line that takes it in.
    fn inherited(&mut self, conn: &Conn<'_>, from: usize) {
        let model = self.cx.model;
        let sections = conn.sections().iter().filter(|id| **id != conn.id);
        let of_sections = sections
            .filter_map(|id| self.refusals.get(id))
            .flatten()
            .copied();
        let mut derived: Vec<Diagnostic> = of_sections
            .map(|finding| refused_by(conn, finding))
            .collect();
        if derived.is_empty() && self.cx.findings.len() == from {
            return;
        }
        let mut own = model.section_span(conn.id);
        own.push(conn.section().header_span);
        for finding in &self.cx.findings[from..] {
            let is_refusal = finding.effect == Effect::ConnRefused;
            // What is said about the conn itself stands at its name.
            let is_about_the_conn = finding.span() == conn.section().name_span
                || finding.span() == conn.section().header_span;
            if !is_refusal
                || is_about_the_conn
                || own.iter().any(|part| contains(*part, finding.span()))
            {
                continue;
            }
            derived.push(refused_by(conn, finding));
        }
        self.cx.findings.append(&mut derived);
    }
}

/// A keyword of another section is wrong wherever it stands, and wrong again in each conn that inherits it.
fn refusals_while_reading(model: &Model) -> HashMap<SectionId, Vec<&Diagnostic>> {
    let mut refusals: HashMap<SectionId, Vec<&Diagnostic>> = HashMap::default();
    let is_refusal = |finding: &&Diagnostic| {
        finding.effect == Effect::ConnRefused && finding.code == codes::WRONG_SECTION
    };
    let mut findings: Vec<&Diagnostic> = model.diagnostics().iter().filter(is_refusal).collect();
    if findings.is_empty() {
        return refusals;
    }
    let place = |span: Span| (span.file, span.start);
    findings.sort_by_key(|finding| place(finding.span()));
    for (id, _) in model.sections() {
        for part in model.section_span(id) {
            let from = findings.partition_point(|it| place(it.span()) < place(part));
            let behind = findings[from..]
                .iter()
                .take_while(|it| contains(part, it.span()));
            for finding in behind {
                refusals.entry(id).or_default().push(finding);
            }
        }
    }
    refusals
}

fn contains(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.end <= outer.end
}

/// A line of its own for a conn that is refused because of a line that it inherits.
fn refused_by(conn: &Conn<'_>, finding: &Diagnostic) -> Diagnostic {
    let model = conn.model;
    let holder = conn.sections().iter().copied().find(|&id| {
        model
            .section_span(id)
            .iter()
            .any(|part| contains(*part, finding.span()))
    });
    let via = holder
        .and_then(|id| conn.way_to(id))
        .unwrap_or(conn.section().name_span);
    let name = ipsec_conf::text::printable(conn.name());
    Diagnostic::new(
        codes::INHERITED_REFUSAL,
        Effect::ConnRefused,
        via,
        format!(
            "conn `{name}` inherits what refuses it: {}",
            finding.message
        ),
    )
    .related(
        finding.span(),
        format!("{} {}", finding.code.id, finding.code.name),
    )
    .conn(conn.name().to_owned())
}

/// Sections that some `also=` names, or probably means.
pub(crate) fn used_sections(model: &Model) -> HashSet<SectionId> {
    let mut used = HashSet::default();
    for (id, _) in model.sections() {
        for item in model.items(id) {
            if !item.is_setting_of("also") && !item.is_setting_of("alsoflip") {
                continue;
            }
            let value = model.value(item);
            let is_list = value.text.contains([' ', '\t']);
            let whole = is_list.then_some(&*value.text);
            for word in value.text.split([' ', '\t']).chain(whole) {
                let named = model.sections_named(word);
                if named.is_empty() && !word.is_empty() {
                    let near = model.similar_conns(word);
                    used.extend(near.first().and_then(|name| model.find_conn(name)));
                }
                used.extend(named);
            }
        }
    }
    used
}

/// Whether the conn's own `auto=` loads it, as far as that shows without the sections it takes in.
pub(crate) fn loads_itself(model: &Model, id: SectionId) -> bool {
    let items = model.items(id);
    let is_own_first = match model.reader() {
        Reader::Openswan | Reader::Libreswan4 | Reader::StrongSwan => true,
        Reader::Classic | Reader::Libreswan5 => !items
            .iter()
            .any(|item| item.is_setting_of("also") || item.is_setting_of("alsoflip")),
    };
    let mut autos = items.iter().filter(|item| item.is_setting_of("auto"));
    let (Some(auto), None) = (autos.next(), autos.next()) else {
        return false;
    };
    is_own_first
        && model.section(id).is_unique()
        && !matches!(&*model.value(auto).text, "" | "ignore")
}

/// Drops what is said twice: a finding at one place with one code counts once, whatever conn meets it first.
fn once(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut first: HashMap<(Span, &'static str), usize> = HashMap::default();
    let mut keep = vec![true; found.len()];
    for (i, finding) in found.iter().enumerate() {
        let by_conn = finding.code == codes::INHERITED_REFUSAL;
        if by_conn {
            continue;
        }
        match first.entry((finding.span(), finding.code.id)) {
            Entry::Occupied(_) => keep[i] = false,
            Entry::Vacant(slot) => {
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
