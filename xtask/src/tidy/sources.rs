//! What the sources themselves must look like.

use std::path::Path;

use anyhow::{Context, Result};

const MAX_LINES: usize = 600;
const MAX_COLUMNS: usize = 125;
/// A message is not cut in two for the sake of a margin; neither is a line of a rule's page, which is Markdown.
const MAX_COLUMNS_WITH_TEXT: usize = 160;

/// Files that are longer for a reason.
const LONG_FILES: &[(&str, &str)] = &[];

/// Written in two parts, so that this file passes its own check.
const FORBIDDEN: &[(&str, &str)] = &[
    (concat!("to", "do!"), "finish it, or leave it out"),
    (concat!("db", "g!"), "left over from a search for a bug"),
    (
        concat!("#[ig", "nore"),
        "a test that cannot run says why and returns",
    ),
];

const HOMES: &[&str] = &[
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/Us", "ers/"),
];

/// Where the sources are; inputs and expectations of tests are not sources and may look like anything.
const PLACES: &[&str] = &[
    "crates",
    "src",
    "xtask",
    "tests",
    "benches",
    "fuzz",
    "grammar",
    "docs",
    "packaging",
    "editors",
    ".ci",
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    Files,
    Tree,
}

pub(crate) fn check(root: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for place in PLACES {
        walk(root, Path::new(place), Depth::Tree, &mut files)?;
    }
    walk(root, Path::new(""), Depth::Files, &mut files)?;
    files.sort();
    let mut findings = Vec::new();
    for file in &files {
        let bytes =
            std::fs::read(root.join(file)).with_context(|| format!("cannot read {file}"))?;
        match std::str::from_utf8(&bytes) {
            Ok(text) => findings.extend(check_text(file, text)),
            Err(_) => findings.push(format!("{file}: is not UTF-8")),
        }
    }
    let is_gone = |(file, _): &&(&str, &str)| !files.iter().any(|there| there == file);
    findings.extend(
        LONG_FILES
            .iter()
            .filter(is_gone)
            .map(|(file, _)| format!("{file}: is allowed to be long, and gone")),
    );
    Ok(findings)
}

/// Expectations in tests stand as they are.
fn is_test(file: &str) -> bool {
    file.starts_with("tests/") || file.contains("/tests/") || file.ends_with("tests.rs")
}

/// Files whose text is checked, as paths relative to the root, with `/`.
fn walk(root: &Path, dir: &Path, depth: Depth, files: &mut Vec<String>) -> Result<()> {
    let full = root.join(dir);
    if !full.is_dir() {
        return Ok(());
    }
    for entry in
        std::fs::read_dir(&full).with_context(|| format!("cannot read {}", full.display()))?
    {
        let entry = entry?;
        let path = dir.join(entry.file_name());
        let is_built = path.ends_with("target") || path.ends_with("node_modules");
        if !entry.file_type()?.is_dir() {
            if is_source(&path) {
                files.push(path.to_string_lossy().into_owned());
            }
        } else if depth == Depth::Tree && !is_built {
            walk(root, &path, depth, files)?;
        }
    }
    Ok(())
}

fn is_source(path: &Path) -> bool {
    let is_script = path.starts_with(".ci");
    let extension = path.extension().and_then(|extension| extension.to_str());
    is_script
        || matches!(
            extension,
            Some("rs" | "toml" | "md" | "pest" | "yml" | "yaml")
        )
}

fn check_text(file: &str, text: &str) -> Vec<String> {
    let is_rust = Path::new(file)
        .extension()
        .is_some_and(|extension| extension == "rs");
    let mut findings = Vec::new();
    if is_rust {
        findings.extend(check_whole(file, text));
    }
    for (index, line) in text.lines().enumerate() {
        let mut report =
            |message: String| findings.push(format!("{file}:{}: {message}", index + 1));
        if HOMES.iter().any(|home| names_home(line, home)) {
            report("names a home directory".to_owned());
        }
        if !is_rust {
            continue;
        }
        let columns = line.chars().count();
        let is_page =
            line.trim_start().starts_with("///") && file.starts_with("crates/lint/src/rules/");
        let allowed = if is_page {
            usize::MAX
        } else if line.contains('"') {
            MAX_COLUMNS_WITH_TEXT
        } else {
            MAX_COLUMNS
        };
        if columns > allowed && !is_test(file) {
            report(format!("has {columns} columns, {allowed} are allowed"));
        }
        for (word, why) in FORBIDDEN {
            if line.contains(word) {
                report(format!("contains `{word}`: {why}"));
            }
        }
        if names_grammar_rule(file, line) {
            report("names pest's `Rule`, which only the lowerings see".to_owned());
        }
    }
    findings
}

fn check_whole(file: &str, text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    if !text.trim_start().starts_with("//!") {
        findings.push(format!(
            "{file}: does not start with `//!` and a sentence on what it is"
        ));
    }
    let lines = text.lines().count();
    let is_allowed = LONG_FILES.iter().any(|(allowed, _)| *allowed == file);
    if lines > MAX_LINES && !is_allowed {
        findings.push(format!(
            "{file}: has {lines} lines, {MAX_LINES} are allowed: split it"
        ));
    } else if lines <= MAX_LINES && is_allowed {
        findings.push(format!("{file}: need not be allowed to be long"));
    }
    findings
}

