//! Texts as they were read, places in them, and what of them reaches a terminal.

use ipsec_conf::Source;
use ipsec_conf::text::printable;
use ipsec_conf_texts::{bytes, edits, pieces, steers};
use proptest::prelude::*;

proptest! {
    #[test]
    fn any_bytes_are_a_source(bytes in bytes()) {
        let source = Source::from_bytes("a", bytes.clone()).expect("it is small");
        prop_assert_eq!(source.text(), String::from_utf8_lossy(&bytes));
        prop_assert_eq!(source.is_lossy(), String::from_utf8(bytes).is_err());
        for &at in source.invalid_offsets() {
            let is_mark = source.text()[at as usize..].starts_with(char::REPLACEMENT_CHARACTER);
            prop_assert!(is_mark, "at {at}");
        }
    }

    #[test]
    fn every_offset_has_its_line_and_column(text in pieces()) {
        let source = Source::new("a", text.as_str());
        for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let before = &text[..at];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            let position = source.position(at as u32);
            prop_assert_eq!((position.line as usize, position.column as usize), (line, column));
            let start = source.line_index().start(line - 1) as usize;
            let back = text[start..].char_indices().map(|(at, _)| start + at).chain([text.len()]).nth(column - 1);
            prop_assert_eq!(back, Some(at), "the way back");
        }
    }

    #[test]
    fn nothing_printable_steers_a_terminal(text in prop_oneof![pieces(), any::<String>()]) {
        let shown = printable(&text);
        prop_assert!(!shown.contains(steers), "{shown:?}");
        prop_assert_eq!(printable(&shown), &*shown, "it is printable already");
        if !text.contains(|c| steers(c) || !c.is_ascii() && !c.is_alphabetic()) {
            prop_assert_eq!(&*shown, &*text);
        }
    }

    #[test]
    fn masked_texts_keep_their_places_and_nothing_else(text in pieces(), places in edits(5)) {
        let hidden: Vec<_> = places.iter().map(|place| place.range(&text)).collect();
        let source = Source::new("a", text.as_str()).masked(&hidden);
        let masked = source.text();
        prop_assert_eq!(masked.len(), text.len());
        for (at, c) in text.char_indices() {
            let shown = masked[at..].chars().next();
            let is_hidden = hidden.iter().any(|range| range.contains(&at));
            let stays = !is_hidden || c == '\n';
            prop_assert_eq!(shown == Some(c), stays, "{:?} at {}", c, at);
        }
        prop_assert!(source.is_lossy(), "nobody writes it");
    }
}
