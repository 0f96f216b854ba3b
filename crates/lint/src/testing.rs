//! How rules are tested beyond the examples of their pages.

use std::path::Path;

use ipsec_conf::model::{LoadOptions, MemoryFs};
use ipsec_conf::{Diagnostic, Model, Source};

use crate::host::Host;
use crate::{Lint, Selection, Which, apply, lint_on};

/// `line:column message` of each finding of a rule.
#[track_caller]
pub(crate) fn check(code: &str, target: &str, text: &str, expected: &[&str]) {
    let (_, found) = run(code, target, text, None);
    assert_eq!(found, expected, "{text}");
}

/// As [`check`] on a host.
#[track_caller]
pub(crate) fn check_on(host: &dyn Host, code: &str, target: &str, text: &str, expected: &[&str]) {
    let (_, found) = run(code, target, text, Some(host));
    assert_eq!(found, expected, "{text}");
}

/// What all fixes of a rule make of a text.
#[track_caller]
pub(crate) fn check_fix(code: &str, target: &str, text: &str, expected: &str) {
    let (findings, _) = run(code, target, text, None);
    let file = findings.first().expect("there is a finding").span().file;
    let applied = apply(text, file, &findings, Which::All).expect("the fixes are of this text");
    assert_eq!(applied.text, expected);
}

fn run(
    code: &str,
    target: &str,
    text: &str,
    host: Option<&dyn Host>,
) -> (Vec<Diagnostic>, Vec<String>) {
    let target = target.parse().expect("a target");
    let source = Source::new(Path::new("ipsec.conf"), text);
    let model = Model::from_source(
        &MemoryFs::default(),
        source,
        target,
        &LoadOptions::default(),
    );
    let mut selection = Selection::default();
    selection.host = host.is_some();
    selection.select(&[code]).expect("a code");
    let lint = Lint {
        selection: &selection,
        target_is_given: true,
    };
    let mut found = lint_on(&model, &lint, host).diagnostics;
    found.retain(|finding| finding.code.id == code);
    let shown = found
        .iter()
        .map(|finding| {
            let position = model
                .sources()
                .get(finding.span().file)
                .position(finding.span().start);
            format!("{}:{} {}", position.line, position.column, finding.message)
        })
        .collect();
    (found, shown)
}
