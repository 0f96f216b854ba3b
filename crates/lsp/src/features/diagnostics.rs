//! Findings as the protocol has them.

use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash as _, Hasher as _};

use ipsec_conf::{Diagnostic as Finding, Severity};
use ipsec_conf_config::Config;
use ipsec_conf_lint::Rule;
use tower_lsp::ls_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    NumberOrString, Range, Uri,
};

use crate::analysis::Analysis;
use crate::client::Client;
use crate::convert::{Encoding, Lines};
use crate::judge::Verdict;

pub(crate) const SOURCE: &str = "ipsec-lint";

/// More of them in one file help nobody, and slow the editor down.
const MOST_SHOWN: usize = 500;

/// What stands there for nothing: an editor fades it.
const UNNECESSARY: &[&str] = &["M191", "M192", "M193", "M194", "P128", "R106", "Y390"];

/// What newer releases have no use for: an editor strikes it through.
const DEPRECATED: &[&str] = &["U101", "U102", "U116", "U122"];

/// The findings of every file of the user; a file without any has an empty list.
pub(crate) fn by_file(verdict: &Verdict, client: &Client) -> HashMap<Uri, Vec<Diagnostic>> {
    let analysis = &verdict.analysis;
    let mut lists: HashMap<Uri, Vec<Diagnostic>> = HashMap::new();
    let mut is_twice = HashSet::new();
    for uri in analysis.uris.iter().flatten() {
        if lists.insert(uri.clone(), Vec::new()).is_some() {
            is_twice.insert(uri);
        }
    }
    for finding in verdict.findings.iter() {
        let file = finding.span().file;
        let Some(uri) = analysis.uris.get(file.index()).and_then(Option::as_ref) else {
            continue;
        };
        let list = lists.entry(uri.clone()).or_default();
        let diagnostic = diagnostic(finding, analysis, client);
        // A file that is included twice is judged twice.
        if !is_twice.contains(uri) || !list.contains(&diagnostic) {
            list.push(diagnostic);
        }
    }
    lists
}

/// As many as an editor can show: the worst, and of those the ones nearest to a line, with a word about the rest.
pub(crate) fn bounded(list: &[Diagnostic], around: u32) -> Vec<Diagnostic> {
    if list.len() <= MOST_SHOWN {
        return list.to_vec();
    }
    let mut order: Vec<usize> = (0..list.len()).collect();
    let rank = |&at: &usize| {
        let Diagnostic {
            severity, range, ..
        } = &list[at];
        (*severity, range.start.line.abs_diff(around), at)
    };
    order.select_nth_unstable_by_key(MOST_SHOWN, rank);
    order.truncate(MOST_SHOWN);
    order.sort_unstable();
    let mut shown: Vec<Diagnostic> = order.into_iter().map(|at| list[at].clone()).collect();
    shown.push(Diagnostic {
        severity: Some(DiagnosticSeverity::INFORMATION),
        source: Some(SOURCE.to_owned()),
        message: format!(
            "{} more findings are not shown: these are the worst, and nearest to the last edit\n\
             help: `ipsec-lint FILE` lists them all",
            list.len() - MOST_SHOWN
        ),
        ..Diagnostic::default()
    });
    shown
}

/// The findings in a project file itself.
pub(crate) fn of_project(config: &Config, encoding: Encoding) -> Vec<Diagnostic> {
    let findings = config.findings.iter();
    let diagnostic = |finding: &Finding| {
        let span = finding.span();
        let text = config.sources.get(span.file).text();
        let lines = Lines::new(text);
        let place = |offset: u32| lines.position(text, offset as usize, encoding);
        plain(finding, Range::new(place(span.start), place(span.end)))
    };
    findings.map(diagnostic).collect()
}

/// Two lists with the same name are the same.
pub(crate) fn name_of(list: &[Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(list)
        .unwrap_or_default()
        .hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

pub(crate) fn diagnostic(finding: &Finding, analysis: &Analysis, client: &Client) -> Diagnostic {
    let related = finding.related.iter().filter_map(|label| {
        Some(DiagnosticRelatedInformation {
            location: analysis.location(label.span)?,
            message: label.message.clone(),
        })
    });
    Diagnostic {
        related_information: client
            .related_information
            .then(|| related.collect::<Vec<_>>())
            .filter(|related| !related.is_empty()),
        ..plain(finding, analysis.range(finding.span()))
    }
}

/// Without what is said at other places.
fn plain(finding: &Finding, range: Range) -> Diagnostic {
    let rule = ipsec_conf_lint::find(finding.code.id).map(Rule::info);
    let url = rule.and_then(|rule| rule.url().parse().ok());
    Diagnostic {
        range,
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Info => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(finding.code.id.to_owned())),
        code_description: url.map(|href| CodeDescription { href }),
        source: Some(SOURCE.to_owned()),
        message: message(finding),
        related_information: None,
        tags: tags(finding.code.id),
        data: None,
    }
}

fn tags(code: &str) -> Option<Vec<DiagnosticTag>> {
    if UNNECESSARY.contains(&code) {
        return Some(vec![DiagnosticTag::UNNECESSARY]);
    }
    DEPRECATED
        .contains(&code)
        .then(|| vec![DiagnosticTag::DEPRECATED])
}

/// The message, what to do, and who cares.
fn message(finding: &Finding) -> String {
    let mut message = finding.message.clone();
    if !finding.primary.message.is_empty() {
        message.push_str(": ");
        message.push_str(&finding.primary.message);
    }
    let help = finding.help.iter().map(|help| format!("\nhelp: {help}"));
    let notes = finding.notes.iter().map(|note| format!("\nnote: {note}"));
    message.extend(help.chain(notes));
    message.push_str("\neffect: ");
    message.push_str(finding.effect.describe());
    message
}

#[cfg(test)]
mod tests {
    use tower_lsp::ls_types::{Diagnostic, DiagnosticSeverity, Position, Range};

    use super::{DEPRECATED, MOST_SHOWN, UNNECESSARY, bounded};

    #[test]
    fn of_too_many_the_worst_and_the_nearest_are_shown() {
        let finding = |line: u32| Diagnostic {
            range: Range::new(Position::new(line, 0), Position::new(line, 1)),
            severity: Some(if line == 0 {
                DiagnosticSeverity::ERROR
            } else {
                DiagnosticSeverity::WARNING
            }),
            ..Diagnostic::default()
        };
        let list: Vec<Diagnostic> = (0..2000).map(finding).collect();
        let shown = bounded(&list, 1000);
        let (rest, found) = shown.split_last().expect("there is a word about the rest");
        assert!(
            rest.message.starts_with("1500 more findings"),
            "{}",
            rest.message
        );
        assert_eq!(found.len(), MOST_SHOWN);
        let lines: Vec<u32> = found.iter().map(|it| it.range.start.line).collect();
        assert_eq!((lines[0], lines[1], lines[MOST_SHOWN - 1]), (0, 751, 1249));
        assert_eq!(bounded(&list[..MOST_SHOWN], 0).len(), MOST_SHOWN);
    }

    #[test]
    fn tags_are_of_rules_that_there_are() {
        for code in UNNECESSARY.iter().chain(DEPRECATED) {
            assert!(ipsec_conf_lint::find(code).is_some(), "{code}");
        }
    }
}
