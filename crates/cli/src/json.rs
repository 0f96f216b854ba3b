//! JSON for scripts that may meet a terminal all the same.

use std::fmt::Write as _;

use serde::Serialize;

/// The text of an answer, with every character escaped that could steer a terminal.
pub(crate) fn written(answer: &impl Serialize) -> String {
    let text =
        serde_json::to_string_pretty(answer).expect("strings and numbers can be written as JSON");
    let mut out = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        // Only strings hold such characters; those of ASCII are escaped already.
        let is_direction = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if is_direction || (c.is_control() && c != '\n') {
            let _ = write!(out, "\\u{:04x}", c as u32);
        } else {
            out.push(c);
        }
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(
            written(&"a\u{1b}b\u{9b}c\u{202e}d"),
            "\"a\\u001bb\\u009bc\\u202ed\"\n"
        );
    }
}
