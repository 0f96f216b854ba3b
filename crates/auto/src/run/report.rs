//! What we say, all of it on standard error and with control characters spelt out.

use std::io::{self, Write as _};

use ipsec_conf::diagnostic::sort;
use ipsec_conf::model::Model;
use ipsec_conf::text::printable;
use ipsec_conf::{Diagnostic, FileId, Severity};
use ipsec_conf_report::{Format, Report, render};

use crate::request::Request;

/// One line in our name. Whoever closed standard error does not want to know.
pub(super) fn say(text: &str) {
    let _ = writeln!(io::stderr(), "ipsec auto: {}", printable(text));
}

/// The line that scripts look for since the classic program: why nothing is run.
pub(super) fn fatal(name: &str, text: &str) {
    let _ = writeln!(
        io::stderr(),
        "ipsec_auto: fatal error in \"{}\": {}",
        printable(name),
        printable(text)
    );
}

/// Draws the findings, each once. What is merely worth knowing is for `--verbose`.
pub(super) fn findings(request: &Request, model: &Model, mut diagnostics: Vec<Diagnostic>) {
    diagnostics.retain(|found| request.verbose || found.severity > Severity::Info);
    if diagnostics.is_empty() {
        return;
    }
    sort(&mut diagnostics);
    let stderr = io::stderr();
    let files: Vec<FileId> = model.files().iter().map(|file| file.id()).collect();
    let report = Report {
        diagnostics: &diagnostics,
        sources: model.sources(),
        target: model.target(),
        files: &files,
        style: ipsec_conf_host::style(request.color, &stderr),
        rules: &[],
        tool_version: env!("CARGO_PKG_VERSION"),
        limit: None,
    };
    // In one piece: other programs write to the same terminal.
    let mut text = Vec::new();
    if render(Format::Full, &report, &mut text).is_ok() {
        let _ = stderr.lock().write_all(&text);
    }
}
