//! One line for each finding.

use insta::assert_snapshot;
use ipsec_conf_report::{Format, Style};

use crate::sample::usual;

#[test]
fn usual_findings() {
    assert_snapshot!(usual().render(Format::Concise), @r#"
    ipsec.conf:6:2: error[V101 unknown-keyword]: unknown keyword `lefsubnet` [whole file refused]
    ipsec.d/büro.conf:2:6: error[R108 duplicate-conn-name]: conn `office` is defined twice [misread]
    ipsec.d/büro.conf:3:11: info[U116 x-underscore-comment]: this address is for examples [works]
    "#);
}

#[test]
fn colours() {
    let text = usual().render_in(
        Format::Concise,
        Style {
            color: true,
            ..Style::PLAIN
        },
    );
    assert_snapshot!(text.escape_debug().to_string().replace("\\n", "\n"), @r#"
    ipsec.conf:6:2: \u{1b}[0m\u{1b}[1m\u{1b}[38;5;9merror[V101 unknown-keyword]\u{1b}[0m\u{1b}[1m: unknown keyword `lefsubnet` [whole file refused]\u{1b}[0m
    ipsec.d/büro.conf:2:6: \u{1b}[0m\u{1b}[1m\u{1b}[38;5;9merror[R108 duplicate-conn-name]\u{1b}[0m\u{1b}[1m: conn `office` is defined twice [misread]\u{1b}[0m
    ipsec.d/büro.conf:3:11: \u{1b}[0m\u{1b}[1m\u{1b}[38;5;10minfo[U116 x-underscore-comment]\u{1b}[0m\u{1b}[1m: this address is for examples [works]\u{1b}[0m
    "#);
}

#[test]
fn a_limit() {
    let mut sample = usual();
    sample.limit = Some(1);
    assert_snapshot!(sample.render(Format::Concise), @r#"
    ipsec.conf:6:2: error[V101 unknown-keyword]: unknown keyword `lefsubnet` [whole file refused]
    and 2 more findings that are not shown
    "#);
    assert_eq!(sample.render(Format::Jsonl).lines().count(), 3);
}
