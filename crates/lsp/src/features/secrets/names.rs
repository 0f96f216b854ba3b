//! From an identity to the places that have it, in the configuration and in its secrets.

use std::collections::HashSet;

use ipsec_conf::secrets::Key;
use tower_lsp::ls_types::{DocumentHighlight, DocumentHighlightKind, Location};

use super::ids::{self, Named};
use super::{SecretsView, structure, touches};
use crate::analysis::Analysis;
use crate::view::View;

/// From an index to the ends of the configuration that have that identity; from `include` to the file.
pub(crate) fn definition(view: &SecretsView<'_>, offset: usize) -> Option<Vec<Location>> {
    let Some(here) = at(view, offset) else {
        return structure::included_at(view, offset);
    };
    let ends = ids::in_conf(&view.analysis.model);
    Some(places(view.analysis, ends, &here.key))
}

pub(crate) fn references(
    view: &SecretsView<'_>,
    offset: usize,
    with_ends: bool,
) -> Option<Vec<Location>> {
    let here = at(view, offset)?;
    Some(everywhere(view.analysis, &here.key, with_ends))
}

pub(crate) fn highlights(view: &SecretsView<'_>, offset: usize) -> Option<Vec<DocumentHighlight>> {
    let here = at(view, offset)?;
    let id = view.file.id();
    let same = ids::in_secrets(view.secrets)
        .filter(|named| named.span.file == id && named.key == here.key);
    let highlight = |named: Named| DocumentHighlight {
        range: view.analysis.range(named.span),
        kind: Some(DocumentHighlightKind::READ),
    };
    Some(same.map(highlight).collect())
}

/// From `leftid=` or `left=` to the secrets that are for it.
pub(crate) fn of_conf_id(view: &View<'_>, offset: usize) -> Option<Vec<Location>> {
    let here = end_at(view, offset)?;
    let secrets = view.analysis.secrets.as_ref()?;
    Some(places(view.analysis, ids::in_secrets(secrets), &here.key))
}

/// Everything that has the identity of an end.
pub(crate) fn references_of_conf_id(
    view: &View<'_>,
    offset: usize,
    with_ends: bool,
) -> Option<Vec<Location>> {
    let here = end_at(view, offset)?;
    Some(everywhere(view.analysis, &here.key, with_ends))
}

fn end_at(view: &View<'_>, offset: usize) -> Option<Named> {
    let (_, item, _) = view.item_at(offset)?;
    ids::of_item(view.model(), item).filter(|named| touches(named.span, offset))
}

fn at(view: &SecretsView<'_>, offset: usize) -> Option<Named> {
    let id = view.file.id();
    ids::in_secrets(view.secrets).find(|named| named.span.file == id && touches(named.span, offset))
}

/// The ends say who somebody is; the secrets only speak of them.
fn everywhere(analysis: &Analysis, key: &Key, with_ends: bool) -> Vec<Location> {
    let mut found = Vec::new();
    if with_ends {
        found = places(analysis, ids::in_conf(&analysis.model), key);
    }
    if let Some(secrets) = &analysis.secrets {
        found.extend(places(analysis, ids::in_secrets(secrets), key));
    }
    found
}

fn places(analysis: &Analysis, all: impl Iterator<Item = Named>, key: &Key) -> Vec<Location> {
    let mut seen = HashSet::new();
    let same = all.filter(|named| named.key == *key);
    let location = |named: Named| {
        let location = analysis.location(named.span)?;
        // A file that is included twice is there twice.
        let is_new = seen.insert((location.uri.clone(), named.span.range()));
        is_new.then_some(location)
    };
    same.filter_map(location).collect()
}
