//! Which parts of a line are shown.

use std::ops::Range;

use ipsec_conf::Source;

/// Parts that are less apart than this are shown as one, in characters.
const NEAR: usize = 12;

pub(super) struct SourceLine {
    /// Without the end of the line.
    pub(super) content: Range<usize>,
    /// The CR of a CR LF, which is shown only if a label speaks of it.
    cr: Option<usize>,
}

impl SourceLine {
    /// Line `number`, counted from 0.
    pub(super) fn new(source: &Source, number: usize) -> SourceLine {
        let (text, index) = (source.text(), source.line_index());
        let start = index.start(number) as usize;
        let ends_with_empty_line = text.is_empty() || text.ends_with('\n');
        let last = index.len(text) + usize::from(ends_with_empty_line) - 1;
        if number >= last {
            return SourceLine {
                content: start..text.len(),
                cr: None,
            };
        }
        let end = index.start(number + 1) as usize - 1;
        let has_cr = text.as_bytes()[start..end].ends_with(b"\r");
        if has_cr {
            SourceLine {
                content: start..end - 1,
                cr: Some(end - 1),
            }
        } else {
            SourceLine {
                content: start..end,
                cr: None,
            }
        }
    }

    /// The stretches to show: everything, or what is around `labels` if the line has more than `longest` characters.
    pub(super) fn shown(
        &self,
        text: &str,
        labels: &[Range<usize>],
        longest: usize,
    ) -> Vec<Range<usize>> {
        let mut content = self.content.clone();
        if let Some(cr) = self.cr {
            let is_reported = labels
                .iter()
                .any(|label| label.start == cr || (label.end == cr + 1 && label.start < cr));
            if is_reported {
                content.end = cr + 1;
            }
        }
        let line = &text[content.clone()];
        let is_short = line.len() <= longest || line.char_indices().nth(longest).is_none();
        if is_short {
            return vec![content];
        }
        if labels.is_empty() {
            content.end = forward(text, &content, content.start, longest);
            return vec![content];
        }
        let mut stretches: Vec<Range<usize>> = labels
            .iter()
            .map(|label| {
                let start = label.start.clamp(content.start, content.end);
                let end = label.end.clamp(start, content.end).min(forward(
                    text,
                    &content,
                    start,
                    longest / 2,
                ));
                backward(text, &content, start, longest / 4)
                    ..forward(text, &content, end, longest / 4)
            })
            .collect();
        stretches.sort_by_key(|stretch| (stretch.start, stretch.end));
        let mut merged: Vec<Range<usize>> = Vec::new();
        for stretch in stretches {
            match merged.last_mut() {
                Some(last) if stretch.start <= forward(text, &content, last.end, NEAR) => {
                    last.end = last.end.max(stretch.end);
                }
                _ => merged.push(stretch),
            }
        }
        merged
    }
}

/// The offset `count` characters behind `at`, or the end of `within`.
fn forward(text: &str, within: &Range<usize>, at: usize, count: usize) -> usize {
    text[at..within.end]
        .char_indices()
        .nth(count)
        .map_or(within.end, |(i, _)| at + i)
}

/// The offset `count` characters before `at`, or the start of `within`.
fn backward(text: &str, within: &Range<usize>, at: usize, count: usize) -> usize {
    match count.checked_sub(1) {
        None => at,
        Some(n) => text[within.start..at]
            .char_indices()
            .nth_back(n)
            .map_or(within.start, |(i, _)| within.start + i),
    }
}
