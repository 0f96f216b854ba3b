//! Sections and runs of comments, which an editor can fold.

use ipsec_conf::syntax::LineKind;
use tower_lsp::ls_types::{FoldingRange, FoldingRangeKind};

use crate::view::View;

pub(crate) fn ranges(view: &View<'_>) -> Vec<FoldingRange> {
    let mut ranges = Vec::new();
    for section in view.file.sections() {
        let last = section.entries().last();
        if let Some(last) = last {
            let from = section.header().range().start;
            ranges.extend(fold(
                view,
                from,
                last.span().range().end,
                FoldingRangeKind::Region,
            ));
        }
    }
    let mut run: Option<(usize, usize)> = None;
    for line in view.file.lines() {
        let range = line.range();
        run = match (line.kind == LineKind::Comment, run) {
            (true, Some((start, _))) => Some((start, line.content_end(view.text()))),
            (true, None) => Some((range.start, line.content_end(view.text()))),
            (false, Some((start, end))) => {
                ranges.extend(fold(view, start, end, FoldingRangeKind::Comment));
                None
            }
            (false, None) => None,
        };
    }
    if let Some((start, end)) = run {
        ranges.extend(fold(view, start, end, FoldingRangeKind::Comment));
    }
    ranges
}

fn fold(view: &View<'_>, start: usize, end: usize, kind: FoldingRangeKind) -> Option<FoldingRange> {
    let range = view.range(start..end);
    (range.end.line > range.start.line).then(|| FoldingRange {
        start_line: range.start.line,
        end_line: range.end.line,
        kind: Some(kind),
        ..FoldingRange::default()
    })
}
