//! One JSON array with an object for each finding.

use std::borrow::Cow;
use std::io::{self, Write};

use ipsec_conf::diagnostic::Applicability;
use ipsec_conf::{Diagnostic, Effect, Severity, Target};
use serde::Serialize;

use crate::context::{Context, findings};
use crate::json_text;
use crate::place::Range;

pub(crate) fn write(contexts: &[Context<'_>], out: &mut dyn Write) -> io::Result<()> {
    write_array(findings(contexts), out, |(cx, diagnostic), out| {
        json_text::write(&Finding::new(cx, diagnostic), out)
    })
}

/// An array with one item a line, written item by item.
pub(crate) fn write_array<T>(
    items: impl Iterator<Item = T>,
    out: &mut dyn Write,
    mut write_item: impl FnMut(T, &mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut separator = "[\n";
    let mut end = "[]\n";
    for item in items {
        out.write_all(separator.as_bytes())?;
        write_item(item, out)?;
        (separator, end) = (",\n", "\n]\n");
    }
    out.write_all(end.as_bytes())
}

/// A finding as the command-line contract promises it: fields may be added, none may change.
#[derive(Serialize)]
pub(crate) struct Finding<'a> {
    code: &'static str,
    name: &'static str,
    severity: Severity,
    effect: Effect,
    message: &'a str,
    path: Cow<'a, str>,
    range: Range,
    conn: Option<&'a str>,
    help: &'a [String],
    notes: &'a [String],
    related: Vec<Related<'a>>,
    fix: Option<Fix<'a>>,
    url: Option<&'a str>,
    target: Target,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    path: Cow<'a, str>,
    range: Range,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    applicability: Applicability,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    path: Cow<'a, str>,
    range: Range,
    text: &'a str,
}

impl<'a> Finding<'a> {
    pub(crate) fn new(cx: &Context<'a>, diagnostic: &'a Diagnostic) -> Finding<'a> {
        let related = diagnostic.related.iter().map(|label| Related {
            message: &label.message,
            path: cx.path(label.span.file),
            range: cx.range(label.span),
        });
        let fix = diagnostic.fix.as_ref().map(|fix| Fix {
            title: &fix.title,
            applicability: fix.applicability,
            edits: fix
                .edits
                .iter()
                .map(|edit| Edit {
                    path: cx.path(edit.span.file),
                    range: cx.range(edit.span),
                    text: &edit.text,
                })
                .collect(),
        });
        Finding {
            code: diagnostic.code.id,
            name: diagnostic.code.name,
            severity: diagnostic.severity,
            effect: diagnostic.effect,
            message: &diagnostic.message,
            path: cx.path(diagnostic.span().file),
            range: cx.range(diagnostic.span()),
            conn: diagnostic.conn.as_deref(),
            help: &diagnostic.help,
            notes: &diagnostic.notes,
            related: related.collect(),
            fix,
            url: cx.url(diagnostic.code),
            target: cx.report.target,
        }
    }
}
