//! The edits of some lines only, as an editor asks for them.

use std::ops::RangeInclusive;

use ipsec_conf::Source;
use ipsec_conf::diagnostic::Edit;

/// The edits that begin or lie in one of the lines, which count from 0.
pub fn pick(source: &Source, mut edits: Vec<Edit>, lines: &RangeInclusive<usize>) -> Vec<Edit> {
    let index = source.line_index();
    edits.retain(|edit| {
        let first = index.line(edit.span.start);
        // Behind a newline the next line begins, of which nothing is changed.
        let last = index.line(edit.span.end.saturating_sub(1).max(edit.span.start));
        first <= *lines.end() && last >= *lines.start()
    });
    edits
}
