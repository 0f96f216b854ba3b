//! Texts without any order, made of what matters to the readers.

use proptest::prelude::*;

/// Text made of the pieces that matter to the readers.
pub fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => Just("\n"),
        4 => Just("\t"),
        3 => Just(" "),
        3 => Just("="),
        2 => Just("\""),
        1 => Just("{"),
        1 => Just("}"),
        2 => Just("#"),
        1 => Just("\\"),
        1 => Just("\r"),
        1 => Just("\r\n"),
        1 => Just("\u{feff}"),
        1 => Just("\0"),
        2 => Just("conn"),
        1 => Just("conn "),
        1 => Just("config setup"),
        1 => Just("include "),
        1 => Just("version"),
        1 => Just("ca "),
        3 => Just("left"),
        1 => Just("x-"),
        2 => Just("a"),
        2 => Just("\tleft=a"),
        1 => Just(" # b c\n"),
        1 => Just("é"),
        1 => Just("𝕏"),
        1 => Just("\u{202e}"),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// A text in which some bytes are not UTF-8.
pub fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let foreign = prop_oneof![
        Just(&b"\xff"[..]),
        Just(&b"\xe2\x82"[..]),
        Just(&b"\xc0\x80"[..]),
        Just(&b"\xed\xa0\x80"[..]),
        Just(&b"\xf0\x9f"[..]),
        Just(&b"B\xfcro"[..]),
    ];
    let parts = proptest::collection::vec((pieces(), foreign), 0..4);
    (parts, pieces()).prop_map(|(parts, last)| {
        let mut bytes = Vec::new();
        for (text, foreign) in parts {
            bytes.extend_from_slice(text.as_bytes());
            bytes.extend_from_slice(foreign);
        }
        bytes.extend_from_slice(last.as_bytes());
        bytes
    })
}

/// What a terminal may do anything with but show it.
pub fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
