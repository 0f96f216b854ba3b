//! Changes of a text, as an editor makes them.

use std::ops::Range;

use proptest::prelude::*;

use crate::configuration::line;

/// A piece of a text that is replaced. Where it is, is settled when there is a text.
#[derive(Debug, Clone)]
pub struct Edit {
    place: u16,
    length: u16,
    pub text: String,
}

impl Edit {
    /// Between characters of `text`.
    pub fn range(&self, text: &str) -> Range<usize> {
        let boundary = |at: usize| {
            (0..=at.min(text.len()))
                .rev()
                .find(|&at| text.is_char_boundary(at))
                .unwrap_or(0)
        };
        let start = boundary((usize::from(self.place) * (text.len() + 1)) >> 16);
        start..boundary(start + usize::from(self.length)).max(start)
    }

    pub fn apply(&self, text: &str) -> String {
        let range = self.range(text);
        format!(
            "{}{}{}",
            &text[..range.start],
            self.text,
            &text[range.end..]
        )
    }
}

/// Letters that are typed, lines that are pasted, pieces that are deleted.
pub fn edits(most: usize) -> impl Strategy<Value = Vec<Edit>> {
    let text = prop_oneof![
        3 => "[a-z0-9 =#\"\n\t.%]",
        1 => Just(String::new()),
        1 => prop_oneof![
            Just("\r\n"),
            Just("\r"),
            Just("\n\n"),
            Just("conn x\n"),
            Just("\nconn "),
            Just("é𝕏"),
        ].prop_map(str::to_owned),
        2 => line(),
    ];
    let length = prop_oneof![4 => Just(0), 3 => 1..4_u16, 1 => 0..200_u16];
    let edit = (any::<u16>(), length, text).prop_map(|(place, length, text)| Edit {
        place,
        length,
        text,
    });
    proptest::collection::vec(edit, 0..most)
}
