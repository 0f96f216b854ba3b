//! Findings about names over the whole configuration: conns of one name, `also=` that goes in circles, `%default` late.

use super::super::{Model, SectionId};
use super::strongswan;
use crate::diagnostic::{Diagnostic, Effect, Severity, codes};
use crate::syntax::SectionKind;
use crate::target::Reader;
use crate::text::{Span, printable};

pub(in super::super) fn names(model: &mut Model) {
    let mut found = Vec::new();
    if model.reader() != Reader::Classic {
        same_names(model, &mut found);
    }
    late_default(model, &mut found);
    super::lost::lost_lines(model, &mut found);
    cycles(model, &mut found);
    if model.reader() == Reader::StrongSwan {
        unknown_targets(model, &mut found);
    }
    model.diagnostics.append(&mut found);
}

/// Two conns of one name. The classic reader refuses only the conn that is asked for, when it is asked for.
fn same_names(model: &Model, out: &mut Vec<Diagnostic>) {
    let (effect, what) = match model.reader() {
        Reader::StrongSwan => (
            Effect::Works,
            "merges them, and the last value of a keyword wins",
        ),
        _ => (
            Effect::Misread,
            "adds the first one when it is asked for the name",
        ),
    };
    for (name, sections) in &model.conns {
        let [first, later @ ..] = sections.as_slice() else {
            continue;
        };
        if &**name == "%default" || name.is_empty() {
            continue;
        }
        let first = model.section(*first).name_span;
        for &id in later {
            let span = model.section(id).name_span;
            out.push(
                Diagnostic::new(
                    codes::DUPLICATE_CONN_NAME,
                    effect,
                    span,
                    format!("conn `{}` is defined twice", printable(name)),
                )
                .related(first, "first defined here")
                .note(format!("{} {what}", model.target.program()))
                .help("rename one")
                .conn(name.to_string()),
            );
        }
    }
}

fn late_default(model: &Model, out: &mut Vec<Diagnostic>) {
    let mut first_conn: Option<Span> = None;
    for (_, section) in model.sections() {
        if section.kind != SectionKind::Conn || section.broken {
            continue;
        }
        let Some(conn) = first_conn.filter(|_| section.is_default()) else {
            if !section.is_default() {
                first_conn.get_or_insert(section.name_span);
            }
            continue;
        };
        let program = model.target.program();
        let diagnostic = Diagnostic::new(
            codes::DEFAULT_AFTER_USE,
            if model.reader() == Reader::Classic {
                Effect::FileRefused
            } else {
                Effect::Works
            },
            section.name_span,
            "`conn %default` stands behind conns that it applies to",
        )
        .related(conn, "the first conn is here")
        .help("move it before the first conn");
        out.push(match model.reader() {
            Reader::Classic => diagnostic.note(format!("{program} wants it before all other conns")),
            _ => diagnostic
                .severity(Severity::Info)
                .note(format!("{program} applies it to every conn, wherever it stands; Openswan 2.4 refuses it here")),
        });
    }
}

/// `also=` lines that lead back to a section on the way to them.
fn cycles(model: &Model, out: &mut Vec<Diagnostic>) {
    if model.reader() == Reader::Classic {
        // Reported as a section that is requested twice, for the conn that is asked for.
        return;
    }
    let mut search = Search {
        model,
        state: vec![None; model.sections.len()],
        out,
    };
    for (id, section) in model.sections() {
        if section.kind != SectionKind::Setup {
            search.from(id);
        }
    }
}

struct Search<'a> {
    model: &'a Model,
    /// `false` while a section is on the way, `true` when everything behind it is known.
    state: Vec<Option<bool>>,
    out: &'a mut Vec<Diagnostic>,
}

