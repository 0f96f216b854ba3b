//! Workflow commands of GitHub Actions, one line for each finding.

use std::io::{self, Write};

use ipsec_conf::{Diagnostic, Severity};

use crate::context::{Context, findings};
use crate::words;

pub(crate) fn write(contexts: &[Context<'_>], out: &mut dyn Write) -> io::Result<()> {
    for (cx, diagnostic) in findings(contexts) {
        let range = cx.range(diagnostic.span());
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let path = property(&cx.shown_path(diagnostic.span().file));
        write!(
            out,
            "::{command} file={path},line={},endLine={}",
            range.start.line, range.end.line
        )?;
        // The runner takes columns only within one line.
        if range.start.line == range.end.line {
            write!(
                out,
                ",col={},endColumn={}",
                range.start.column, range.end.column
            )?;
        }
        let title = format!("{} {}", diagnostic.code.id, diagnostic.code.name);
        writeln!(
            out,
            ",title={}::{}",
            property(&title),
            data(&text(cx, diagnostic))
        )?;
    }
    Ok(())
}

/// The message, and below it the effect and what to do: an annotation has room for it.
fn text(cx: &Context<'_>, diagnostic: &Diagnostic) -> String {
    let mut text = words::message(&diagnostic.message);
    text.push('\n');
    text.push_str(&words::effect(diagnostic, cx.report.target));
    for help in &diagnostic.help {
        text.push_str("\nhelp: ");
        text.push_str(&words::message(help));
    }
    text
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
