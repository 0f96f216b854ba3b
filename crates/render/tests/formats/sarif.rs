//! SARIF, checked by hand against the schema and by structure here.

use insta::assert_snapshot;
use ipsec_conf_report::Format;
use serde_json::Value;

use crate::sample::{Sample, usual};

#[test]
fn usual_findings() {
    let log: Value = serde_json::from_str(&usual().render(Format::Sarif)).unwrap();
    assert_snapshot!(serde_json::to_string_pretty(&log).unwrap());
}

#[test]
fn nothing_found() {
    assert_snapshot!(Sample::default().render(Format::Sarif));
}

#[test]
fn every_result_points_at_its_rule() {
    let log: Value = serde_json::from_str(&usual().render(Format::Sarif)).unwrap();
    let run = &log["runs"][0];
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(
            run["tool"]["driver"]["rules"][index]["id"],
            result["ruleId"]
        );
    }
}

#[test]
fn a_fix_without_edits_is_left_out() {
    let mut sample = usual();
    sample.diagnostics[0].fix.as_mut().unwrap().edits.clear();
    let log: Value = serde_json::from_str(&sample.render(Format::Sarif)).unwrap();
    assert_eq!(log["runs"][0]["results"][0].get("fixes"), None);
}

#[test]
fn twins_differ_in_their_fingerprints_and_survive_new_lines_above() {
    let fingerprints = |text: &str| -> Vec<String> {
        let mut sample = Sample::new(text, "left");
        sample.push(sample.diagnostics[0].clone());
        let log: Value = serde_json::from_str(&sample.render(Format::Sarif)).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        results
            .iter()
            .map(|result| result["partialFingerprints"].to_string())
            .collect()
    };
    let before = fingerprints("conn a\n  left=1\n");
    assert_ne!(before[0], before[1]);
    assert_eq!(before, fingerprints("# new\nconn a\n  left=1\n"));
}
