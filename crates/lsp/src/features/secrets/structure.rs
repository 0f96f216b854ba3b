//! The records of a file as an outline, as folds, and its `include` lines as links.

use ipsec_conf::Span;
use ipsec_conf::secrets::{Record, TokenKind};
use tower_lsp::ls_types::{
    DocumentLink, DocumentSymbol, FoldingRange, FoldingRangeKind, Location, SymbolInformation,
    SymbolKind, Uri,
};

use super::{SecretsView, title, touches};
use crate::features::symbols::information;
use crate::overlay::plain;

#[allow(deprecated, reason = "the field has to be given a value")]
pub(crate) fn symbols(view: &SecretsView<'_>) -> Vec<DocumentSymbol> {
    let records = view.records();
    records
        .map(|record| DocumentSymbol {
            name: title(view.analysis, record),
            detail: None,
            kind: SymbolKind::KEY,
            tags: None,
            deprecated: None,
            range: view.analysis.range(record.span),
            selection_range: view.analysis.range(record.ids_span),
            children: None,
        })
        .collect()
}

/// The same for a client that knows no nesting.
pub(crate) fn flat(view: &SecretsView<'_>) -> Vec<SymbolInformation> {
    let records = view.records();
    let of_record = |record: &Record| {
        let range = view.analysis.range(record.span);
        let location = Location::new(view.uri.clone(), range);
        information(title(view.analysis, record), SymbolKind::KEY, location)
    };
    records.map(of_record).collect()
}

/// Records over several lines, and runs of comments.
pub(crate) fn folds(view: &SecretsView<'_>) -> Vec<FoldingRange> {
    let fold = |start: u32, end: u32, kind: FoldingRangeKind| {
        (end > start).then(|| FoldingRange {
            start_line: start,
            end_line: end,
            kind: Some(kind),
            ..FoldingRange::default()
        })
    };
    let records = view.records().filter_map(|record| {
        let range = view.analysis.range(record.span);
        fold(range.start.line, range.end.line, FoldingRangeKind::Region)
    });
    let mut folds: Vec<FoldingRange> = records.collect();
    let mut run: Option<(u32, u32)> = None;
    let is_comment = |kind: Option<TokenKind>| kind == Some(TokenKind::Comment);
    let lines = view
        .file
        .lines()
        .map(|(_, tokens)| is_comment(tokens.first().map(|it| it.kind)));
    for (line, is_comment) in lines.chain(std::iter::once(false)).enumerate() {
        let line = line as u32;
        run = match (is_comment, run) {
            (true, Some((start, _))) => Some((start, line)),
            (true, None) => Some((line, line)),
            (false, Some((start, end))) => {
                folds.extend(fold(start, end, FoldingRangeKind::Comment));
                None
            }
            (false, None) => None,
        };
    }
    folds
}

/// The `include` lines that name one file which is there.
pub(crate) fn links(view: &SecretsView<'_>) -> Vec<DocumentLink> {
    let paths = includes(view).into_iter();
    let link = |(span, uri): (Span, Uri)| DocumentLink {
        range: view.analysis.range(span),
        target: Some(uri),
        tooltip: None,
        data: None,
    };
    paths.map(link).collect()
}

pub(super) fn included_at(view: &SecretsView<'_>, offset: usize) -> Option<Vec<Location>> {
    let mut paths = includes(view).into_iter();
    let (_, uri) = paths.find(|(span, _)| touches(*span, offset))?;
    let start = tower_lsp::ls_types::Range::default();
    Some(vec![Location::new(uri, start)])
}

fn includes(view: &SecretsView<'_>) -> Vec<(Span, Uri)> {
    let text = view.text();
    let source = view.analysis.model.sources().get(view.file.id());
    let dir = source.path().parent();
    let mut found = Vec::new();
    for (_, tokens) in view.file.lines() {
        let [word, path, ..] = tokens else { continue };
        let is_include = word.kind == TokenKind::Word
            && text[word.range()].eq_ignore_ascii_case("include")
            && path.kind == TokenKind::Word;
        if let Some(dir) = dir.filter(|_| is_include) {
            let named = plain(&dir.join(&text[path.range()]));
            let uri = view.analysis.file_at(&named);
            let uri = uri.and_then(|id| view.analysis.uris.get(id.index()).cloned().flatten());
            found.extend(uri.map(|uri| (view.file.span(path.range()), uri)));
        }
    }
    found
}
