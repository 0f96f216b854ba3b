//! The examples of the rule pages are the tests of the rules.
//!
//! A block ```` ```ipsec bad TARGET ```` must get a finding of its rule, a block ```` ```ipsec good TARGET ```` must not. A fix
//! of a bad example must leave nothing that the rule finds.

use std::path::Path;

use ipsec_conf::model::{LoadOptions, MemoryFs};
use ipsec_conf::{Diagnostic, Model, Source, Target};
use ipsec_conf_lint::{Lint, RULES, RuleInfo, Selection, Which, apply, lint};

/// A fenced block of a rule's documentation.
struct Example {
    is_bad: bool,
    target: Target,
    text: String,
}

fn examples(info: &RuleInfo) -> Vec<Example> {
    let mut out = Vec::new();
    let mut lines = info
        .docs
        .lines()
        .map(|line| line.strip_prefix(' ').unwrap_or(line));
    while let Some(line) = lines.next() {
        let Some(words) = line.strip_prefix("```ipsec ") else {
            continue;
        };
        let (kind, target) = words
            .split_once(' ')
            .unwrap_or_else(|| panic!("{}: `{words}` has no target", info.code.id));
        let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        out.push(Example {
            is_bad: match kind {
                "bad" => true,
                "good" => false,
                other => panic!("{}: an example is bad or good, not {other}", info.code.id),
            },
            target: target
                .parse()
                .unwrap_or_else(|error| panic!("{}: {error}", info.code.id)),
            text: text.iter().map(|line| format!("{line}\n")).collect(),
        });
    }
    out
}

fn findings(text: &str, target: Target, rule: &RuleInfo) -> (Model, Vec<Diagnostic>) {
    let fs = MemoryFs::default();
    let source = Source::new(Path::new("ipsec.conf"), text);
    let model = Model::from_source(&fs, source, target, &LoadOptions::default());
    let mut selection = Selection::default();
    selection.host = true;
    selection
        .extend(&[rule.code.id])
        .expect("a rule knows itself");
    let found = lint(
        &model,
        &Lint {
            selection: &selection,
            target_is_given: true,
        },
    );
    let own = found
        .diagnostics
        .into_iter()
        .filter(|finding| finding.code.id == rule.code.id)
        .collect();
    (model, own)
}

#[test]
fn examples_are_what_they_say() {
    for rule in RULES {
        let info = rule.info();
        for example in examples(info) {
            let (_, found) = findings(&example.text, example.target, info);
            let what = if example.is_bad { "bad" } else { "good" };
            assert_eq!(
                !found.is_empty(),
                example.is_bad,
                "{} {}: the {what} example\n{}",
                info.code.id,
                info.code.name,
                example.text
            );
        }
    }
}

#[test]
fn fixes_mend_the_bad_examples() {
    for rule in RULES {
        let info = rule.info();
        for example in examples(info).into_iter().filter(|example| example.is_bad) {
            let mut text = example.text.clone();
            // A finding may hide another one of the same rule; every round must mend at least one.
            for _ in 0..8 {
                let (model, found) = findings(&text, example.target, info);
                let file = model.files()[0].id();
                let fixable = found.iter().filter(|finding| finding.fix.is_some()).count();
                if fixable == 0 {
                    break;
                }
                let applied =
                    apply(&text, file, &found, Which::All).expect("the fix is of this text");
                assert!(
                    applied.count > 0,
                    "{}: no fix could be applied to\n{text}",
                    info.code.id
                );
                assert_ne!(
                    applied.text, text,
                    "{}: the fix changes nothing",
                    info.code.id
                );
                let (_, after) = findings(&applied.text, example.target, info);
                assert!(
                    after.len() < found.len(),
                    "{}: the fix does not mend\n{text}\nit gives\n{}",
                    info.code.id,
                    applied.text
                );
                text = applied.text;
            }
        }
    }
}

#[test]
fn every_rule_has_a_page() {
    let mut seen = Vec::new();
    for rule in RULES {
        let info = rule.info();
        let id = info.code.id;
        for heading in ["## What it does", "## Why it matters"] {
            assert!(info.docs.contains(heading), "{id}: no `{heading}`");
        }
        let summary = info.summary();
        assert!(
            summary.ends_with('.') && summary.len() <= 200,
            "{id}: a summary is one sentence: {summary}"
        );
        assert!(!seen.contains(&id), "{id} is there twice");
        seen.push(id);
    }
    let missing: Vec<&str> = ipsec_conf::diagnostic::codes::ALL
        .iter()
        .map(|code| code.id)
        .filter(|id| !seen.contains(id))
        .collect();
    assert!(
        missing.is_empty(),
        "findings of the reading without a page: {missing:?}"
    );
}
