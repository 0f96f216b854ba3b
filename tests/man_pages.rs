//! The manual pages of `man/`: clean for the checkers of two formatters, and about what the programs really take.

#![allow(clippy::disallowed_methods, reason = "tests start programs")]
#![allow(
    clippy::print_stderr,
    reason = "a test says on standard error why it was skipped"
)]

mod python;

use std::path::{Path, PathBuf};
use std::process::Command;

use python::{or_skip, run};

const PAGES: [&str; 6] = [
    "ipsec-auto.8",
    "ipsec-conf.1",
    "ipsec-fmt.1",
    "ipsec-lint.1",
    "ipsec-lint.toml.5",
    "ipsec-lsp.1",
];

fn page(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("man").join(name)
}

/// As a terminal shows it, without the bold and the line breaks.
fn shown(name: &str) -> String {
    let output = run(Command::new("mandoc")
        .args(["-T", "ascii", "-O", "width=1000"])
        .arg(page(name)))
    .expect("mandoc formats a page");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    // A letter, a backspace and the letter again are a bold letter.
    let mut plain = String::new();
    for c in text.chars() {
        if c == '\u{8}' {
            plain.pop();
        } else {
            plain.push(c);
        }
    }
    plain
}

fn is_here(program: &str, argument: &str) -> bool {
    let found = run(Command::new(program).arg(argument)).map(|_| PathBuf::new());
    or_skip(program, found).is_some()
}

#[test]
fn mandoc_has_nothing_to_say() {
    if !is_here("mandoc", "/dev/null") {
        return;
    }
    for name in PAGES {
        let output = Command::new("mandoc")
            .args(["-T", "lint", "-W", "warning"])
            .arg(page(name))
            .output()
            .expect("mandoc starts");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && said.is_empty(), "{said}");
    }
}

#[test]
fn groff_has_nothing_to_say() {
    if !is_here("groff", "--version") {
        return;
    }
    for name in PAGES {
        let output = Command::new("groff")
            .args(["-w", "w", "-man", "-T", "utf8", "-z"])
            .arg(page(name))
            .output()
            .expect("groff starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.is_empty(), "{said}");
    }
}

#[test]
fn pages_have_what_one_looks_for() {
    if !is_here("mandoc", "/dev/null") {
        return;
    }
    for name in PAGES {
        let text = shown(name);
        let mut wanted = vec!["NAME", "SYNOPSIS", "DESCRIPTION", "EXAMPLES", "SEE ALSO"];
        if !name.contains("toml") {
            wanted.extend(["OPTIONS", "EXIT STATUS"]);
        }
        for heading in wanted {
            assert!(
                text.contains(&format!("\n{heading}\n")),
                "{name}: {heading}"
            );
        }
    }
}

/// Every option of the help text is in the page, with a word about it.
#[test]
fn pages_know_every_option() {
    if !is_here("mandoc", "/dev/null") {
        return;
    }
    let programs = [
        ("ipsec-auto.8", env!("CARGO_BIN_EXE_ipsec-auto"), None),
        ("ipsec-conf.1", env!("CARGO_BIN_EXE_ipsec-conf"), None),
        (
            "ipsec-conf.1",
            env!("CARGO_BIN_EXE_ipsec-conf"),
            Some("show"),
        ),
        ("ipsec-fmt.1", env!("CARGO_BIN_EXE_ipsec-fmt"), None),
        ("ipsec-lint.1", env!("CARGO_BIN_EXE_ipsec-lint"), None),
        ("ipsec-lsp.1", env!("CARGO_BIN_EXE_ipsec-lsp"), None),
    ];
    for (name, program, subcommand) in programs {
        let page = shown(name);
        let lines: Vec<&str> = page.lines().map(str::trim).collect();
        let help = run(Command::new(program).args(subcommand).arg("--help")).expect("it helps");
        let help = String::from_utf8_lossy(&help.stdout).into_owned();
        let options: Vec<&str> = help
            .lines()
            .map(str::trim)
            .filter(|line| line.starts_with("--") || line.starts_with('-') && line.contains(", --"))
            .filter_map(|line| line.split_whitespace().find(|word| word.starts_with("--")))
            .collect();
        assert!(options.len() > 2, "{help}");
        for option in options {
            let begins = |line: &str| {
                let mut words = line.split([' ', ',']).filter(|word| !word.is_empty());
                words.by_ref().take(2).any(|word| word == option)
            };
            let at = lines.iter().position(|line| begins(line));
            let at = at.unwrap_or_else(|| panic!("{name} does not have {option}"));
            // Behind a short option on its own line, else on the next one.
            let is_tag = |word: &str| word.starts_with(['-', '<', '[']) || word.ends_with(']');
            let has_text = lines[at]
                .split(' ')
                .any(|word| !word.is_empty() && !is_tag(word));
            assert!(
                has_text || !lines[at + 1].is_empty(),
                "{name}: {option} is bare"
            );
        }
    }
}

/// The keys of the page are the keys that the program takes.
#[test]
fn the_example_settings_are_taken() {
    let text = std::fs::read_to_string(page("ipsec-lint.toml.5")).expect("the page is there");
    let example = text.split(".EX\n").nth(1).expect("there is an example");
    let example = example.split(".EE").next().expect("it ends");
    let settings = example
        .replace("\\-", "-")
        .replace("baseline", "# baseline");
    let dir = tempfile::tempdir().expect("a temporary directory");
    std::fs::write(dir.path().join("ipsec-lint.toml"), settings).expect("writable");
    std::fs::write(
        dir.path().join("ipsec.conf"),
        "conn a\n    left=192.0.2.1\n    right=192.0.2.2\n",
    )
    .expect("writable");
    let output = Command::new(env!("CARGO_BIN_EXE_ipsec-lint"))
        .arg("--quiet")
        .current_dir(dir.path())
        .output()
        .expect("it starts");
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(!said.contains("ipsec-lint.toml"), "{said}");
    assert_eq!(output.status.code(), Some(0), "{said}");
}
