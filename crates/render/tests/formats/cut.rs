//! Lines that are too long to show.

use insta::assert_snapshot;
use ipsec_conf::diagnostic::Label;
use ipsec_conf_report::Format;

use crate::sample::Sample;

fn line(size: usize) -> String {
    format!(
        "\tleft={}NEEDLE{}OTHER{}\nconn b\n",
        "x".repeat(size),
        "é".repeat(size),
        "z".repeat(size)
    )
}

#[test]
fn a_line_of_a_megabyte() {
    let mut sample = Sample::new(&line(350_000), "NEEDLE");
    let other = sample.find(sample.files[0], "OTHER");
    sample.diagnostics[0].related.push(Label {
        span: other,
        message: "and here".into(),
    });
    assert_snapshot!("megabyte_plain", sample.render(Format::Plain));
    assert_snapshot!("megabyte_full", sample.render(Format::Full));
    assert_snapshot!(sample.render(Format::Concise), @"ipsec.conf:1:350007: error[V101 unknown-keyword]: unknown keyword [whole file refused]");
}

#[test]
fn a_label_of_a_megabyte() {
    let text = "y".repeat(1_000_000);
    let sample = Sample::new(&format!("# a\nx={text}\n"), &text);
    assert_snapshot!("long_label_plain", sample.render(Format::Plain));
    assert_snapshot!("long_label_full", sample.render(Format::Full));
}

#[test]
fn a_message_of_a_megabyte() {
    let mut sample = Sample::new("x\n", "x");
    let long = "word ".repeat(200_000);
    sample.diagnostics[0].message.clone_from(&long);
    sample.diagnostics[0].primary.message.clone_from(&long);
    sample.diagnostics[0] = sample.diagnostics[0]
        .clone()
        .help(long.as_str())
        .note(long.as_str())
        .conn(long);
    for format in Format::ALL
        .into_iter()
        .filter(|format| format.is_for_people())
    {
        assert!(sample.render(format).len() < 20_000, "{format}");
    }
}

#[test]
fn no_format_for_people_copies_a_long_line() {
    let text = format!("x={}\u{1b}\n", "\u{1b}".repeat(10_000_000));
    let sample = Sample::new(&text, "\u{1b}\n");
    for format in Format::ALL
        .into_iter()
        .filter(|format| format.is_for_people())
    {
        assert!(sample.render(format).len() < 10_000, "{format}");
    }
}
