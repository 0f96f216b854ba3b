//! Links from `include` lines to the files that they name; a pattern that names several has none.

use ipsec_conf::syntax::LineKind;
use tower_lsp::ls_types::DocumentLink;

use super::definition;
use crate::view::View;

pub(crate) fn links(view: &View<'_>) -> Vec<DocumentLink> {
    let lines = view.file.lines().iter();
    let includes = lines.filter(|line| line.kind == LineKind::Include);
    let link = |range: std::ops::Range<usize>| {
        let files = definition::included(view, view.span(range.clone()));
        let [file] = &files[..] else { return None };
        Some(DocumentLink {
            range: view.range(range),
            target: Some(file.uri.clone()),
            tooltip: None,
            data: None,
        })
    };
    includes
        .filter_map(|line| link(line.value_range()))
        .collect()
}
