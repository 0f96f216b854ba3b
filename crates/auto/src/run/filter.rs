//! Drops the log lines of the daemon while the others stream through.

/// The first field of the lines that are dropped.
const LOG: &[u8] = b"002";

/// What is known about the line that is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    /// So far it may be either.
    Open,
    Passes,
    Dropped,
}

/// Takes output in pieces of any size. A prompt without a line end passes as soon as it cannot be a log line any more.
#[derive(Debug)]
pub(super) struct Filter {
    line: Line,
    /// The beginning of an open line.
    held: Vec<u8>,
}

impl Filter {
    pub(super) fn new() -> Filter {
        Filter {
            line: Line::Open,
            held: Vec::new(),
        }
    }

    /// What of `piece`, and of what was held back, passes now.
    pub(super) fn push(&mut self, piece: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(piece.len());
        for part in piece.split_inclusive(|&b| b == b'\n') {
            match self.line {
                Line::Passes => out.extend_from_slice(part),
                Line::Dropped => {}
                Line::Open => {
                    self.held.extend_from_slice(part);
                    self.line = judge(&self.held);
                    match self.line {
                        Line::Passes => out.append(&mut self.held),
                        Line::Dropped => self.held.clear(),
                        Line::Open => {}
                    }
                }
            }
            if part.ends_with(b"\n") {
                self.line = Line::Open;
            }
        }
        out
    }

    /// What was held back when the output ended.
    pub(super) fn finish(self) -> Vec<u8> {
        let is_log = self.held.trim_ascii() == LOG;
        if is_log { Vec::new() } else { self.held }
    }
}

/// As awk splits it: blanks at the beginning do not count.
fn judge(beginning: &[u8]) -> Line {
    let is_blank = |b: &u8| b" \t".contains(b);
    let text = &beginning[beginning.iter().take_while(|b| is_blank(b)).count()..];
    let end = text.iter().position(u8::is_ascii_whitespace);
    match end {
        Some(end) if &text[..end] == LOG => Line::Dropped,
        None if LOG.starts_with(text) => Line::Open,
        _ => Line::Passes,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn filtered(pieces: &[&[u8]]) -> Vec<u8> {
        let mut filter = Filter::new();
        let mut out: Vec<u8> = pieces.iter().flat_map(|piece| filter.push(piece)).collect();
        out.extend(filter.finish());
        out
    }

    #[test]
    fn only_lines_whose_first_field_is_002() {
        let text = b"002 log\n0021 no\n003 b\n  002 log\n002\n\n00\n\xff\xfe\n x 002\nraw";
        assert_eq!(
            filtered(&[text]),
            b"0021 no\n003 b\n\n00\n\xff\xfe\n x 002\nraw"
        );
    }

    #[test]
    fn a_prompt_is_not_held_back() {
        let mut filter = Filter::new();
        assert_eq!(filter.push(b"00"), b"");
        assert_eq!(filter.push(b"0 Enter secret: "), b"000 Enter secret: ");
        assert_eq!(filter.push(b"\n002 lo"), b"\n");
        assert_eq!(filter.push(b"g\n"), b"");
    }

    proptest! {
        #[test]
        fn pieces_make_no_difference(text in "[ 02a\n]{0,40}", at in 0_usize..40) {
            let at = at.min(text.len());
            let (one, other) = text.as_bytes().split_at(at);
            prop_assert_eq!(filtered(&[one, other]), filtered(&[text.as_bytes()]));
        }
    }
}
