//! What another release of Libreswan makes of the same files.
//!
//! Libreswan 5 refuses much that Libreswan 4 loads. The findings about it come from where they belong, reading or a rule;
//! this is the one place that says that a refusal is new.

use std::path::Path;

use foldhash::{HashMap, HashSet};
use ipsec_conf::model::Model;
use ipsec_conf::{Diagnostic, Dialect, Effect, Span, Target, Version, keyword};

use crate::engine::{Around, Lint, judge};
use crate::rule::{Group, Rule};
use crate::rules::RULES;

/// The first release that takes a conn's text to the daemon as it is.
const FIVE: Version = Version::new(5, 0, 0);

/// As Libreswan 4.10 reads the files of a model, the release of the 4.x series whose answers were measured.
///
/// This reading and the next one are not kept: each takes half the memory of the model, and hardly any configuration needs
/// one twice.
pub(crate) fn as_four(model: &Model) -> Model {
    model.read_as(Target::LIBRESWAN_4_10)
}

/// As the newest Libreswan reads them.
pub(crate) fn as_five(model: &Model) -> Model {
    model.read_as(Target::newest(Dialect::Libreswan))
}

/// Adds to each refusal by Libreswan 5 of what Libreswan 4 loads since when it is refused.
///
/// Nothing is read twice unless Libreswan 5 is the target and refuses something; then only the conns with a refusal
/// are judged again, by 4.10 and by as many releases of 5.x as it takes.
pub(crate) fn tell_what_is_new(model: &Model, found: &mut [Diagnostic], lint: &Lint<'_>) {
    let target = model.target();
    if target.dialect != Dialect::Libreswan || target.version < FIVE {
        return;
    }
    let mut open: Vec<usize> = (0..found.len())
        .filter(|&i| is_refusal(&found[i]))
        .collect();
    if open.is_empty() {
        return;
    }
    let names: HashSet<String> = open.iter().filter_map(|&i| found[i].conn.clone()).collect();
    let names: HashSet<&str> = names.iter().map(String::as_str).collect();
    let four = as_four(model);
    let four = Judged::of(&four, lint, &names);
    open.retain(|&i| !four.refuses(model, &found[i]));
    let newer = keyword::releases(Dialect::Libreswan)
        .iter()
        .filter(|release| (FIVE..target.version).contains(release));
    for &version in newer {
        if open.is_empty() {
            return;
        }
        let reading = model.read_as(Target { version, ..target });
        let release = Judged::of(&reading, lint, &names);
        let (since, later) = open
            .iter()
            .partition(|&&i| release.refuses(model, &found[i]));
        open = later;
        note(found, &since, version, &four, model);
    }
    note(found, &open, target.version, &four, model);
}

/// What one release says about the conns in question.
struct Judged<'m> {
    found: Vec<Diagnostic>,
    /// The findings by the lines that they report, and by all lines that they speak of.
    primary: HashMap<(&'m Path, usize), Vec<usize>>,
    all: HashMap<(&'m Path, usize), Vec<usize>>,
}

impl<'m> Judged<'m> {
    fn of(model: &'m Model, lint: &Lint<'_>, names: &HashSet<&str>) -> Judged<'m> {
        let can_refuse = |rule: &&dyn Rule| {
            let group = rule.info().group();
            lint.selection.is_active(rule.info())
                && matches!(
                    group,
                    Group::Syntax
                        | Group::Reference
                        | Group::Value
                        | Group::Semantics
                        | Group::Upgrade
                )
        };
        let active: Vec<_> = RULES.iter().copied().filter(can_refuse).collect();
        let around = Around {
            only: Some(names),
            ..Around::default()
        };
        // Secrets and policy groups were read into the sources of the other model, and no release refuses them anew.
        let alone = Lint {
            secrets: None,
            policies: None,
            ..lint.clone()
        };
        let found = judge(model, &alone, &active, &around);
        let mut judged = Judged {
            found: Vec::new(),
            primary: HashMap::default(),
            all: HashMap::default(),
        };
        for (i, finding) in found.iter().enumerate() {
            for place in places(model, finding, Which::Primary) {
                judged.primary.entry(place).or_default().push(i);
            }
            for place in places(model, finding, Which::All) {
                judged.all.entry(place).or_default().push(i);
            }
        }
        judged.found = found;
        judged
    }

    fn refuses(&self, model: &Model, finding: &Diagnostic) -> bool {
        self.about(model, finding).any(is_refusal)
    }

    /// The findings of this release at a place of the finding: the two need not agree which of two lines is at fault.
    fn about<'j>(
        &'j self,
        model: &Model,
        finding: &Diagnostic,
    ) -> impl Iterator<Item = &'j Diagnostic> {
        let at = |map: &'j HashMap<(&'m Path, usize), Vec<usize>>, (path, line): (&Path, usize)| {
            map.get(&(path, line))
                .into_iter()
                .flatten()
                .map(|&i| &self.found[i])
                .collect::<Vec<_>>()
        };
        let by_primary = places(model, finding, Which::Primary)
            .into_iter()
            .flat_map(|place| at(&self.all, place));
        let by_related = places(model, finding, Which::All)
            .into_iter()
            .flat_map(|place| at(&self.primary, place));
        by_primary.chain(by_related).collect::<Vec<_>>().into_iter()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Primary,
    All,
}

/// The lines a finding speaks of.
fn places<'m>(model: &'m Model, finding: &Diagnostic, which: Which) -> Vec<(&'m Path, usize)> {
    let place = |span: Span| {
        let source = model.sources().get(span.file);
        (source.path(), source.line_index().line(span.start))
    };
    let related = finding
        .related
        .iter()
        .filter(|_| which == Which::All)
        .map(|label| place(label.span));
    std::iter::once(place(finding.span()))
        .chain(related)
        .collect()
}

fn is_refusal(finding: &Diagnostic) -> bool {
    matches!(finding.effect, Effect::FileRefused | Effect::ConnRefused)
}

fn note(
    found: &mut [Diagnostic],
    which: &[usize],
    since: Version,
    four: &Judged<'_>,
    model: &Model,
) {
    for &i in which {
        let effect = four.about(model, &found[i]).map(|other| other.effect).min();
        let before = match effect {
            Some(Effect::Misread) => "Libreswan 4 loads it as something else than it says",
            Some(Effect::Ignored) => "Libreswan 4 loads the conn without it",
            _ => "Libreswan 4 takes it",
        };
        found[i]
            .notes
            .push(format!("{before}; Libreswan refuses this from {since} on"));
    }
}
