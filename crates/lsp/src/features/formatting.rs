//! What `ipsec-fmt` would do, as edits.

use std::ops::Range;

use ipsec_conf::diagnostic::Edit;
use ipsec_conf::{File, FileId};
use ipsec_conf_format::{Options, apply, format, same_reading};
use tower_lsp::ls_types::TextEdit;

use super::workspace_edit;
use crate::view::View;

/// All edits, or those of the lines that `only` touches. A result that reads otherwise is not offered.
pub(crate) fn edits(
    view: &View<'_>,
    options: &Options,
    only: Option<Range<usize>>,
) -> Option<Vec<TextEdit>> {
    if view.model().sources().get(view.file.id()).is_lossy() {
        return None;
    }
    let mut edits = format(view.file, options, view.model().target());
    if let Some(only) = only {
        let lines = lines_of(view.text(), only);
        edits.retain(|edit| {
            let range = edit.span.range();
            range.start < lines.end && range.end.max(range.start + 1) > lines.start
        });
    }
    is_harmless(view.file, &edits).then(|| workspace_edit::discreet(&edits, view))
}

fn is_harmless(file: &File, edits: &[Edit]) -> bool {
    let text = apply(file.text(), edits);
    let after = File::from_text(FileId::default(), text.into(), file.shape());
    same_reading(file, &after).is_ok()
}

/// The whole lines of which something is in the range.
fn lines_of(text: &str, range: Range<usize>) -> Range<usize> {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    // A range that ends before a line does not touch it.
    let last = if range.end > range.start && text[..range.end].ends_with('\n') {
        range.end - 1
    } else {
        range.end
    };
    let end = text[last..]
        .find('\n')
        .map_or(text.len(), |at| last + at + 1);
    start..end
}
