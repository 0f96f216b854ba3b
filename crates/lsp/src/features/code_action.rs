//! Quick fixes of findings, all safe fixes at once, and comments that silence a finding.
//!
//! A comment always stands on a line of its own above the reported one, indented like it: behind a value the flex readers
//! may take it for a word, in column 1 the classic reader ends the section at it.

use std::ops::Range;

use ipsec_conf::diagnostic::{Applicability, Edit};
use ipsec_conf::syntax::LineKind;
use ipsec_conf::target::Reader;
use ipsec_conf::{Diagnostic as Finding, Span};
use ipsec_conf_lint::Which;
use tower_lsp::ls_types::{CodeAction, CodeActionContext, CodeActionKind};

use super::diagnostics;
use super::secrets::SecretsView;
use super::workspace_edit::{self, Versions};
use crate::analysis::Analysis;
use crate::client::Client;
use crate::judge::Verdict;
use crate::view::View;

/// About the order of a section: a comment above one line goes with it.
const OF_FILES: [&str; 1] = ["Y302"];

/// Comments on comments: nothing silences the first two, and any comment mends the third.
const WITHOUT: [&str; 3] = ["Y390", "Y391", "Y309"];

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
    let comments = here.iter().filter_map(|finding| {
        let start = finding.span().start as usize;
        let text = view.text();
        let start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line = text[start..]
            .split_inclusive('\n')
            .next()
            .unwrap_or_default();
        let end = if line.ends_with("\r\n") { "\r\n" } else { "\n" };
        let silencer = if line.trim_start().starts_with('#') {
            Silencer::of_file(text, end)
        } else {
            Silencer {
                at: start,
                indent: "",
                is_of_file: false,
                end,
            }
        };
        let at = view.file.span(silencer.at..silencer.at);
        silencer.action(finding, at, analysis, client, versions)
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
        let silencers = here
            .iter()
            .filter_map(|finding| above(finding, view, client, versions));
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

/// A comment above the line of a finding, or at the head of its file.
fn above(
    finding: &Finding,
    view: &View<'_>,
    client: &Client,
    versions: Option<&Versions>,
) -> Option<CodeAction> {
    let (_, line) = view.line_at(finding.span().start as usize)?;
    let start = line.range().start;
    let text = view.text();
    let end = workspace_edit::line_end(line, text);
    let silencer = if line.kind == LineKind::Comment || OF_FILES.contains(&finding.code.id) {
        Silencer::of_file(text, end)
    } else {
        let written = &text[start..];
        let indent = &written[..written.len() - written.trim_start_matches([' ', '\t']).len()];
        let ends_section =
            indent.is_empty() && view.model().reader() == Reader::Classic && start > 0;
        Silencer {
            at: start,
            indent: if ends_section { "\t" } else { indent },
            is_of_file: false,
            end,
        }
    };
    let at = view.span(silencer.at..silencer.at);
    silencer.action(finding, at, view.analysis, client, versions)
}

/// A comment that silences a finding.
struct Silencer<'a> {
    at: usize,
    indent: &'a str,
    is_of_file: bool,
    /// What ends its line.
    end: &'static str,
}

impl Silencer<'_> {
    /// What stands in a comment, or is about the file as a whole, is silenced for the file: other comments speak for the
    /// next line that is none.
    fn of_file(text: &str, end: &'static str) -> Silencer<'static> {
        Silencer {
            at: text.len() - text.trim_start_matches('\u{feff}').len(),
            indent: "",
            is_of_file: true,
            end,
        }
    }

    fn action(
        &self,
        finding: &Finding,
        at: Span,
        analysis: &Analysis,
        client: &Client,
        versions: Option<&Versions>,
    ) -> Option<CodeAction> {
        if WITHOUT.contains(&finding.code.id) {
            return None;
        }
        let rule = ipsec_conf_lint::find(finding.code.id)?.info().code;
        let (word, place) = if self.is_of_file {
            ("ignore-file", "in this file")
        } else {
            ("ignore", "here")
        };
        let (indent, end) = (self.indent, self.end);
        let edit = Edit {
            span: at,
            text: format!("{indent}# ipsec-lint: {word}[{}] as intended{end}", rule.id),
        };
        Some(CodeAction {
            title: format!("Ignore {} {} {place}", rule.id, rule.name),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![diagnostics::diagnostic(finding, analysis, client)]),
            edit: Some(workspace_edit::of(&[edit], analysis, versions)?),
            ..CodeAction::default()
        })
    }
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
