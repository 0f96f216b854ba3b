//! Between byte offsets and the positions of the protocol.

use std::ops::Range;

use tower_lsp::ls_types::{Position, PositionEncodingKind};

/// In which units the client counts the characters of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Encoding {
    Utf8,
    /// What every client knows.
    #[default]
    Utf16,
    Utf32,
}

impl Encoding {
    /// The first one of the client's list that we know.
    pub(crate) fn negotiated(offered: Option<&[PositionEncodingKind]>) -> Encoding {
        let known = offered.unwrap_or_default().iter().find_map(|kind| {
            [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32]
                .into_iter()
                .find(|encoding| encoding.kind() == *kind)
        });
        known.unwrap_or_default()
    }

    pub(crate) fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    pub(crate) fn width(self, c: char) -> u32 {
        match self {
            Encoding::Utf8 => c.len_utf8() as u32,
            Encoding::Utf16 => c.len_utf16() as u32,
            Encoding::Utf32 => 1,
        }
    }

    pub(crate) fn len(self, text: &str) -> u32 {
        if text.is_ascii() {
            return text.len() as u32;
        }
        text.chars().map(|c| self.width(c)).sum()
    }
}

/// The starts of the lines as the protocol counts them: a CR alone ends a line too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lines {
    starts: Vec<u32>,
}

impl Lines {
    pub(crate) fn new(text: &str) -> Lines {
        let mut starts = vec![0];
        starts.extend(ends(text.as_bytes(), 0));
        Lines { starts }
    }

    /// The lines of the text in which `changed` was replaced by `inserted` bytes; `text` is the new one.
    pub(crate) fn replaced(&self, text: &str, changed: &Range<usize>, inserted: usize) -> Lines {
        // From the line before the change to the one behind it: a CR or an LF there may be half of a line's end.
        let first = self
            .starts
            .partition_point(|&start| (start as usize) < changed.start);
        let first = first.saturating_sub(2);
        let behind = self
            .starts
            .partition_point(|&start| (start as usize) <= changed.end)
            + 1;
        let from = self.starts[first] as usize;
        let shift = |start: u32| {
            start
                .wrapping_add(inserted as u32)
                .wrapping_sub(changed.len() as u32)
        };
        let kept = self.starts.get(behind..).unwrap_or_default();
        let to = kept.first().map(|&start| shift(start));
        let bytes = &text.as_bytes()[..to.map_or(text.len(), |to| to as usize)];
        let mut starts = Vec::with_capacity(self.starts.len() + 8);
        starts.extend_from_slice(&self.starts[..=first]);
        starts.extend(ends(bytes, from).filter(|&start| to.is_none_or(|to| start < to)));
        starts.extend(kept.iter().map(|&start| shift(start)));
        Lines { starts }
    }

    pub(crate) fn position(&self, text: &str, offset: usize, encoding: Encoding) -> Position {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self
            .starts
            .partition_point(|&start| start as usize <= offset)
            - 1;
        let before = &text[self.starts[line] as usize..offset];
        Position::new(line as u32, encoding.len(before))
    }

    /// The offset of a position; one behind the end of its line or of the text is the end.
    pub(crate) fn offset(&self, text: &str, position: Position, encoding: Encoding) -> usize {
        let Some(line) = self.line(text, position.line as usize) else {
            return text.len();
        };
        let content = text[line.clone()].trim_end_matches(['\r', '\n']);
        let mut left = position.character;
        for (at, c) in content.char_indices() {
            if left < encoding.width(c) {
                return line.start + at;
            }
            left -= encoding.width(c);
        }
        line.start + content.len()
    }

    /// A line with what ends it.
    pub(crate) fn line(&self, text: &str, number: usize) -> Option<Range<usize>> {
        let start = *self.starts.get(number)? as usize;
        let end = self.starts.get(number + 1);
        Some(start..end.map_or(text.len(), |&end| end as usize))
    }
}

/// Where lines end behind an offset, each by the start of the next one.
fn ends(bytes: &[u8], from: usize) -> impl Iterator<Item = u32> {
    memchr::memchr2_iter(b'\n', b'\r', &bytes[from..])
        .map(move |at| from + at)
        .filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'))
        .map(|at| at as u32 + 1)
}

