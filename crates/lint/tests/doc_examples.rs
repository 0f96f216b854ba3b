//! The examples of the rule pages are the tests of the rules.
//!
//! A block ```` ```ipsec bad TARGET ```` must get a finding of its rule, a block ```` ```ipsec good TARGET ```` must not. A fix
//! of a bad example must leave nothing that the rule finds.

use std::path::{Path, PathBuf};

use ipsec_conf::model::{LoadOptions, MemoryFs};
use ipsec_conf::{Diagnostic, Model, Policies, Secrets, Source, Target};
use ipsec_conf_lint::{Lint, RULES, RuleInfo, Selection, Which, apply, lint};

/// `ipsec.conf` first, then what it includes, `ipsec.secrets` and what is in `policies/`.
type Files = Vec<(PathBuf, Vec<u8>)>;

/// A fenced block of a rule's documentation, for one target.
struct Example {
    is_bad: bool,
    target: Target,
    files: Files,
}

impl Example {
    fn shown(&self) -> String {
        format!("for {}:\n{}", self.target, listed(&self.files))
    }
}

fn listed(files: &Files) -> String {
    let listed = files.iter().map(|(path, text)| {
        format!(
            "# file: {}\n{}",
            path.display(),
            String::from_utf8_lossy(text)
        )
    });
    listed.collect()
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
        let (kind, rest) = words
            .split_once(' ')
            .unwrap_or_else(|| panic!("{}: `{words}` has no target", info.code.id));
        let is_bad = match kind {
            "bad" => true,
            "good" => false,
            other => panic!("{}: an example is bad or good, not {other}", info.code.id),
        };
        let (has_escapes, targets) = match rest.strip_prefix("escapes ") {
            Some(targets) => (true, targets),
            None => (false, rest),
        };
        let mut files = vec![(PathBuf::from("ipsec.conf"), Vec::new())];
        for line in lines.by_ref().take_while(|line| *line != "```") {
            if let Some(path) = line.strip_prefix("# file: ") {
                files.push((PathBuf::from(path), Vec::new()));
                continue;
            }
            let text = &mut files.last_mut().expect("there is a first file").1;
            text.extend(if has_escapes {
                unescaped(line)
            } else {
                line.as_bytes().to_vec()
            });
            text.push(b'\n');
        }
        for target in targets.split(' ') {
            let target = target
                .parse()
                .unwrap_or_else(|error| panic!("{}: {error}", info.code.id));
            out.push(Example {
                is_bad,
                target,
                files: files.clone(),
            });
        }
    }
    out
}

fn unescaped(line: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = line;
    while let Some((before, escape)) = rest.split_once('\\') {
        out.extend_from_slice(before.as_bytes());
        let kind = escape.chars().next().expect("an escape has a letter");
        rest = &escape[1..];
        match kind {
            'r' => out.push(b'\r'),
            '0' => out.push(0),
            'x' => {
                out.push(u8::from_str_radix(&rest[..2], 16).expect("two digits"));
                rest = &rest[2..];
            }
            'u' => {
                let (digits, after) = rest[1..].split_once('}').expect("braces around the number");
                let c = u32::from_str_radix(digits, 16)
                    .ok()
                    .and_then(char::from_u32)
                    .expect("a character");
                out.extend_from_slice(c.to_string().as_bytes());
                rest = after;
            }
            other => panic!("unknown escape {other}"),
        }
    }
    out.extend_from_slice(rest.as_bytes());
    out
}

fn findings(files: &Files, target: Target, rule: &RuleInfo) -> (Model, Vec<Diagnostic>) {
    let fs = MemoryFs::new(files.iter().cloned());
    let (path, text) = &files[0];
    let source = Source::from_bytes(path, text.clone()).expect("an example is small");
    let options = LoadOptions::default();
    let mut model = Model::from_source(&fs, source, target, &options);
    let has = |start: &str| files.iter().any(|(path, _)| path.starts_with(start));
    let secrets = has("ipsec.secrets").then(|| {
        let path = Path::new("ipsec.secrets");
        Secrets::load(&fs, path, target, &options, model.sources_mut()).expect("it is there")
    });
    let policies = has("policies").then(|| {
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
            if found.is_empty() == example.is_bad {
                wrong.push(format!(
                    "{} {}: the {what} example {}",
                    info.code.id,
                    info.code.name,
                    example.shown()
                ));
            }
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
                let is_lossy = |path: &Path| {
                    let mut sources = model.sources().iter();
                    sources.any(|(_, source)| source.path() == path && source.is_lossy())
                };
                let fixable = found.iter().any(|finding| finding.fix.is_some());
                if !fixable || files.iter().any(|(path, _)| is_lossy(path)) {
                    break;
                }
                let before = files.clone();
                let applied = apply(model.sources(), &found, Which::All)
                    .expect("the fixes are of these texts");
                for (file, changed) in applied.texts {
                    let path = model.sources().get(file).path();
                    let named = files.iter_mut().find(|(name, _)| name == path);
                    named.expect("a fix is of the example").1 = changed.into_bytes();
                }
                assert_ne!(files, before, "{}: the fix changes nothing", info.code.id);
                let (_, after) = findings(&files, example.target, info);
                assert!(
                    after.len() < found.len(),
                    "{}: the fix does not mend {}it gives\n{}",
                    info.code.id,
                    example.shown(),
                    listed(&files)
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
        .filter(|id| !seen.contains(id) && !is_of_auto(id))
        .collect();
    assert!(
        missing.is_empty(),
        "findings of the reading without a page: {missing:?}"
    );
}

/// Findings of `ipsec-auto` hang on the machine and on the options of the call: the linter does not have them, and a
/// document of their own describes them.
fn is_of_auto(id: &str) -> bool {
    id.starts_with(['A', 'W'])
}

#[test]
fn every_finding_of_auto_is_described() {
    let text = include_str!("../../../docs/ipsec-auto-findings.md");
    for code in ipsec_conf::diagnostic::codes::ALL
        .iter()
        .filter(|code| is_of_auto(code.id))
    {
        let heading = format!("## {} {}\n", code.id, code.name);
        assert!(text.contains(&heading), "no `{}`", heading.trim_end());
    }
}
