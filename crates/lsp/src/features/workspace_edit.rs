//! Edits of a configuration as the client takes them.

use std::collections::{BTreeMap, HashMap, HashSet};

use ipsec_conf::diagnostic::Edit;
use tower_lsp::ls_types::{
    DocumentChanges, Location, OneOf, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit,
    TextEdit, Uri, WorkspaceEdit,
};

use crate::analysis::Analysis;
use crate::view::View;

/// The versions of the documents that are open.
pub(crate) type Versions = HashMap<Uri, i32>;

/// `versions` is nothing for a client that cannot compare them. Nothing if a file has no address.
pub(crate) fn of(
    edits: &[Edit],
    analysis: &Analysis,
    versions: Option<&Versions>,
) -> Option<WorkspaceEdit> {
    let places = edits
        .iter()
        .map(|edit| Some((analysis.location(edit.span)?, edit.text.clone())));
    Some(joined(places.collect::<Option<Vec<_>>>()?, versions))
}

/// One edit for all places and what is to stand there.
pub(crate) fn joined(
    places: Vec<(Location, String)>,
    versions: Option<&Versions>,
) -> WorkspaceEdit {
    let mut by_uri: BTreeMap<Uri, Vec<TextEdit>> = BTreeMap::new();
    // A file that is included twice is there twice.
    let mut seen = HashSet::new();
    for (location, text) in places {
        let (start, end) = (location.range.start, location.range.end);
        let place = (start.line, start.character, end.line, end.character);
        if seen.insert((location.uri.clone(), place, text.clone())) {
            let list = by_uri.entry(location.uri).or_default();
            list.push(TextEdit::new(location.range, text));
        }
    }
    let Some(versions) = versions else {
        return WorkspaceEdit {
            changes: Some(by_uri.into_iter().collect()),
            ..WorkspaceEdit::default()
        };
    };
    let documents = by_uri.into_iter().map(|(uri, edits)| TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier {
            version: versions.get(&uri).copied(),
            uri,
        },
        edits: edits.into_iter().map(OneOf::Left).collect(),
    });
    WorkspaceEdit {
        document_changes: Some(DocumentChanges::Edits(documents.collect())),
        ..WorkspaceEdit::default()
    }
}

/// The edits of one document, without the secrets that they go around; one that is about a secret itself is left out.
pub(crate) fn discreet(edits: &[Edit], view: &View<'_>) -> Vec<TextEdit> {
    let mut out = Vec::new();
    for edit in edits {
        if !view.analysis.is_secret(edit.span) {
            out.push(TextEdit::new(
                view.analysis.range(edit.span),
                edit.text.clone(),
            ));
            continue;
        }
        let source = view.model().sources().get(edit.span.file);
        let range = edit.span.range();
        let Some(secret) = source
            .secrets()
            .iter()
            .find(|secret| secret.start >= range.start && secret.end <= range.end)
        else {
            continue;
        };
        let hidden = &source.text()[secret.clone()];
        // The secret stays where it is; what stands before and behind it is replaced.
        let parts: Vec<&str> = edit.text.split(hidden).collect();
        let [before, behind] = parts[..] else {
            continue;
        };
        let pieces = [
            (range.start..secret.start, before),
            (secret.end..range.end, behind),
        ];
        let is_clean = pieces
            .iter()
            .all(|(range, _)| !view.analysis.is_secret(view.span(range.clone())));
        if is_clean {
            for (range, text) in pieces {
                if source.text()[range.clone()] != *text {
                    out.push(TextEdit::new(view.range(range), text.to_owned()));
                }
            }
        }
    }
    out
}
