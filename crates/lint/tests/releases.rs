//! What Libreswan 5 refuses and Libreswan 4 took says so.

use std::path::Path;

use ipsec_conf::model::{LoadOptions, MemoryFs};
use ipsec_conf::{Diagnostic, Model, Source};
use ipsec_conf_lint::{Lint, Selection, lint};

fn findings(files: &MemoryFs, target: &str, text: &str) -> Vec<Diagnostic> {
    let source = Source::new(Path::new("ipsec.conf"), text);
    let model = Model::from_source(
        files,
        source,
        target.parse().expect("a target"),
        &LoadOptions::default(),
    );
    let selection = Selection::default();
    lint(&model, &Lint::new(&selection)).diagnostics
}

/// The notes that the finding with a code has in a conn with one more line.
fn check_notes(code: &str, target: &str, line: &str, expected: &[&str]) {
    let text = format!("conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tauthby=secret\n\t{line}\n");
    let found = findings(&MemoryFs::default(), target, &text);
    let finding = found
        .iter()
        .find(|finding| finding.code.id == code)
        .unwrap_or_else(|| panic!("no {code}: {found:?}"));
    let about: Vec<&str> = finding
        .notes
        .iter()
        .map(String::as_str)
        .filter(|note| note.starts_with("Libreswan 4 "))
        .collect();
    assert_eq!(about, expected, "{line}");
}

#[test]
fn a_value_that_4_takes() {
    let note = "Libreswan 4 takes it; Libreswan refuses this from 5.4 on";
    check_notes("V104", "libreswan@5.4", "phase2=default", &[note]);
}

#[test]
fn a_value_that_4_leaves_out() {
    let note = "Libreswan 4 loads the conn without it; Libreswan refuses this from 5.0 on";
    check_notes("V123", "libreswan@5.4", "leftikeport=65536", &[note]);
}

#[test]
fn a_value_that_4_misreads() {
    let note =
        "Libreswan 4 loads it as something else than it says; Libreswan refuses this from 5.0 on";
    check_notes("V137", "libreswan@5.4", "priority=abc", &[note]);
}

#[test]
fn the_first_release_that_refuses_it() {
    check_notes(
        "V102",
        "libreswan@5.4",
        "subnet=10.0.0.0/8",
        &[
            "Libreswan 4 loads it as something else than it says; Libreswan refuses this from 5.4 on",
        ],
    );
}

#[test]
fn what_4_refuses_as_well_is_not_new() {
    check_notes("V101", "libreswan@5.4", "lefsubnet=10.0.0.0/8", &[]);
    check_notes("V107", "libreswan@5.4", "ike=aes257", &[]);
}

#[test]
fn the_older_target_says_nothing() {
    check_notes("V137", "libreswan@4.10", "priority=abc", &[]);
}

#[test]
fn included_files_are_read_again() {
    let files = MemoryFs::new([(
        "/etc/ipsec.d/a.conf",
        "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tleftikeport=65536\n",
    )]);
    let found = findings(&files, "libreswan@5.4", "include /etc/ipsec.d/*.conf\n");
    let note = "Libreswan 4 loads the conn without it; Libreswan refuses this from 5.0 on";
    assert!(
        found
            .iter()
            .any(|finding| finding.notes.iter().any(|text| text == note)),
        "{found:?}"
    );
}
