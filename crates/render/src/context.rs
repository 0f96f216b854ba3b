//! A report with what every format asks of it: positions, paths, links.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

use ipsec_conf::text::printable;
use ipsec_conf::{Code, Diagnostic, FileId, Span};

use crate::place::{Places, Range};
use crate::report::{Report, RuleInfo};

pub(crate) struct Context<'a> {
    pub(crate) report: &'a Report<'a>,
    pub(crate) places: Places<'a>,
    rules: OnceCell<HashMap<&'static str, &'a RuleInfo<'a>>>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(report: &'a Report<'a>) -> Context<'a> {
        Context {
            report,
            places: Places::new(report.sources),
            rules: OnceCell::new(),
        }
    }

    /// The path as given, for machines.
    pub(crate) fn path(&self, file: FileId) -> Cow<'a, str> {
        self.report.sources.get(file).path().to_string_lossy()
    }

    /// The path for people.
    pub(crate) fn shown_path(&self, file: FileId) -> String {
        printable(&self.path(file)).into_owned()
    }

    pub(crate) fn range(&self, span: Span) -> Range {
        self.places.range(span)
    }

    pub(crate) fn url(&self, code: Code) -> Option<&'a str> {
        let rules = self.rules.get_or_init(|| {
            self.report
                .rules
                .iter()
                .map(|rule| (rule.code.id, rule))
                .collect()
        });
        rules.get(code.id)?.url.as_deref()
    }

    /// The findings of each file: first the files that were checked, then the others in which something was found.
    pub(crate) fn by_file(&self) -> Vec<(FileId, Vec<&'a Diagnostic>)> {
        let mut found: HashMap<FileId, Vec<&Diagnostic>> = HashMap::new();
        for diagnostic in self.report.diagnostics {
            found
                .entry(diagnostic.span().file)
                .or_default()
                .push(diagnostic);
        }
        let with_findings = self
            .report
            .diagnostics
            .iter()
            .map(|diagnostic| diagnostic.span().file);
        let mut seen = HashSet::new();
        let files = self
            .report
            .files
            .iter()
            .copied()
            .chain(with_findings)
            .filter(|&file| seen.insert(file));
        files
            .map(|file| (file, found.remove(&file).unwrap_or_default()))
            .collect()
    }
}

/// Every finding of every report.
pub(crate) fn findings<'c, 'a>(
    contexts: &'c [Context<'a>],
) -> impl Iterator<Item = (&'c Context<'a>, &'a Diagnostic)> + use<'c, 'a> {
    contexts.iter().flat_map(|cx| {
        cx.report
            .diagnostics
            .iter()
            .map(move |diagnostic| (cx, diagnostic))
    })
}

/// Calls `draw` for the findings within the limit and says how many there are beyond it.
pub(crate) fn write_limited(
    contexts: &[Context<'_>],
    out: &mut dyn Write,
    mut draw: impl FnMut(&Context<'_>, &Diagnostic, &mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let total: usize = contexts.iter().map(|cx| cx.report.diagnostics.len()).sum();
    let limit = contexts
        .first()
        .and_then(|cx| cx.report.limit)
        .unwrap_or(total);
    for (cx, diagnostic) in findings(contexts).take(limit) {
        draw(cx, diagnostic, out)?;
    }
    match total.saturating_sub(limit) {
        0 => Ok(()),
        1 => writeln!(out, "and 1 more finding that is not shown"),
        more => writeln!(out, "and {more} more findings that are not shown"),
    }
}
