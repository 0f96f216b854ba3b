//! From a word to its value, its line, its section, the file.

use std::ops::Range;

use tower_lsp::ls_types::{Range as LspRange, SelectionRange};

use super::secrets::SecretsView;
use crate::view::View;

pub(crate) fn around(view: &View<'_>, offset: usize) -> SelectionRange {
    let text = view.text();
    let mut nest = Nest::new(text, offset);
    if let Some(section) = view.section_at(offset) {
        nest.narrow(section.span().range());
    }
    if let Some((_, line)) = view.line_at(offset) {
        nest.narrow(line.range());
        let value = line.value_range();
        nest.narrow(line.key_range().start..value.end.max(line.key_range().end));
        nest.narrow(line.key_range());
        nest.narrow(value.clone());
        let within = offset.clamp(value.start, value.end);
        let is_end = |c: char| matches!(c, ' ' | '\t' | ',' | '"' | '-' | '+' | ';' | '=');
        let start = text[value.start..within].rfind(is_end);
        let end = text[within..value.end].find(is_end);
        nest.narrow(
            start.map_or(value.start, |at| value.start + at + 1)
                ..end.map_or(value.end, |at| within + at),
        );
    }
    nest.selection(|range| view.range(range))
}

/// From a word to its line, its record, the file.
pub(crate) fn around_secret(view: &SecretsView<'_>, offset: usize) -> SelectionRange {
    let mut nest = Nest::new(view.text(), offset);
    if let Some(record) = view.record_at(offset) {
        nest.narrow(record.span.range());
    }
    let lines = view.file.lines();
    for (line, tokens) in lines.filter(|(line, _)| line.contains(&offset)) {
        nest.narrow(line);
        for token in tokens {
            nest.narrow(token.range());
        }
    }
    nest.selection(|range| view.range(range))
}

/// Ranges around a place, each within the one before it.
struct Nest {
    offset: usize,
    ranges: Vec<Range<usize>>,
}

impl Nest {
    fn new(text: &str, offset: usize) -> Nest {
        let whole = 0..text.len();
        Nest {
            offset,
            ranges: Vec::from([whole]),
        }
    }

    fn narrow(&mut self, range: Range<usize>) {
        let outer = self.ranges.last().expect("bug: the file is there");
        let is_inside = outer.start <= range.start && range.end <= outer.end;
        let is_around = range.start <= self.offset && self.offset <= range.end;
        if is_inside && is_around && *outer != range {
            self.ranges.push(range);
        }
    }

    /// `place` says how the client calls a range.
    fn selection(self, place: impl Fn(Range<usize>) -> LspRange) -> SelectionRange {
        let mut selection: Option<SelectionRange> = None;
        for range in self.ranges {
            selection = Some(SelectionRange {
                range: place(range),
                parent: selection.map(Box::new),
            });
        }
        selection.expect("bug: the file is there")
    }
}
