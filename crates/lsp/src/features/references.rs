//! Every place where a conn is named, and those of one document.

use tower_lsp::ls_types::{DocumentHighlight, DocumentHighlightKind, Location};

use super::names::{self, Kind};
use crate::view::View;

pub(crate) fn references(
    view: &View<'_>,
    offset: usize,
    with_headers: bool,
) -> Option<Vec<Location>> {
    let name = names::at(view, offset)?.name;
    let wanted = names::of(view.model(), name)
        .filter(|occurrence| with_headers || occurrence.kind != Kind::Header);
    let mut places: Vec<Location> = wanted
        .filter_map(|occurrence| view.analysis.location(occurrence.span))
        .collect();
    // A file that is included twice is there twice.
    let mut seen = Vec::new();
    places.retain(|place| {
        let is_new = !seen.contains(place);
        if is_new {
            seen.push(place.clone());
        }
        is_new
    });
    Some(places)
}

pub(crate) fn highlights(view: &View<'_>, offset: usize) -> Option<Vec<DocumentHighlight>> {
    let name = names::at(view, offset)?.name;
    let here =
        names::of(view.model(), name).filter(|occurrence| occurrence.span.file == view.file.id());
    let highlights = here.map(|occurrence| DocumentHighlight {
        range: view.analysis.range(occurrence.span),
        kind: Some(match occurrence.kind {
            Kind::Header => DocumentHighlightKind::WRITE,
            Kind::Also => DocumentHighlightKind::READ,
        }),
    });
    Some(highlights.collect())
}
