//! The formats of CI systems and review tools.

use insta::assert_snapshot;
use ipsec_conf_report::Format;

use crate::sample::{Sample, usual};

#[test]
fn github() {
    assert_snapshot!(usual().render(Format::Github), @r#"
    ::error file=ipsec.conf,line=6,endLine=6,col=2,endColumn=11,title=V101 unknown-keyword::unknown keyword `lefsubnet`%0Athe whole file is refused by Libreswan 4.10%0Ahelp: did you mean `leftsubnet`?
    ::error file=ipsec.d/büro.conf,line=2,endLine=2,col=6,endColumn=12,title=R108 duplicate-conn-name::conn `office` is defined twice%0ALibreswan 4.10 loads it as something else than it says
    ::notice file=ipsec.d/büro.conf,line=3,endLine=3,col=11,endColumn=20,title=U116 x-underscore-comment::this address is for examples%0Ait works as written in Libreswan 4.10
    "#);
}

#[test]
fn github_escapes_what_the_runner_would_read() {
    let mut sample = Sample::default();
    let file = sample.add("a,b:c%.conf", "x\n");
    let span = sample.find(file, "x");
    sample.diagnostics = Sample::new("x", "x").diagnostics;
    sample.diagnostics[0].primary.span = span;
    sample.diagnostics[0].message = "100 %, a:b\r\n::error::forged".into();
    assert_snapshot!(sample.render(Format::Github), @r#"::error file=a%2Cb%3Ac%25.conf,line=1,endLine=1,col=1,endColumn=2,title=V101 unknown-keyword::100 %25, a:b\r\n::error::forged%0Athe whole file is refused by Libreswan 4.10"#);
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
