//! A great many findings: the time must grow with their number, not with its square.
//!
//! Nothing is measured here; a format that is quadratic makes this test hang.

use ipsec_conf::diagnostic::codes;
use ipsec_conf::{Diagnostic, Effect, Span};
use ipsec_conf_report::Format;

use crate::sample::Sample;

const MANY: usize = 100_000;

fn many(text: &str, count: usize) -> Sample {
    let mut sample = Sample::default();
    let file = sample.add("ipsec.conf", &text.repeat(count));
    for i in 0..count {
        let start = i * text.len() + 1;
        let span = Span::new(file, start..start + 1);
        sample.push(Diagnostic::new(
            codes::UNKNOWN_KEYWORD,
            Effect::FileRefused,
            span,
            "unknown keyword",
        ));
    }
    sample
}

#[test]
fn in_as_many_lines() {
    let sample = many(" lef=1\n", MANY);
    for format in Format::ALL {
        let text = sample.render(format);
        assert!(text.matches(needle(format)).count() >= MANY, "{format}");
    }
}

#[test]
fn in_one_line() {
    let count = MANY / 5;
    let sample = many(" lef=1 ", count);
    for format in Format::ALL {
        let text = sample.render(format);
        assert!(text.matches(needle(format)).count() >= count, "{format}");
    }
}

/// What the format writes once for each finding.
fn needle(format: Format) -> &'static str {
    match format {
        Format::Sarif => "\"ruleId\":\"V101\"",
        _ => "unknown-keyword",
    }
}
