//! What the model makes of small configurations, target by target.

mod five_readers;
mod one_reader;
mod setup;

use std::path::Path;

use super::{LoadOptions, MemoryFs, Model};
use crate::target::{Reader, Target};

const CLASSIC: &str = "openswan@2.4";
const OPENSWAN: &str = "openswan@2.6";
const LIBRESWAN_4: &str = "libreswan@4.10";
const LIBRESWAN_5: &str = "libreswan@5.4";
const STRONGSWAN: &str = "strongswan@5.9.8";

fn load(target: &str, text: &str) -> Model {
    let target: Target = target.parse().unwrap();
    let first = if target.reader() == Reader::Classic {
        "version 2.0\n\n"
    } else {
        ""
    };
    let files = MemoryFs::new([("ipsec.conf", format!("{first}{text}"))]);
    Model::load(
        &files,
        Path::new("ipsec.conf"),
        target,
        &LoadOptions::default(),
    )
    .unwrap()
}

/// The conn `t` on one line: its settings by name, each with its way if it is not its own, then the findings.
fn flat(target: &str, text: &str) -> String {
    let model = load(target, text);
    let conn = model.resolved(model.find_conn("t").expect("the test has a conn `t`"));
    let mut settings: Vec<String> = conn
        .settings()
        .iter()
        .filter(|setting| setting.is_set())
        .map(|setting| {
            let way = conn.origin_words(setting).join(" ");
            let way = if way.is_empty() {
                way
            } else {
                format!("({way})")
            };
            format!("{}={}{way}", setting.spelling(), setting.value.text)
        })
        .collect();
    settings.sort();
    let found = model.diagnostics().iter().chain(conn.diagnostics());
    settings.extend(found.map(|found| {
        let effect = serde_json::to_value(found.effect).unwrap();
        format!("!{}:{}", found.code.name, effect.as_str().unwrap())
    }));
    settings.join(" ")
}

/// `rows` holds targets and the line that each makes of the conn `t`.
#[track_caller]
fn check(text: &str, rows: &[(&str, &str)]) {
    let actual: Vec<(&str, String)> = rows
        .iter()
        .map(|(target, _)| (*target, flat(target, text)))
        .collect();
    let expected: Vec<(&str, String)> = rows
        .iter()
        .map(|(target, line)| (*target, (*line).to_owned()))
        .collect();
    assert!(
        actual == expected,
        "{text}\nis      {actual:#?}\nshould be {expected:#?}"
    );
}

/// The same for the five readers, in the order of the constants above.
#[track_caller]
fn check_all(text: &str, lines: [&str; 5]) {
    let targets = [CLASSIC, OPENSWAN, LIBRESWAN_4, LIBRESWAN_5, STRONGSWAN];
    let rows: Vec<(&str, &str)> = targets.into_iter().zip(lines).collect();
    check(text, &rows);
}

/// Nine files, each of which names the next one ten times.
#[test]
fn includes_that_multiply_end() {
    let mut files = vec![("ipsec.conf".to_owned(), "include 0\n".repeat(10))];
    files.extend((0..8).map(|i| (i.to_string(), format!("include {}\n", i + 1).repeat(10))));
    files.push(("8".to_owned(), "conn t\n".to_owned()));
    let files = MemoryFs::new(files);
    for target in [OPENSWAN, LIBRESWAN_4, LIBRESWAN_5, STRONGSWAN] {
        let target: Target = target.parse().unwrap();
        let path = Path::new("ipsec.conf");
        let model = Model::load(&files, path, target, &LoadOptions::default()).unwrap();
        assert_eq!(model.files().len(), 10_010, "{target}");
        let said = model
            .diagnostics()
            .iter()
            .filter(|found| found.code.id == "R122");
        assert_eq!(said.count(), 1, "{target}");
    }
}
