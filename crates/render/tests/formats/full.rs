//! Drawings by miette.

use insta::assert_snapshot;
use ipsec_conf_report::{Format, Style};

use crate::sample::usual;

#[test]
fn usual_findings() {
    assert_snapshot!(usual().render(Format::Full));
}

#[test]
fn usual_findings_in_ascii() {
    assert_snapshot!(usual().render_in(
        Format::Full,
        Style {
            width: 60,
            ..Style::PLAIN
        }
    ));
}

#[test]
fn colours_and_links() {
    let style = Style {
        color: true,
        unicode: true,
        hyperlinks: true,
        width: 80,
    };
    let mut sample = usual();
    sample.diagnostics.truncate(1);
    assert_snapshot!(
        sample
            .render_in(Format::Full, style)
            .escape_debug()
            .to_string()
            .replace("\\n", "\n")
    );
}

#[test]
fn a_narrow_terminal_is_no_crash() {
    for width in [0, 1, 10, 41] {
        assert!(
            !usual()
                .render_in(
                    Format::Full,
                    Style {
                        width,
                        ..Style::PLAIN
                    }
                )
                .is_empty()
        );
    }
}
