//! The formats of CI systems and review tools.

use insta::assert_snapshot;
use ipsec_conf_report::Format;

use crate::sample::{Sample, usual};

#[test]
fn github() {
    assert_snapshot!(usual().render(Format::Github), @"");
}

#[test]
fn github_escapes_what_the_runner_would_read() {
    let mut sample = Sample::default();
    let file = sample.add("a,b:c%.conf", "x\n");
    let span = sample.find(file, "x");
    sample.diagnostics = Sample::new("x", "x").diagnostics;
    sample.diagnostics[0].primary.span = span;
    sample.diagnostics[0].message = "100 %, a:b\r\n::error::forged".into();
    assert_snapshot!(sample.render(Format::Github), @"");
}

#[test]
fn gitlab() {
    assert_snapshot!(usual().render(Format::Gitlab));
}

#[test]
fn junit() {
    assert_snapshot!(usual().render(Format::Junit));
}

#[test]
fn checkstyle() {
    assert_snapshot!(usual().render(Format::Checkstyle));
}