#[cfg(test)]
mod tests {
    use ipsec_conf_texts::pieces;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    #[test]
    fn the_lines_of_an_edited_text_are_those_of_the_new_text() {
        let text = "a\r\nbc\n\rd\r\n\r\ne\rf\n\n";
        let pieces = ["", "x", "\n", "\r", "\r\n", "y\nz\r", "\n\r"];
        let lines = Lines::new(text);
        for start in 0..=text.len() {
            for end in start..=text.len() {
                for piece in pieces {
                    let mut new = text.to_owned();
                    new.replace_range(start..end, piece);
                    let replaced = lines.replaced(&new, &(start..end), piece.len());
                    assert_eq!(
                        replaced.starts,
                        Lines::new(&new).starts,
                        "{start}..{end} {piece:?}"
                    );
                }
            }
        }
    }

    /// Every offset of a text comes back from its position.
    fn check(text: &str, encoding: Encoding, expected: &[(u32, u32)]) {
        let lines = Lines::new(text);
        let mut positions = Vec::new();
        for (offset, _) in text.char_indices() {
            let position = lines.position(text, offset, encoding);
            positions.push((position.line, position.character));
            let is_inside_crlf = text[..offset].ends_with('\r') && text[offset..].starts_with('\n');
            if !is_inside_crlf {
                assert_eq!(lines.offset(text, position, encoding), offset, "{text:?}");
            }
        }
        assert_eq!(positions, expected, "{text:?} {encoding:?}");
    }

    #[test]
    fn positions_count_units_of_the_encoding() {
        let text = "é𝕏x\nb";
        check(
            text,
            Encoding::Utf8,
            &[(0, 0), (0, 2), (0, 6), (0, 7), (1, 0)],
        );
        check(
            text,
            Encoding::Utf16,
            &[(0, 0), (0, 1), (0, 3), (0, 4), (1, 0)],
        );
        check(
            text,
            Encoding::Utf32,
            &[(0, 0), (0, 1), (0, 2), (0, 3), (1, 0)],
        );
    }

    #[test]
    fn lines_end_as_the_protocol_says() {
        check(
            "a\r\nb\rc",
            Encoding::Utf16,
            &[(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (2, 0)],
        );
    }

    #[test]
    fn a_position_outside_is_the_end() {
        let lines = Lines::new("ab\r\ncd");
        let at = |line, character| {
            lines.offset("ab\r\ncd", Position::new(line, character), Encoding::Utf16)
        };
        assert_eq!((at(0, 99), at(1, 99), at(9, 0)), (2, 6, 6));
    }

    #[test]
    fn a_position_inside_a_character_is_its_start() {
        let lines = Lines::new("𝕏x");
        assert_eq!(lines.offset("𝕏x", Position::new(0, 1), Encoding::Utf16), 0);
    }

    /// Line and character, counted one by one.
    fn counted(text: &str, offset: usize, encoding: Encoding) -> Position {
        let (mut line, mut character) = (0, 0);
        let mut chars = text.char_indices().peekable();
        while let Some((_, c)) = chars.next_if(|&(at, _)| at < offset) {
            let is_half = c == '\r' && chars.peek().is_some_and(|&(_, next)| next == '\n');
            if matches!(c, '\r' | '\n') && !is_half {
                (line, character) = (line + 1, 0);
            } else {
                character += encoding.width(c);
            }
        }
        Position::new(line, character)
    }

    proptest! {
        #[test]
        fn a_position_is_the_way_back_to_its_offset(text in pieces(), encoding in select(&ENCODINGS[..])) {
            let lines = Lines::new(&text);
            let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            // Between CR and LF there is no place for an editor.
            for at in ends.filter(|&at| !(text[..at].ends_with('\r') && text[at..].starts_with('\n'))) {
                let position = lines.position(&text, at, encoding);
                prop_assert_eq!(position, counted(&text, at, encoding), "at {}", at);
                prop_assert_eq!(lines.offset(&text, position, encoding), at);
            }
        }

        /// Clients send places that are in the middle of a character, or behind the end of a line or of the text.
        #[test]
        fn any_position_is_a_place_in_the_text(
            text in pieces(),
            line in 0..30_u32,
            character in prop_oneof![0..30_u32, Just(u32::MAX)],
            encoding in select(&ENCODINGS[..]),
        ) {
            let lines = Lines::new(&text);
            let wanted = Position::new(line, character);
            let at = lines.offset(&text, wanted, encoding);
            prop_assert!(text.is_char_boundary(at));
            prop_assert!(lines.position(&text, at, encoding) <= wanted);
        }
    }
}
