//! What is wrong with a configuration, on standard error.

use std::collections::HashSet;
use std::io::{self, IsTerminal as _, Write as _};

use ipsec_conf::diagnostic::sort;
use ipsec_conf::text::printable;
use ipsec_conf::{Diagnostic, Effect, Model, SourceMap, Target};
use ipsec_conf_host::{Color, style};
use ipsec_conf_report::{Format, Report, render};

use crate::{Error, Outcome};

/// The findings about the files and about single conns, in their order and each once: conns share sections.
///
/// `only` names the sections that matter; what refuses the whole file matters always.
pub(crate) fn collect(
    model: &Model,
    of_conns: Vec<Diagnostic>,
    only: Option<&[String]>,
) -> Vec<Diagnostic> {
    let concerns = |found: &&Diagnostic| match (only, &found.conn) {
        (Some(only), Some(conn)) => only.contains(conn) || found.effect == Effect::FileRefused,
        _ => true,
    };
    let mut all: Vec<Diagnostic> = model
        .diagnostics()
        .iter()
        .filter(concerns)
        .cloned()
        .collect();
    all.extend(of_conns);
    sort(&mut all);
    let mut seen = HashSet::new();
    all.retain(|found| seen.insert((found.code, found.span(), found.message.clone())));
    all
}

/// Draws the findings and says whether one of them is an error.
pub(crate) fn print(
    findings: &[Diagnostic],
    sources: &SourceMap,
    target: Target,
    color: Color,
) -> Outcome {
    let stream = io::stderr();
    let is_terminal = stream.is_terminal();
    let files: Vec<_> = sources.iter().map(|(id, _)| id).collect();
    let report = Report {
        diagnostics: findings,
        sources,
        target,
        files: &files,
        style: style(color, &stream),
        rules: &[],
        tool_version: env!("CARGO_PKG_VERSION"),
        limit: None,
    };
    if !findings.is_empty() {
        let format = if is_terminal {
            Format::Full
        } else {
            Format::Concise
        };
        // A closed stream leaves nobody to tell.
        let _ = render(format, &report, &mut stream.lock());
    }
    if findings.iter().any(Diagnostic::is_error) {
        Outcome::Errors
    } else {
        Outcome::Clean
    }
}

pub(crate) fn print_error(error: &Error, color: Color) {
    let stream = io::stderr();
    let (bold, plain) = if style(color, &stream).color {
        ("\u{1b}[1;31m", "\u{1b}[0m")
    } else {
        ("", "")
    };
    let help = error
        .help()
        .map(|help| format!("  help: {help}\n"))
        .unwrap_or_default();
    let message = error.to_string();
    let _ = write!(
        stream.lock(),
        "{bold}error{plain}: {}\n{help}",
        printable(&message)
    );
}
