//! The examples of the rule pages are the tests of the rules.
//!
//! A block ```` ```ipsec bad TARGET ```` must get a finding of its rule, a block ```` ```ipsec good TARGET ```` must not. A fix
//! of a bad example must leave nothing that the rule finds.

use std::path::{Path, PathBuf};

use ipsec_conf::model::{LoadOptions, MemoryFs};
use ipsec_conf::{Diagnostic, Model, Policies, Secrets, Source, Target};
use ipsec_conf_lint::{Lint, RULES, RuleInfo, Selection, Which, apply, lint};

/// A fenced block of a rule's documentation, for one target.
struct Example {
    is_bad: bool,
    target: Target,
    /// `ipsec.conf` first; a line `==> NAME <==` starts another file.
    files: Vec<(String, String)>,
}

impl Example {
    fn text(&self) -> String {
        let parts: Vec<String> = self
            .files
            .iter()
            .map(|(name, text)| format!("==> {name} <==\n{text}"))
            .collect();
        parts.concat()
    }
}

fn files(lines: &[&str]) -> Vec<(String, String)> {
    let mut files = vec![("ipsec.conf".to_owned(), String::new())];
    for line in lines {
        match line
            .strip_prefix("==> ")
            .and_then(|rest| rest.strip_suffix(" <=="))
        {
            Some(name) => files.push((name.to_owned(), String::new())),
            None => files
                .last_mut()
                .expect("there is a first one")
                .1
                .extend([line, "\n"]),
        }
    }
    files
}

impl Example {
    fn shown(&self) -> String {
        format!(
            "for {}:\n{}",
            self.target,
            String::from_utf8_lossy(&self.text)
        )
    }
}

/// The examples of a rule: a block may name several targets, and hold several files behind `# file: PATH` lines.
///
/// With the word `escapes` before the targets, `\r`, `\0`, `\xNN` and `\u{NNNN}` stand for what cannot be written here.
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
            files: files(&text),
        });
    }
    out
}

fn findings(
    files: &[(String, String)],
    target: Target,
    rule: &RuleInfo,
) -> (Model, Vec<Diagnostic>) {
    let fs = MemoryFs::new(
        files
            .iter()
            .map(|(name, text)| (name.clone(), text.clone())),
    );
    let source = Source::new(Path::new("ipsec.conf"), &*files[0].1);
    let options = LoadOptions::default();
    let mut model = Model::from_source(&fs, source, target, &options);
    let has = |start: &str| files.iter().any(|(name, _)| name.starts_with(start));
    let secrets = has("ipsec.secrets").then(|| {
        Secrets::load(
            &fs,
            Path::new("ipsec.secrets"),
            target,
            &options,
            model.sources_mut(),
        )
        .expect("it is there")
    });
    let policies = has("policies/").then(|| {
        Policies::load(&fs, Path::new("policies"), target, model.sources_mut())
            .expect("it is there")
    });
    let mut selection = Selection::default();
    selection.host = true;
    selection
        .extend(&[rule.code.id])
        .expect("a rule knows itself");
    let what = Lint {
        secrets: secrets.as_ref(),
        policies: policies.as_ref(),
        ..Lint::new(&selection)
    };
    let found = lint(&model, &what);
    let own = found
        .diagnostics
        .into_iter()
        .filter(|finding| finding.code.id == rule.code.id)
        .collect();
    (model, own)
}

#[test]
fn examples_are_what_they_say() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let info = rule.info();
        for example in examples(info) {
            let (_, found) = findings(&example.files, example.target, info);
            let what = if example.is_bad { "bad" } else { "good" };
            assert_eq!(
                !found.is_empty(),
                example.is_bad,
                "{} {}: the {what} example\n{}",
                info.code.id,
                info.code.name,
                example.text()
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn fixes_mend_the_bad_examples() {
    for rule in RULES {
        let info = rule.info();
        for example in examples(info).into_iter().filter(|example| example.is_bad) {
            let mut files = example.files.clone();
            // A finding may hide another one of the same rule; every round must mend at least one.
            for _ in 0..8 {
                let (model, found) = findings(&files, example.target, info);
                let fixable = found.iter().filter(|finding| finding.fix.is_some()).count();
                let source = model.sources().get(file);
                if fixable == 0 || source.is_lossy() {
                    break;
                }
                let before = files.clone();
                for (name, text) in &mut files {
                    let (file, _) = model
                        .sources()
                        .iter()
                        .find(|(_, source)| source.path() == Path::new(name))
                        .expect("it was read");
                    *text = apply(text, file, &found, Which::All)
                        .expect("the fix is of this text")
                        .text;
                }
                assert_ne!(files, before, "{}: the fix changes nothing", info.code.id);
                let (_, after) = findings(&files, example.target, info);
                assert!(
                    after.len() < found.len(),
                    "{}: the fix does not mend\n{}\nit gives\n{files:?}",
                    info.code.id,
                    example.text()
                );
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
