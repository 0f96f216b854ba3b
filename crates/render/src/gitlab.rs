//! A code quality report of GitLab.
//!
//! GitLab compares reports by `fingerprint`, so two findings must never share one.

use std::borrow::Cow;
use std::io::{self, Write};

use ipsec_conf::{Diagnostic, Effect, Severity};
use serde::Serialize;

use crate::context::{Context, findings};
use crate::fingerprint::Fingerprints;
use crate::json::write_array;
use crate::json_text;

pub(crate) fn write(contexts: &[Context<'_>], out: &mut dyn Write) -> io::Result<()> {
    let mut fingerprints = Fingerprints::default();
    write_array(findings(contexts), out, |(cx, diagnostic), out| {
        let range = cx.range(diagnostic.span());
        let issue = Issue {
            description: &diagnostic.message,
            check_name: diagnostic.code.name,
            fingerprint: fingerprints.next(cx, diagnostic),
            severity: severity(diagnostic),
            location: Location {
                path: cx.path(diagnostic.span().file),
                lines: Lines {
                    begin: range.start.line,
                    end: range.end.line,
                },
            },
        };
        json_text::write(&issue, out)
    })
}

fn severity(diagnostic: &Diagnostic) -> &'static str {
    match (diagnostic.severity, diagnostic.effect) {
        (Severity::Info, _) => "info",
        (Severity::Warning, _) => "minor",
        (Severity::Error, Effect::FileRefused) => "blocker",
        (Severity::Error, Effect::ConnRefused) => "critical",
        (Severity::Error, _) => "major",
    }
}

#[derive(Serialize)]
struct Issue<'a> {
    description: &'a str,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: Cow<'a, str>,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}
