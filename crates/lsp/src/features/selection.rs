//! From a word to its value, its line, its section, the file.

use std::ops::Range;

use tower_lsp::ls_types::SelectionRange;

use crate::view::View;

pub(crate) fn around(view: &View<'_>, offset: usize) -> SelectionRange {
    let text = view.text();
    let whole = 0..text.len();
    let mut ranges: Vec<Range<usize>> = Vec::from([whole]);
    let mut narrow = |range: Range<usize>| {
        let outer = ranges.last().expect("bug: the file is there");
        let is_inside = outer.start <= range.start && range.end <= outer.end;
        if is_inside && *outer != range && range.start <= offset && offset <= range.end {
            ranges.push(range);
        }
    };
    if let Some(section) = view.section_at(offset) {
        narrow(section.span().range());
    }
    if let Some((_, line)) = view.line_at(offset) {
        narrow(line.range());
        let value = line.value_range();
        narrow(line.key_range().start..value.end.max(line.key_range().end));
        narrow(line.key_range());
        narrow(value.clone());
        let within = offset.clamp(value.start, value.end);
        let is_end = |c: char| matches!(c, ' ' | '\t' | ',' | '"' | '-' | '+' | ';' | '=');
        let start = text[value.start..within].rfind(is_end);
        let end = text[within..value.end].find(is_end);
        narrow(
            start.map_or(value.start, |at| value.start + at + 1)
                ..end.map_or(value.end, |at| within + at),
        );
    }
    let mut selection: Option<SelectionRange> = None;
    for range in ranges {
        selection = Some(SelectionRange {
            range: view.range(range),
            parent: selection.map(Box::new),
        });
    }
    selection.expect("bug: the file is there")
}
