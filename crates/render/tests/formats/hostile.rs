//! Text that would steer a terminal, from a file written by somebody else.

use insta::assert_snapshot;
use ipsec_conf::diagnostic::{Fix, codes};
use ipsec_conf::{Diagnostic, Effect};
use ipsec_conf_report::Format;

use crate::sample::{Sample, assert_harmless};

const EVIL: &str = "\u{1b}[31mred\u{9b}2J\u{7}\u{202e}\u{200b}\u{feff}";

fn hostile() -> Sample {
    let mut sample = Sample::default();
    let file = sample.add(
        &format!("{EVIL}.conf"),
        &format!("conn {EVIL}\n\tleft={EVIL}here # {EVIL}\n"),
    );
    let other = sample.add("b.conf", &format!("{EVIL} there\n"));
    let here = sample.find(file, "here");
    sample.push(
        Diagnostic::new(
            codes::UNKNOWN_KEYWORD,
            Effect::ConnRefused,
            here,
            format!("bad {EVIL}\nforged: line"),
        )
        .label(EVIL)
        .conn(EVIL)
        .help(EVIL)
        .note(EVIL)
        .related(sample.find(file, &EVIL[..3]), EVIL)
        .related(sample.find(other, "there"), EVIL)
        .fix(Fix::safe(EVIL, here, EVIL)),
    );
    sample
}

#[test]
fn no_format_lets_it_through() {
    for format in Format::ALL {
        assert_harmless(format, &hostile().render(format));
    }
}

#[test]
fn labels_stay_under_their_text() {
    assert_snapshot!("hostile_plain", hostile().render(Format::Plain));
    assert_snapshot!("hostile_full", hostile().render(Format::Full));
}

#[test]
fn json_keeps_the_text() {
    let array: serde_json::Value = serde_json::from_str(&hostile().render(Format::Json)).unwrap();
    assert_eq!(array[0]["conn"], EVIL);
}
