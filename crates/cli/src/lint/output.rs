//! Writes what was found.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write};
use std::sync::Arc;

use ipsec_conf::text::printable;
use ipsec_conf::{Diagnostic, FileId, Severity, SourceMap, Target};
use ipsec_conf_config::{Config, FailOn};
use ipsec_conf_host::{Color, style};
use ipsec_conf_lint::{Fixable, RULES};
use ipsec_conf_report::{Format, Report, RuleInfo, Style, Tally, render_all};
use serde_json::json;

use super::args::LintArgs;
use super::check::Judged;
use super::error::Error;
use super::explain;
use super::write;

/// Where the pages of the rules are.
const PAGES: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/rules/");

/// Everything that is to be written.
pub(crate) struct All<'a> {
    pub(crate) configs: &'a [Arc<Config>],
    pub(crate) judged: &'a [Judged],
}

impl All<'_> {
    fn has_findings(&self) -> bool {
        let mut of_configs = self.configs.iter().map(|config| &config.findings);
        let mut of_files = self.judged.iter().map(|judged| &judged.diagnostics);
        of_configs.any(|found| !found.is_empty()) || of_files.any(|found| !found.is_empty())
    }
}

/// Which of the standard streams carries the findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    Stdout,
    /// Standard output carries a text or a difference.
    Stderr,
}

pub(crate) fn write(args: &LintArgs, all: &All<'_>, stream: Stream) -> Result<(), Error> {
    if let Some(path) = &args.output {
        let mut bytes = Vec::new();
        draw(args, all, Style::PLAIN, &mut bytes).map_err(Error::Output)?;
        return write::whole(path, &bytes);
    }
    let written = match stream {
        Stream::Stdout => {
            let stream = io::stdout();
            let mut out = io::BufWriter::new(stream.lock());
            draw(args, all, style(args.color.color, &stream), &mut out).and_then(|()| out.flush())
        }
        Stream::Stderr => {
            let stream = io::stderr();
            let mut out = io::BufWriter::new(stream.lock());
            draw(args, all, style(args.color.color, &stream), &mut out).and_then(|()| out.flush())
        }
    };
    pass_broken_pipe(written)
}

/// A reader that went away, such as `head`, is no error.
fn pass_broken_pipe(written: io::Result<()>) -> Result<(), Error> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Error::Output(error)),
        _ => Ok(()),
    }
}

/// Writes an answer, a text or a difference.
pub(crate) fn print(text: &[u8]) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    pass_broken_pipe(out.write_all(text).and_then(|()| out.flush()))
}

fn draw(args: &LintArgs, all: &All<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if args.statistics {
        return out.write_all(statistics(args.output_format, all).as_bytes());
    }
    let is_sarif = args.output_format == Format::Sarif;
    // SARIF lists all rules; the other formats take their links from there, and have none to show without findings.
    let shown_rules = RULES.iter().filter(|_| is_sarif || all.has_findings());
    let summaries: Vec<String> = shown_rules
        .clone()
        .map(|rule| is_sarif.then(|| rule.info().summary()))
        .map(Option::unwrap_or_default)
        .collect();
    let rules: Vec<RuleInfo<'_>> = shown_rules
        .zip(&summaries)
        .map(|(rule, summary)| {
            let code = rule.info().code;
            RuleInfo {
                code,
                summary,
                url: Some(format!("{PAGES}{}.md", code.id)),
            }
        })
        .collect();
    let config_files: Vec<Vec<FileId>> = all
        .configs
        .iter()
        .map(|config| config.sources.iter().map(|(id, _)| id).collect())
        .collect();
    let target = all
        .judged
        .first()
        .map_or(Target::newest(ipsec_conf::Dialect::Libreswan), |judged| {
            judged.chosen.target
        });
    let base = Report {
        diagnostics: &[],
        sources: &SourceMap::default(),
        target,
        files: &[],
        style,
        rules: &rules,
        tool_version: env!("CARGO_PKG_VERSION"),
        limit: (args.limit > 0).then_some(args.limit),
    };
    let of_configs = all
        .configs
        .iter()
        .zip(&config_files)
        .filter(|(config, _)| !config.findings.is_empty());
    let of_configs = of_configs.map(|(config, files)| Report {
        diagnostics: &config.findings,
        sources: &config.sources,
        files,
        ..base
    });
    let of_files = all.judged.iter().map(|judged| Report {
        diagnostics: &judged.diagnostics,
        sources: &judged.sources,
        target: judged.chosen.target,
        files: &judged.files,
        ..base
    });
    let mut reports: Vec<Report<'_>> = of_configs.chain(of_files).collect();
    if reports.is_empty() {
        // Version and rules of an empty document come from the first report.
        reports.push(base);
    }
    render_all(args.output_format, &reports, out)
}

