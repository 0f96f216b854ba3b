//! From a name behind `also=` to its conn, from an identity to its secrets, from an `include` line to its files.

use ipsec_conf::Span;
use ipsec_conf::syntax::LineKind;
use tower_lsp::ls_types::Location;

use super::{names, secrets};
use crate::view::View;

pub(crate) fn definition(view: &View<'_>, offset: usize) -> Option<Vec<Location>> {
    let model = view.model();
    if let Some(found) = names::at(view, offset) {
        let sections = names::targets(model, found.name).into_iter();
        let places = sections.filter_map(|id| view.analysis.location(model.section(id).name_span));
        return Some(places.collect());
    }
    let (_, line) = view.line_at(offset)?;
    if let Some(places) = secrets::of_conf_id(view, offset) {
        return Some(places);
    }
    if line.kind != LineKind::Include {
        return None;
    }
    Some(included(view, view.span(line.value_range())))
}

/// The start of every file that an `include` line names.
pub(crate) fn included(view: &View<'_>, path: Span) -> Vec<Location> {
    let model = view.model();
    let files = model.files().iter().map(|file| file.id());
    let files = files.filter(|&id| model.included_at(id) == Some(path));
    files
        .filter_map(|id| view.analysis.location(Span::new(id, 0..0)))
        .collect()
}
