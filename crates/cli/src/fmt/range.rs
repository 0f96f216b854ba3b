//! `--range`: the lines that an editor has selected.

use std::str::FromStr;

use ipsec_conf::Source;
use ipsec_conf::diagnostic::Edit;

/// From one place to another, which is not part of it; lines and columns count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineRange {
    start: (u32, u32),
    end: (u32, u32),
}

impl FromStr for LineRange {
    type Err = String;

    fn from_str(text: &str) -> Result<LineRange, String> {
        let place = |text: &str| -> Option<(u32, u32)> {
            let (line, column) = text.split_once(':')?;
            let place = (line.parse().ok()?, column.parse().ok()?);
            (place.0 > 0 && place.1 > 0).then_some(place)
        };
        let range = text
            .split_once('-')
            .and_then(|(start, end)| Some((place(start)?, place(end)?)));
        let (start, end) =
            range.ok_or("a range is LINE:COLUMN-LINE:COLUMN, counted from 1, such as `3:1-8:1`")?;
        if end < start {
            return Err("the range ends before it starts".to_owned());
        }
        Ok(LineRange { start, end })
    }
}

impl LineRange {
    /// The last line of which a character is in the range.
    fn last_line(self) -> u32 {
        let is_open = self.end.1 == 1 && self.end.0 > self.start.0;
        self.end.0 - u32::from(is_open)
    }

    /// The edits of the lines that the range touches.
    pub(crate) fn pick(self, source: &Source, edits: Vec<Edit>) -> Vec<Edit> {
        let lines = self.start.0 as usize - 1..=self.last_line() as usize - 1;
        ipsec_conf_format::pick(source, edits, &lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_two_places() {
        let range = |start, end| Ok(LineRange { start, end });
        assert_eq!("3:1-8:2".parse(), range((3, 1), (8, 2)));
        for text in ["", "3-8", "3:1", "0:1-2:1", "3:1-2:9", "a:b-c:d", "1:1-2"] {
            assert!(text.parse::<LineRange>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_range_that_ends_before_a_line_does_not_touch_it() {
        let of = |text: &str| text.parse::<LineRange>().map(LineRange::last_line);
        assert_eq!(of("3:1-4:1"), Ok(3));
        assert_eq!(of("3:1-4:2"), Ok(4));
        assert_eq!(of("3:1-3:1"), Ok(3));
    }
}
