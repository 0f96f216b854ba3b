//! What is to be written, and the one function that writes it.

use std::io::{self, Write};

use ipsec_conf::diagnostic::without_secrets;
use ipsec_conf::{Code, Diagnostic, FileId, Source, SourceMap, Target};

use crate::Format;
use crate::context::Context;
use crate::{checkstyle, concise, full, github, gitlab, json, jsonl, junit, plain, sarif};

/// The findings about one configuration, and how they are to be shown.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// In the order in which they are to be shown.
    pub diagnostics: &'a [Diagnostic],
    pub sources: &'a SourceMap,
    pub target: Target,
    /// The files that were checked; the formats that count clean files list those without findings too.
    pub files: &'a [FileId],
    pub style: Style,
    /// What is known of the rules; a finding whose rule is missing here is shown without a link.
    pub rules: &'a [RuleInfo<'a>],
    pub tool_version: &'a str,
    /// How many findings the formats for people show; the others show all.
    pub limit: Option<usize>,
}

/// What the terminal can do. [`Format::Full`] looks at all of it, [`Format::Concise`] at the colour, the others at nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    pub color: bool,
    pub unicode: bool,
    pub hyperlinks: bool,
    /// In columns.
    pub width: usize,
}

impl Style {
    /// Nothing but ASCII: for files, pipes and tests.
    pub const PLAIN: Style = Style {
        color: false,
        unicode: false,
        hyperlinks: false,
        width: 100,
    };
}

impl Default for Style {
    fn default() -> Style {
        Style::PLAIN
    }
}

/// What the report says about a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleInfo<'a> {
    pub code: Code,
    /// One sentence.
    pub summary: &'a str,
    /// The page that explains the rule.
    pub url: Option<String>,
}

/// Writes the findings about one configuration.
pub fn render(format: Format, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    render_all(format, std::slice::from_ref(report), out)
}

/// Writes the findings about several configurations, each with its own sources and target, as one document.
///
/// Version and limit are those of the first report; the limit counts the findings of all.
///
/// No format sees a secret: they are handed texts and findings in which every one is blotted out.
pub fn render_all(format: Format, reports: &[Report<'_>], out: &mut dyn Write) -> io::Result<()> {
    let shown: Vec<Option<Shown>> = reports.iter().map(Shown::new).collect();
    let reports: Vec<Report<'_>> = reports
        .iter()
        .zip(&shown)
        .map(|(report, shown)| match shown {
            None => *report,
            Some(shown) => Report {
                diagnostics: &shown.diagnostics,
                sources: &shown.sources,
                ..*report
            },
        })
        .collect();
    let contexts: Vec<Context<'_>> = reports.iter().map(Context::new).collect();
    match format {
        Format::Full => full::write(&contexts, out),
        Format::Concise => concise::write(&contexts, out),
        Format::Plain => plain::write(&contexts, out),
        Format::Json => json::write(&contexts, out),
        Format::Jsonl => jsonl::write(&contexts, out),
        Format::Sarif => sarif::write(&contexts, out),
        Format::Github => github::write(&contexts, out),
        Format::Gitlab => gitlab::write(&contexts, out),
        Format::Junit => junit::write(&contexts, out),
        Format::Checkstyle => checkstyle::write(&contexts, out),
    }
}

/// What may be seen of a report with secrets in its files.
struct Shown {
    diagnostics: Vec<Diagnostic>,
    sources: SourceMap,
}

impl Shown {
    fn new(report: &Report<'_>) -> Option<Shown> {
        let has_secrets = |(_, source): (_, &Source)| !source.secrets().is_empty();
        report.sources.iter().any(has_secrets).then(|| Shown {
            diagnostics: without_secrets(report.diagnostics, report.sources),
            sources: report.sources.masked(),
        })
    }
}