fn statistics(format: Format, all: &All<'_>) -> String {
    let mut counts: BTreeMap<&str, (usize, &Diagnostic)> = BTreeMap::new();
    let findings = all.configs.iter().flat_map(|config| &config.findings);
    for finding in findings.chain(all.judged.iter().flat_map(|judged| &judged.diagnostics)) {
        counts.entry(finding.code.id).or_insert((0, finding)).0 += 1;
    }
    let mut counts: Vec<(usize, &Diagnostic)> = counts.into_values().collect();
    counts.sort_by_key(|(count, finding)| (std::cmp::Reverse(*count), finding.code));
    let is_fixable = |finding: &Diagnostic| {
        ipsec_conf_lint::find(finding.code.id).is_some_and(|rule| rule.info().fix != Fixable::Never)
    };
    if matches!(format, Format::Json | Format::Jsonl) {
        let all: Vec<serde_json::Value> = counts
            .iter()
            .map(|(count, finding)| {
                json!({
                    "code": finding.code.id,
                    "name": finding.code.name,
                    "severity": finding.severity,
                    "count": count,
                    "fixable": is_fixable(finding),
                })
            })
            .collect();
        return crate::json::written(&all);
    }
    let width = counts
        .iter()
        .map(|(count, _)| count.to_string().len())
        .max()
        .unwrap_or(0);
    let mut out = String::new();
    for (count, finding) in counts {
        let mark = if is_fixable(finding) { "  [fix]" } else { "" };
        let severity = explain::severity(finding.severity);
        let _ = writeln!(
            out,
            "{count:width$}  {severity:7}  {} {}{mark}",
            finding.code.id, finding.code.name
        );
    }
    out
}

/// Counts of everything that was found.
pub(crate) fn tally(all: &All<'_>) -> Tally {
    let configs = all.configs.iter().map(|config| Tally::of(&config.findings));
    configs
        .chain(
            all.judged
                .iter()
                .map(|judged| Tally::of(&judged.diagnostics)),
        )
        .sum()
}

/// The most severe finding that makes the run fail, if any does.
pub(crate) fn fails(args: &LintArgs, all: &All<'_>) -> bool {
    let of_configs = all.configs.iter().flat_map(|config| {
        let fail_on = args
            .fail_on
            .or(config.values.fail_on)
            .unwrap_or(FailOn::Warning);
        config
            .findings
            .iter()
            .map(move |finding| (fail_on, finding.severity))
    });
    let of_files = all.judged.iter().flat_map(|judged| {
        let fail_on = judged.settings.fail_on;
        judged
            .diagnostics
            .iter()
            .map(move |finding| (fail_on, finding.severity))
    });
    of_configs
        .chain(of_files)
        .any(|(fail_on, severity): (_, Severity)| fail_on.is_reached_by(severity))
}

/// A line on standard error.
pub(crate) fn remark(text: &str) {
    // A closed stream leaves nobody to tell.
    let _ = writeln!(io::stderr(), "{}", printable(text));
}

pub(crate) fn error(error: &Error, color: Color) {
    let stream = io::stderr();
    let (bold, plain) = if style(color, &stream).color {
        ("\u{1b}[1;31m", "\u{1b}[0m")
    } else {
        ("", "")
    };
    let _ = writeln!(
        stream.lock(),
        "{bold}error{plain}: {}",
        printable(&error.to_string())
    );
}

/// How far the work has come, where somebody watches a terminal.
pub(crate) struct Progress {
    total: usize,
    done: std::sync::atomic::AtomicUsize,
    is_shown: bool,
}

impl Progress {
    /// Few files are done before anybody could read it.
    const MANY: usize = 200;

    pub(crate) fn new(total: usize, args: &LintArgs) -> Progress {
        let is_shown = total >= Progress::MANY && !args.quiet && io::stderr().is_terminal();
        Progress {
            total,
            done: 0.into(),
            is_shown,
        }
    }

    pub(crate) fn step(&self) {
        let done = self.done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
        if self.is_shown && done.is_multiple_of(50) {
            let _ = write!(io::stderr(), "\r{done} of {} files", self.total);
        }
    }

    pub(crate) fn finish(&self) {
        if self.is_shown {
            let _ = write!(io::stderr(), "\r\u{1b}[K");
        }
    }
}
