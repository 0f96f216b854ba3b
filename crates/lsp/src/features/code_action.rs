//! Quick fixes of findings, all safe fixes at once, and comments that silence a finding.
//!
//! A comment always stands on a line of its own above the reported one, indented like it: behind a value the flex readers
//! may take it for a word, in column 1 the classic reader ends the section at it.

use ipsec_conf::diagnostic::{Applicability, Edit};
use ipsec_conf::target::Reader;
use ipsec_conf::{Diagnostic as Finding, Span};
use ipsec_conf_lint::Which;
use tower_lsp::ls_types::{CodeAction, CodeActionContext, CodeActionKind};

use super::diagnostics;
use super::workspace_edit::{self, Versions};
use crate::client::Client;
use crate::judge::Verdict;
use crate::view::View;

pub(crate) const FIX_ALL: &str = "source.fixAll.ipsec";

/// `at` is the selection.
pub(crate) fn actions(
    view: &View<'_>,
    verdict: &Verdict,
    at: Span,
    context: &CodeActionContext,
    client: &Client,
    versions: Option<&Versions>,
) -> Vec<CodeAction> {
    let wants = |kind: &CodeActionKind| {
        let only = context.only.as_deref();
        only.is_none_or(|only| only.iter().any(|wanted| is_within(kind, wanted)))
    };
    let mut actions = Vec::new();
    if view.model().sources().get(view.file.id()).is_lossy() {
        return actions;
    }
    let here: Vec<&Finding> = verdict
        .findings
        .iter()
        .filter(|finding| touches(finding.span(), at))
        .collect();
    if wants(&CodeActionKind::QUICKFIX) {
        let fixes = here
            .iter()
            .filter_map(|finding| fix(finding, view, client, versions));
        actions.extend(fixes);
        let silencers = here
            .iter()
            .filter_map(|finding| silencer(finding, view, client, versions));
        actions.extend(silencers);
    }
    let kind = CodeActionKind::from(FIX_ALL);
    let is_asked_for = context.only.is_some() || !here.is_empty();
    if wants(&kind) && is_asked_for {
        actions.extend(all(view, verdict, kind, versions));
    }
    actions
}

/// `source.fixAll.ipsec` is a `source.fixAll` is a `source`.
fn is_within(kind: &CodeActionKind, wanted: &CodeActionKind) -> bool {
    let rest = kind.as_str().strip_prefix(wanted.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn touches(span: Span, at: Span) -> bool {
    span.file == at.file && span.start <= at.end && at.start <= span.end
}

fn fix(
    finding: &Finding,
    view: &View<'_>,
    client: &Client,
    versions: Option<&Versions>,
) -> Option<CodeAction> {
    let fix = finding.fix.as_ref().filter(|fix| !fix.edits.is_empty())?;
    let is_safe = fix.applicability == Applicability::Safe;
    let note = if is_safe {
        ""
    } else {
        " (changes what it means)"
    };
    Some(CodeAction {
        title: format!("{}{note}", fix.title),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![diagnostics::diagnostic(
            finding,
            view.analysis,
            client,
        )]),
        edit: Some(workspace_edit::of(&fix.edits, view.analysis, versions)?),
        is_preferred: Some(is_safe),
        ..CodeAction::default()
    })
}

fn silencer(
    finding: &Finding,
    view: &View<'_>,
    client: &Client,
    versions: Option<&Versions>,
) -> Option<CodeAction> {
    let rule = ipsec_conf_lint::find(finding.code.id)?.info().code;
    let (_, line) = view.line_at(finding.span().start as usize)?;
    let start = line.range().start;
    let text = view.text();
    let written = &text[start..];
    let indent = &written[..written.len() - written.trim_start_matches([' ', '\t']).len()];
    let ends_section = indent.is_empty() && view.model().reader() == Reader::Classic && start > 0;
    let indent = if ends_section { "\t" } else { indent };
    let end = workspace_edit::line_end(line, text);
    let edit = Edit {
        span: view.span(start..start),
        text: format!("{indent}# ipsec-lint: ignore[{}] as intended{end}", rule.id),
    };
    Some(CodeAction {
        title: format!("Ignore {} {} here", rule.id, rule.name),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![diagnostics::diagnostic(
            finding,
            view.analysis,
            client,
        )]),
        edit: Some(workspace_edit::of(&[edit], view.analysis, versions)?),
        ..CodeAction::default()
    })
}

/// The safe fixes of this document that touch no other.
fn all(
    view: &View<'_>,
    verdict: &Verdict,
    kind: CodeActionKind,
    versions: Option<&Versions>,
) -> Option<CodeAction> {
    let id = view.file.id();
    let stays_here = |finding: &&Finding| {
        let fix = finding.fix.as_ref();
        fix.is_some_and(|fix| fix.edits.iter().all(|edit| edit.span.file == id))
    };
    let findings: Vec<Finding> = verdict
        .findings
        .iter()
        .filter(stays_here)
        .cloned()
        .collect();
    let edits = ipsec_conf_lint::edits(&findings, Which::Safe);
    if edits.is_empty() {
        return None;
    }
    Some(CodeAction {
        title: "Apply all safe fixes".to_owned(),
        kind: Some(kind),
        edit: Some(workspace_edit::of(&edits, view.analysis, versions)?),
        ..CodeAction::default()
    })
}
