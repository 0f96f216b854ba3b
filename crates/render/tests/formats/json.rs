//! JSON as an array and line by line.

use insta::assert_snapshot;
use ipsec_conf::{Dialect, Target};
use ipsec_conf_report::{Format, Report, Style, render_all};
use serde_json::Value;

use crate::sample::{Sample, usual};

#[test]
fn array() {
    assert_snapshot!(usual().render(Format::Json));
}

#[test]
fn nothing_found() {
    assert_snapshot!(Sample::default().render(Format::Json), @"[]");
    assert_snapshot!(Sample::default().render(Format::Jsonl), @"");
}

#[test]
fn lines_are_the_items_of_the_array() {
    let array: Vec<Value> = serde_json::from_str(&usual().render(Format::Json)).unwrap();
    let lines = usual().render(Format::Jsonl);
    let lines: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(array, lines);
}

#[test]
fn several_configurations_make_one_array() {
    let (a, b) = (usual(), usual());
    let reports = [
        report(&a, Target::CLASSIC),
        report(&b, Target::newest(Dialect::Libreswan)),
    ];
    let mut out = Vec::new();
    render_all(Format::Json, &reports, &mut out).unwrap();
    let array: Vec<Value> = serde_json::from_slice(&out).unwrap();
    let targets: Vec<_> = array
        .iter()
        .map(|finding| finding["target"].as_str().unwrap())
        .collect();
    assert_eq!(targets[0], Target::CLASSIC.to_string());
    assert_eq!(targets[3], Target::LIBRESWAN_5_4.to_string());
}

fn report(sample: &Sample, target: Target) -> Report<'_> {
    Report {
        diagnostics: &sample.diagnostics,
        sources: &sample.sources,
        target,
        files: &sample.files,
        style: Style::PLAIN,
        rules: &[],
        tool_version: "",
        limit: None,
    }
}
