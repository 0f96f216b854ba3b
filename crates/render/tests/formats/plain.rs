//! Several lines for each finding, by codespan.

use insta::assert_snapshot;
use ipsec_conf::diagnostic::codes;
use ipsec_conf::{Diagnostic, Effect, Span};
use ipsec_conf_report::Format;

use crate::sample::{Sample, usual};

#[test]
fn usual_findings() {
    assert_snapshot!(usual().render(Format::Plain));
}

#[test]
fn distant_places_of_one_file() {
    let mut sample = Sample::new(
        &format!("conn a\n{}conn b\n", "# comment\n".repeat(20)),
        "conn b",
    );
    let file = sample.files[0];
    let first = sample.find(file, "conn a");
    sample.diagnostics[0]
        .related
        .push(ipsec_conf::diagnostic::Label {
            span: first,
            message: "before".into(),
        });
    assert_snapshot!("distant_plain", sample.render(Format::Plain));
    assert_snapshot!("distant_full", sample.render(Format::Full));
}

#[test]
fn a_span_over_several_lines() {
    let sample = Sample::new(
        "conn a\n  left=1\n  right=2\nconn b\n",
        "conn a\n  left=1\n  right=2\n",
    );
    assert_snapshot!("lines_plain", sample.render(Format::Plain));
    assert_snapshot!("lines_full", sample.render(Format::Full));
}

#[test]
fn a_span_over_many_lines_is_drawn_under_its_first() {
    let text = format!("conn a\n{}", "  left=1\n".repeat(500));
    let sample = Sample::new(&text, &text);
    assert_snapshot!("many_lines_plain", sample.render(Format::Plain));
    assert_snapshot!("many_lines_full", sample.render(Format::Full));
}

/// Every place that is easy to get wrong, in the two formats that draw it.
#[test]
fn corners() {
    let corners: &[(&str, &str, std::ops::Range<usize>)] = &[
        ("an empty file", "", 0..0),
        ("end of file without a newline", "conn a", 6..6),
        ("last word of such a file", "conn a", 5..6),
        ("behind the last newline", "conn a\n", 7..7),
        ("end of a line", "conn a\n  left\nconn b\n", 13..13),
        ("the newline itself", "conn a\n  left\nconn b\n", 13..14),
        ("an empty line", "conn a\n\nconn b\n", 7..7),
        (
            "a word of a CR LF line",
            "conn a\r\n  left\r\nconn b\r\n",
            10..14,
        ),
        (
            "a whole CR LF line",
            "conn a\r\n  left\r\nconn b\r\n",
            8..16,
        ),
        ("the CR of a CR LF", "conn a\r\nconn b\r\n", 6..7),
        ("behind tabs", "\t\tleft=%any\n", 7..11),
        ("behind wide characters", "  # 漢字 é left\n", 14..18),
        ("between characters", "  # é\n", 4..4),
    ];
    let mut drawn = String::new();
    for (name, text, range) in corners {
        let mut sample = Sample::default();
        let file = sample.add("a.conf", text);
        let span = Span::new(file, range.clone());
        sample.push(
            Diagnostic::new(codes::UNREADABLE_LINE, Effect::Ignored, span, *name).label("here"),
        );
        drawn += &sample.render(Format::Plain);
        drawn += &sample.render(Format::Full);
    }
    assert_snapshot!(drawn);
}