/// A home directory at the start of a path: `docs/home/index.md` has none.
fn names_home(line: &str, home: &str) -> bool {
    line.match_indices(home).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let starts_path = !before.is_some_and(|c| c.is_alphanumeric() || "._-/}".contains(c));
        let is_named = line[at + home.len()..]
            .starts_with(|c: char| c.is_alphanumeric() || c == '.' || c == '_');
        starts_path && is_named
    })
}

/// Only the parser's own files can name the rules of the grammar; elsewhere pest is no dependency (see `layers`), and
/// `Rule` may be anything, a rule of the linter for instance.
fn names_grammar_rule(file: &str, line: &str) -> bool {
    const LOWERINGS: [&str; 2] = [
        "crates/parser/src/syntax/",
        "crates/parser/src/secrets/lower.rs",
    ];
    let is_parser = file.starts_with("crates/parser/")
        && !LOWERINGS.iter().any(|lowering| file.starts_with(lowering));
    let code = line.split("//").next().unwrap_or_default();
    let mut words = code.split(|c: char| !c.is_alphanumeric() && c != '_');
    is_parser && words.any(|word| word == "Rule")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "//! A module.\n";

    fn check_rust(file: &str, body: &str, expect: &[&str]) {
        assert_eq!(check_text(file, &format!("{HEAD}{body}")), expect, "{body}");
    }

    #[test]
    fn a_module_starts_with_a_sentence() {
        assert_eq!(check_text("src/a.rs", HEAD), Vec::<String>::new());
        let expect = ["src/a.rs: does not start with `//!` and a sentence on what it is"];
        assert_eq!(check_text("src/a.rs", "// A module.\n"), expect);
        assert_eq!(check_text("src/a.rs", ""), expect);
    }

    #[test]
    fn a_file_is_short() {
        check_rust("src/a.rs", &"\n".repeat(599), &[]);
        check_rust(
            "src/a.rs",
            &"\n".repeat(600),
            &["src/a.rs: has 601 lines, 600 are allowed: split it"],
        );
    }

    #[test]
    fn a_line_is_short_in_characters_not_bytes() {
        check_rust("src/a.rs", &"ä".repeat(125), &[]);
        check_rust(
            "src/a.rs",
            &"ä".repeat(126),
            &["src/a.rs:2: has 126 columns, 125 are allowed"],
        );
        check_rust("tests/a.rs", &"ä".repeat(126), &[]);
        assert_eq!(
            check_text("README.md", &"a".repeat(500)),
            Vec::<String>::new()
        );
    }

    #[test]
    fn what_is_forbidden_is_named_with_its_line() {
        for (word, why) in FORBIDDEN {
            let expect = format!("src/a.rs:3: contains `{word}`: {why}");
            check_rust("src/a.rs", &format!("\n    {word}"), &[&expect]);
        }
    }

    #[test]
    fn a_home_directory_has_no_place_in_a_source() {
        for home in HOMES {
            let expect = vec!["a.md:1: names a home directory".to_owned()];
            assert_eq!(check_text("a.md", &format!("see {home}jane/notes")), expect);
            assert_eq!(
                check_text("a.md", &format!("see `{home}.cargo/bin`")),
                expect
            );
            assert_eq!(
                check_text("a.md", &format!("see docs{home}index.md")),
                Vec::<String>::new()
            );
            assert_eq!(
                check_text("a.md", &format!("see {home}")),
                Vec::<String>::new()
            );
        }
    }

    #[test]
    fn the_rules_of_the_grammar_stay_in_the_syntax() {
        let message = "names pest's `Rule`, which only the lowerings see";
        let line = "fn value(pair: Pair<'_, Rule>) {}";
        check_rust("crates/parser/src/syntax/lower.rs", line, &[]);
        check_rust("crates/lint/src/registry.rs", "pub trait Rule {}", &[]);
        check_rust(
            "crates/parser/src/model/mod.rs",
            line,
            &[&format!("crates/parser/src/model/mod.rs:2: {message}")],
        );
        check_rust("crates/parser/src/model/mod.rs", "// A Rule of thumb.", &[]);
        check_rust("crates/parser/src/model/mod.rs", "struct RuleSet;", &[]);
    }

    #[test]
    fn sources_are_found_and_built_things_are_not() {
        let root = tempfile::tempdir().expect("a temporary directory");
        for file in [
            "src/deep/a.rs",
            "src/target/b.rs",
            "tests/input.conf",
            "Cargo.toml",
            ".ci/run",
            "notes.rs",
        ] {
            let path = root.path().join(file);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("writable");
            std::fs::write(path, "x\n").expect("writable");
        }
        let head = "does not start with `//!` and a sentence on what it is";
        let expect = [
            format!("notes.rs: {head}"),
            format!("src/deep/a.rs: {head}"),
        ];
        assert_eq!(check(root.path()).expect("it reads"), expect);
    }
}
