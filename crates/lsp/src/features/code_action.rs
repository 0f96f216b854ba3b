//! Quick fixes of findings, all safe fixes at once, and comments that silence a finding.

use std::ops::Range;

use ipsec_conf::diagnostic::{Applicability, Edit};
use ipsec_conf::{Diagnostic as Finding, Span};
use ipsec_conf_lint::{Scope, Silencer, Which};
use tower_lsp::ls_types::{CodeAction, CodeActionContext, CodeActionKind};

use super::diagnostics;
use super::secrets::SecretsView;
use super::workspace_edit::{self, Versions};
use crate::analysis::Analysis;
use crate::client::Client;
use crate::judge::Verdict;
use crate::view::View;

/// Where somebody is to write a better one.
const REASON: &str = "as intended";

pub(crate) const FIX_ALL: &str = "source.fixAll.ipsec";

/// The same for a file of secrets: single fixes and comments.
pub(crate) fn of_secrets(
    view: &SecretsView<'_>,
    verdict: &Verdict,
    at: &Range<usize>,
    context: &CodeActionContext,
    client: &Client,
    versions: Option<&Versions>,
) -> Vec<CodeAction> {
    let analysis = view.analysis;
    let only = context.only.as_deref();
    let is_wanted = only.is_none_or(|only| {
        let mut kinds = only.iter();
        kinds.any(|wanted| is_within(&CodeActionKind::QUICKFIX, wanted))
    });
    let source = analysis.model.sources().get(view.file.id());
    if !is_wanted || !source.invalid_offsets().is_empty() {
        return Vec::new();
    }
    let at = view.file.span(at.clone());
    let here = verdict.findings.iter();
    let here: Vec<&Finding> = here.filter(|finding| touches(finding.span(), at)).collect();
    let fixes = here
        .iter()
        .filter_map(|finding| fix(finding, analysis, client, versions));
    let reader = analysis.model.reader();
    let comments = here.iter().filter_map(|finding| {
        let silencer = Silencer::of_secret(finding, view.text(), reader)?;
        silence(finding, &silencer, analysis, client, versions)
    });
    fixes.chain(comments).collect()
}

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
            .filter_map(|finding| fix(finding, view.analysis, client, versions));
        actions.extend(fixes);
        let silencers = here.iter().filter_map(|finding| {
            let silencer = Silencer::of(finding, view.file, view.model().reader())?;
            silence(finding, &silencer, view.analysis, client, versions)
        });
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
    analysis: &Analysis,
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
        diagnostics: Some(vec![diagnostics::diagnostic(finding, analysis, client)]),
        edit: Some(workspace_edit::of(&fix.edits, analysis, versions)?),
        is_preferred: Some(is_safe),
        ..CodeAction::default()
    })
}

/// A comment that silences a finding.
fn silence(
    finding: &Finding,
    silencer: &Silencer<'_>,
    analysis: &Analysis,
    client: &Client,
    versions: Option<&Versions>,
) -> Option<CodeAction> {
    let rule = ipsec_conf_lint::find(finding.code.id)?.info().code;
    let place = match silencer.scope {
        Scope::File => "in this file",
        Scope::Line => "here",
    };
    let edit = Edit {
        span: Span::new(finding.span().file, silencer.at..silencer.at),
        text: silencer.line(&[rule.id], REASON),
    };
    Some(CodeAction {
        title: format!("Ignore {} {} {place}", rule.id, rule.name),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![diagnostics::diagnostic(finding, analysis, client)]),
        edit: Some(workspace_edit::of(&[edit], analysis, versions)?),
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
