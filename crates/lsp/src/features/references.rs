//! Every place where a conn or an identity is named, and those of one document.

use std::collections::HashSet;

use tower_lsp::ls_types::{DocumentHighlight, DocumentHighlightKind, Location};

use super::names::{self, Kind};
use super::secrets;
use crate::view::View;

pub(crate) fn references(
    view: &View<'_>,
    offset: usize,
    with_headers: bool,
) -> Option<Vec<Location>> {
    let Some(here) = names::at(view, offset) else {
        return secrets::references_of_conf_id(view, offset, with_headers);
    };
    let name = here.name;
    let wanted = names::of(view.model(), name)
        .filter(|occurrence| with_headers || occurrence.kind != Kind::Header);
    // A file that is included twice is there twice.
    let mut seen = HashSet::new();
    let places = wanted.filter_map(|occurrence| {
        let location = view.analysis.location(occurrence.span)?;
        let is_new = seen.insert((location.uri.clone(), occurrence.span.range()));
        is_new.then_some(location)
    });
    Some(places.collect())
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
