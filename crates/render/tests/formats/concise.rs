//! One line for each finding.

use insta::assert_snapshot;
use ipsec_conf_report::Format;

use crate::sample::usual;

#[test]
fn usual_findings() {
    assert_snapshot!(usual().render(Format::Concise), @"");
}

#[test]
fn a_limit() {
    let mut sample = usual();
    sample.limit = Some(1);
    assert_snapshot!(sample.render(Format::Concise), @"");
    assert_eq!(sample.render(Format::Jsonl).lines().count(), 3);
}
