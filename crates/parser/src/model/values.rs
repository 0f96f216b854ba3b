//! The values of a conn's effective settings, judged one by one.

use super::conn::Conn;
use super::item::{Item, ItemState};
use super::{Model, Section};
use crate::diagnostic::{Diagnostic, Edit, Effect, Fix};
use crate::keyword::{ValueCheck, ValueType};
use crate::syntax::{SectionKind, ValueText};
use crate::target::Reader;
use crate::text::Span;
use crate::value::{self, Context, Form, ValueError};

/// Reports what is wrong with each value of a conn, except what refuses the whole file and was found with it.
pub(super) fn judge(conn: &mut Conn<'_>) {
    let mut found = Vec::new();
    for setting in &conn.settings {
        let problems = &conn.reading(setting).problems;
        let place = Place {
            model: conn.model,
            item: &setting.item,
            value: &setting.value,
        };
        found.extend(
            problems
                .iter()
                .filter(|problem| problem.effect != Effect::FileRefused)
                .map(|problem| place.diagnostic(problem.clone())),
        );
    }
    for diagnostic in found {
        conn.report(diagnostic);
    }
}

/// What a reader refuses the whole file for while it reads a line, whatever conn the line belongs to; and everything about
/// the lines of `config setup` and of `ca` sections.
pub(super) fn while_reading(
    model: &Model,
    section: &Section,
    item: &Item,
    out: &mut Vec<Diagnostic>,
) {
    let (Some(keyword), Some(span)) = (item.keyword, item.span) else {
        return;
    };
    if item.state != ItemState::Set {
        return;
    }
    let is_setup = section.kind == SectionKind::Setup;
    // No conn inherits these, so that nobody else judges them.
    let is_last_word = section.kind != SectionKind::Conn;
    let judges_conns = matches!(model.reader(), Reader::Openswan | Reader::Libreswan4);
    if !is_last_word && !judges_conns {
        return;
    }
    let value = model.value(item);
    // Libreswan 4 passes over `key=`, so that no conn has it.
    let is_passed_over = model.reader() == Reader::Libreswan4 && value.form == Form::Missing;
    let may_refuse =
        matches!(span.value_check, ValueCheck::Parser | ValueCheck::Warned) || has_token(span.ty);
    if !is_last_word && !may_refuse && !is_passed_over {
        return;
    }
    let context = if is_setup {
        Context::SETUP
    } else {
        Context {
            side: item.side,
            ..Context::CONN
        }
    };
    let problems = value::read(keyword.id, span, value.raw(), model.target, context).problems;
    let place = Place {
        model,
        item,
        value: &value,
    };
    let wanted = |problem: &ValueError| {
        is_last_word || is_passed_over || problem.effect == Effect::FileRefused
    };
    out.extend(
        problems
            .into_iter()
            .filter(wanted)
            .map(|problem| place.diagnostic(problem))
            .map(|found| match section.kind {
                SectionKind::Ca => found.conn(section.name.to_string()),
                SectionKind::Setup | SectionKind::Conn => found,
            }),
    );
}

/// Whether the scanner waits for one kind of token, so that another one is a syntax error.
fn has_token(ty: ValueType) -> bool {
    matches!(
        ty,
        ValueType::Bool
            | ValueType::Percent
            | ValueType::Duration
            | ValueType::Bytes
            | ValueType::Binary
    )
}

/// Where a value stands.
struct Place<'a> {
    model: &'a Model,
    item: &'a Item,
    value: &'a ValueText<'a>,
}

impl Place<'_> {
    fn diagnostic(&self, problem: ValueError) -> Diagnostic {
        let span = self.span(&problem);
        let fix_span = if problem.replaces_whole {
            self.model.value_span(self.item)
        } else {
            span
        };
        let mut diagnostic = Diagnostic::new(problem.code, problem.effect, span, problem.message)
            .label(problem.label);
        diagnostic.help = problem.help;
        diagnostic.notes = problem.notes;
        if let Some((text, applicability)) = problem.replacement {
            let title = format!("write `{}`", crate::text::printable(&text));
            diagnostic.fix = Some(Fix {
                title,
                applicability,
                edits: vec![Edit {
                    span: fix_span,
                    text,
                }],
            });
        }
        diagnostic
    }

    /// The faulty part of the value, or the whole value with its quotes when the part is the whole.
    fn span(&self, problem: &ValueError) -> Span {
        let whole = self.model.value_span(self.item);
        let is_whole = problem.range == (0..self.value.text.len());
        if is_whole || self.value.start < whole.start as usize {
            return whole;
        }
        self.model
            .file(self.item.file)
            .span(self.value.file_range(problem.range.clone()))
    }
}
