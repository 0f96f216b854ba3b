//! The texts that people read.

use crate::keyword::all;

#[test]
fn every_summary_is_a_short_sentence() {
    for keyword in all() {
        let length = keyword.summary.chars().count();
        assert!(
            (1..=240).contains(&length),
            "{}: {length} characters",
            keyword.id
        );
        assert!(
            keyword.summary.ends_with('.'),
            "{}: no full stop",
            keyword.id
        );
        assert!(
            !keyword.summary.contains('\n'),
            "{}: more than one line",
            keyword.id
        );
        assert_eq!(
            keyword.summary.matches('`').count() % 2,
            0,
            "{}: an unclosed backtick",
            keyword.id
        );
    }
}

#[test]
fn every_value_text_is_short() {
    for keyword in all() {
        for (value, text) in keyword.value_docs {
            assert!(
                (4..=160).contains(&text.chars().count()),
                "{} {value}",
                keyword.id
            );
            assert!(
                !text.ends_with('.'),
                "{} {value}: a phrase has no full stop",
                keyword.id
            );
        }
    }
}
