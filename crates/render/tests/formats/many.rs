//! A great many findings: the time must grow with their number, not with its square.
//!
//! Nothing is measured here; a format that is quadratic makes this test hang.

use ipsec_conf::diagnostic::codes;
use ipsec_conf::{Diagnostic, Effect, Span};
use ipsec_conf_report::Format;

use crate::sample::Sample;

const MANY: usize = 100_000;

fn many(text: &str) -> Sample {
    let mut sample = Sample::default();
    let file = sample.add("ipsec.conf", &text.repeat(MANY));
    for i in 0..MANY {
        let start = i * text.len() + 1;
        let span = Span::new(file, start..start + 1);
        sample.push(Diagnostic::new(codes::UNKNOWN_KEYWORD, Effect::FileRefused, span, "unknown keyword"));
    }
    sample
}

#[test]
fn in_as_many_lines() {
    let sample = many(" lef=1\n");
    for format in Format::ALL {
        let text = sample.render(format);
        assert!(text.matches(needle(format)).count() >= MANY, "{format}");
    }
}

#[test]
fn in_one_line() {
    let sample = many(" lef=1 ");
    for format in Format::ALL {
        let text = sample.render(format);
        assert!(text.matches(needle(format)).count() >= MANY, "{format}");
    }
}

/// What the format writes once for each finding.
fn needle(format: Format) -> &'static str {
    match format {
        Format::Sarif => "\"ruleId\":\"V101\"",
        _ => "unknown-keyword",
    }
}