impl Search<'_> {
    /// Depth first, without recursion: a chain may be 100,000 sections long.
    fn from(&mut self, start: SectionId) {
        if self.state[start.0 as usize].is_some() {
            return;
        }
        let targets = self.targets(start);
        if targets.is_empty() {
            self.state[start.0 as usize] = Some(true);
            return;
        }
        self.state[start.0 as usize] = Some(false);
        let mut way = vec![(start, targets, None::<Span>)];
        while let Some((id, targets, _)) = way.last_mut() {
            let id = *id;
            let Some((target, span)) = targets.pop() else {
                self.state[id.0 as usize] = Some(true);
                way.pop();
                continue;
            };
            match self.state[target.0 as usize] {
                None => {
                    let next = self.targets(target);
                    self.state[target.0 as usize] = Some(next.is_empty());
                    if !next.is_empty() {
                        way.push((target, next, Some(span)));
                    }
                }
                Some(false) => {
                    let from = way
                        .iter()
                        .position(|(on, _, _)| *on == target)
                        .unwrap_or_default();
                    let steps: Vec<(SectionId, Option<Span>)> = way[from..]
                        .iter()
                        .map(|(id, _, span)| (*id, *span))
                        .collect();
                    self.report(&steps, target, span);
                }
                Some(true) => {}
            }
        }
    }

    /// What a section takes in, last first.
    fn targets(&self, id: SectionId) -> Vec<(SectionId, Span)> {
        let model = self.model;
        let section = model.section(id);
        let mut targets = Vec::new();
        for item in model.items(id) {
            if !item.is_setting_of("also") && !item.is_setting_of("alsoflip") {
                continue;
            }
            let value = model.value(item);
            let span = model.value_span(item);
            let is_list = !matches!(model.reader(), Reader::Libreswan5 | Reader::StrongSwan);
            let words = value.text.split(|c| is_list && matches!(c, ' ' | '\t'));
            for word in words.filter(|word| !is_list || !word.is_empty()) {
                if word == "%default" && model.reader() == Reader::StrongSwan {
                    continue;
                }
                targets.extend(
                    strongswan::sections_of(model, word, section.kind)
                        .first()
                        .map(|&target| (target, span)),
                );
            }
        }
        targets.reverse();
        targets
    }

    fn report(&mut self, way: &[(SectionId, Option<Span>)], back_to: SectionId, span: Span) {
        let model = self.model;
        let program = model.target.program();
        let name = |id: SectionId| printable(&model.section(id).name).into_owned();
        let mut names: Vec<String> = way.iter().take(8).map(|(id, _)| name(*id)).collect();
        if way.len() > 8 {
            names.push("...".to_owned());
        }
        names.push(name(back_to));
        let is_strongswan = model.reader() == Reader::StrongSwan;
        let effect = if is_strongswan {
            Effect::FileRefused
        } else {
            Effect::Works
        };
        let what = if is_strongswan {
            "refuses the whole file"
        } else {
            "visits each section once and says nothing"
        };
        let message = if way.len() == 1 {
            format!("conn `{}` takes itself in", name(back_to))
        } else {
            format!("`also=` goes in a circle: {}", names.join(" -> "))
        };
        let mut diagnostic = Diagnostic::new(codes::ALSO_CYCLE, effect, span, message)
            .note(format!("{program} {what}"))
            .help("remove this line")
            .conn(name(way.last().map_or(back_to, |(id, _)| *id)));
        for (id, at) in way.iter().skip(1).take(8) {
            if let Some(at) = at {
                diagnostic = diagnostic.related(*at, format!("takes in `{}`", name(*id)));
            }
        }
        self.out.push(diagnostic);
    }
}

/// strongSwan refuses the whole file for one `also=` without a target.
fn unknown_targets(model: &Model, out: &mut Vec<Diagnostic>) {
    for (id, section) in model.sections() {
        if section.kind == SectionKind::Setup {
            continue;
        }
        for item in model
            .items(id)
            .iter()
            .filter(|item| item.is_setting_of("also"))
        {
            let name = model.value(item).text;
            // `also=` and `also=%default` are passed over (`add_setting` in strongSwan's conf_parser.c).
            let is_passed_over = name.is_empty() || name == "%default";
            if !is_passed_over && strongswan::sections_of(model, &name, section.kind).is_empty() {
                let mut conn = model.empty_conn(id);
                conn.undefined_also(
                    &name,
                    model.value_span(item),
                    Effect::FileRefused,
                    "refuses the whole file",
                );
                out.append(&mut conn.diagnostics);
            }
        }
    }
}
