//! The XML of `JUnit`: a suite for each file, a test case for each finding.
//!
//! A file without findings is one test case that passes. So is an info, which keeps its text as output.

use std::io::{self, Write};

use ipsec_conf::{Diagnostic, Severity};

use crate::context::Context;
use crate::words;
use crate::xml::{DECLARATION, escape};

pub(crate) fn write(contexts: &[Context<'_>], out: &mut dyn Write) -> io::Result<()> {
    let suites: Vec<_> = contexts.iter().map(|cx| (cx, cx.by_file())).collect();
    let counts = suites
        .iter()
        .flat_map(|(_, files)| files)
        .map(|(_, diagnostics)| (tests(diagnostics), failures(diagnostics)));
    let (all_tests, all_failures) = counts.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    writeln!(
        out,
        "{DECLARATION}\n<testsuites name=\"ipsec-lint\" tests=\"{all_tests}\" failures=\"{all_failures}\" errors=\"0\">"
    )?;
    for (cx, files) in suites {
        for (file, diagnostics) in files {
            let path = cx.path(file);
            writeln!(
                out,
                "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\">",
                escape(&path),
                tests(&diagnostics),
                failures(&diagnostics),
            )?;
            if diagnostics.is_empty() {
                writeln!(
                    out,
                    "    <testcase name=\"no findings\" classname=\"{}\"/>",
                    escape(&path)
                )?;
            }
            for diagnostic in diagnostics {
                write_case(cx, &path, diagnostic, out)?;
            }
            writeln!(out, "  </testsuite>")?;
        }
    }
    writeln!(out, "</testsuites>")
}

fn write_case(
    cx: &Context<'_>,
    path: &str,
    diagnostic: &Diagnostic,
    out: &mut dyn Write,
) -> io::Result<()> {
    let start = cx.range(diagnostic.span()).start;
    let name = format!(
        "{} {} ({}:{})",
        diagnostic.code.id, diagnostic.code.name, start.line, start.column
    );
    let message = escape(&diagnostic.message);
    let effect = escape(&words::effect(diagnostic, cx.report.target));
    let place = format!("{}:{}:{}", escape(path), start.line, start.column);
    writeln!(
        out,
        "    <testcase name=\"{name}\" classname=\"{}\" line=\"{}\">",
        escape(path),
        start.line
    )?;
    if is_failure(diagnostic) {
        let severity = words::severity(diagnostic.severity);
        write!(
            out,
            "      <failure message=\"{message}\" type=\"{severity}\">{place}: {message}\n{effect}"
        )?;
        for help in &diagnostic.help {
            write!(out, "\nhelp: {}", escape(help))?;
        }
        writeln!(out, "</failure>")?;
    } else {
        writeln!(
            out,
            "      <system-out>{place}: {message}\n{effect}</system-out>"
        )?;
    }
    writeln!(out, "    </testcase>")
}

fn tests(diagnostics: &[&Diagnostic]) -> usize {
    diagnostics.len().max(1)
}

fn failures(diagnostics: &[&Diagnostic]) -> usize {
    diagnostics
        .iter()
        .filter(|diagnostic| is_failure(diagnostic))
        .count()
}

fn is_failure(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity > Severity::Info
}
