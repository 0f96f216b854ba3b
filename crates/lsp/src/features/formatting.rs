//! What `ipsec-fmt` would do, as edits.

use std::ops::Range;

use ipsec_conf::diagnostic::Edit;
use ipsec_conf::syntax::{Line, LineKind};
use ipsec_conf::{File, FileId};
use ipsec_conf_format::{Options, apply, format, pick, same_reading};
use tower_lsp::ls_types::TextEdit;

use super::workspace_edit;
use crate::view::View;

/// What [`on_type`] is asked after.
pub(crate) const TRIGGER: &str = "\n";

/// All edits, or those of the lines that `only` touches. A result that reads otherwise is not offered.
pub(crate) fn edits(
    view: &View<'_>,
    options: &Options,
    only: Option<Range<usize>>,
) -> Option<Vec<TextEdit>> {
    let source = view.model().sources().get(view.file.id());
    if source.is_lossy() {
        return None;
    }
    let mut edits = format(view.file, options, view.model().target());
    if let Some(only) = only {
        let index = source.line_index();
        // A range that ends before a line does not touch it.
        let is_open = only.end > only.start && view.text()[..only.end].ends_with('\n');
        let last = only.end - usize::from(is_open);
        let lines = index.line(only.start as u32)..=index.line(last as u32);
        edits = pick(source, edits, &lines);
    }
    is_harmless(view.file, &edits).then(|| workspace_edit::discreet(&edits, view))
}

/// After a new line was begun at `offset`: the line above as it is laid out, and what the new one begins with.
pub(crate) fn on_type(view: &View<'_>, options: &Options, offset: usize) -> Option<Vec<TextEdit>> {
    let source = view.model().sources().get(view.file.id());
    let text = view.text();
    let start = text[..offset].rfind('\n')? + 1;
    let (above, line) = (view.line_at(start - 1)?.1, view.line_at(start));
    // Inside a string over several lines blanks are text.
    let is_inside = above.range().end > start;
    if source.is_lossy() || is_inside {
        return None;
    }
    let mut edits = format(view.file, options, view.model().target());
    // Where the cursor is, the layout of a file has no say: a line that is still empty would be taken away.
    edits.retain(|edit| {
        let range = edit.span.range();
        range.end < start && range.start >= above.range().start
    });
    if !is_harmless(view.file, &edits) {
        edits.clear();
    }
    let rest = above.range().start..start - 1;
    if above.kind == LineKind::Blank
        && edits.is_empty()
        && !text[rest.clone()].trim_end_matches('\r').is_empty()
    {
        let rest = rest.start..rest.start + text[rest].trim_end_matches('\r').len();
        edits.push(Edit {
            span: view.span(rest),
            text: String::new(),
        });
    }
    let content = &text[start..];
    let content = &content[..content.find('\n').unwrap_or(content.len())];
    let blanks = content.len() - content.trim_start_matches([' ', '\t']).len();
    let is_blank = content.trim_matches([' ', '\t', '\r']).is_empty();
    let is_entry = line.is_some_and(|(_, line)| line.kind == LineKind::Entry);
    if is_blank || is_entry {
        let wanted = if goes_on(view, above) {
            options.indent.text()
        } else {
            ""
        };
        if content[..blanks] != *wanted {
            edits.push(Edit {
                span: view.span(start..start + blanks),
                text: wanted.to_owned(),
            });
        }
    }
    Some(workspace_edit::discreet(&edits, view))
}

/// Whether a parameter is what comes below a line.
fn goes_on(view: &View<'_>, above: &Line) -> bool {
    match above.kind {
        LineKind::Header(_) | LineKind::Entry => true,
        LineKind::Comment => view.text()[above.range()].starts_with([' ', '\t']),
        _ => false,
    }
}

fn is_harmless(file: &File, edits: &[Edit]) -> bool {
    let text = apply(file.text(), edits);
    let after = File::from_text(FileId::default(), text.into(), file.shape());
    same_reading(file, &after).is_ok()
}
