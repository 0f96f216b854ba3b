//! The sections and parameters of a document, and the conns of all configurations.

use std::ops::Range;

use ipsec_conf::syntax::{Entry, SectionKind, SectionView};
use ipsec_conf::text::printable;
use tower_lsp::ls_types::{DocumentSymbol, Location, SymbolInformation, SymbolKind};

use super::effective::HIDDEN;
use crate::analysis::Analysis;
use crate::view::View;

/// A client shows no more.
const MOST: usize = 1000;

pub(crate) fn of_document(view: &View<'_>) -> Vec<DocumentSymbol> {
    view.file
        .sections()
        .map(|section| of_section(view, &section))
        .collect()
}

fn of_section(view: &View<'_>, section: &SectionView<'_>) -> DocumentSymbol {
    let (name, kind) = named(section);
    let entries = section.entries().filter(|entry| !entry.key().is_empty());
    let children: Vec<DocumentSymbol> = entries.map(|entry| of_entry(view, entry)).collect();
    let header = section.header().key_range().start
        ..section
            .header()
            .value_range()
            .end
            .max(section.header().key_range().end);
    let end = children_end(section).max(header.end);
    symbol(
        view,
        (name, None, kind),
        header.start..end,
        header,
        children,
    )
}

/// The end of the last line that is neither blank nor a comment.
fn children_end(section: &SectionView<'_>) -> usize {
    section
        .entries()
        .last()
        .map_or(0, |entry| entry.span().range().end)
}

fn named(section: &SectionView<'_>) -> (String, SymbolKind) {
    let name = section.name().text;
    let name = printable(&name);
    match section.kind() {
        SectionKind::Setup => ("config setup".to_owned(), SymbolKind::MODULE),
        SectionKind::Conn => (
            format!("conn {name}").trim_end().to_owned(),
            SymbolKind::CLASS,
        ),
        SectionKind::Ca => (
            format!("ca {name}").trim_end().to_owned(),
            SymbolKind::OBJECT,
        ),
    }
}

fn of_entry(view: &View<'_>, entry: Entry<'_>) -> DocumentSymbol {
    let is_secret = view.analysis.is_secret(entry.value_span());
    let detail = if is_secret {
        HIDDEN.to_owned()
    } else {
        printable(&entry.value().text).into_owned()
    };
    let name = printable(entry.key()).into_owned();
    let (span, key) = (entry.span().range(), entry.key_span().range());
    symbol(
        view,
        (name, Some(detail), SymbolKind::PROPERTY),
        span,
        key,
        Vec::new(),
    )
}

#[allow(deprecated, reason = "the field has to be given a value")]
fn symbol(
    view: &View<'_>,
    (name, detail, kind): (String, Option<String>, SymbolKind),
    range: Range<usize>,
    selection: Range<usize>,
    children: Vec<DocumentSymbol>,
) -> DocumentSymbol {
    DocumentSymbol {
        name,
        detail,
        kind,
        tags: None,
        deprecated: None,
        range: view.range(range),
        selection_range: view.range(selection),
        children: (!children.is_empty()).then_some(children),
    }
}

/// The same for a client that knows no nesting: the sections alone.
pub(crate) fn flat(view: &View<'_>) -> Vec<SymbolInformation> {
    let of_section = |section: SectionView<'_>| {
        let (name, kind) = named(&section);
        let range = view.range(section.span().range());
        information(name, kind, Location::new(view.uri.clone(), range))
    };
    view.file.sections().map(of_section).collect()
}

/// The conns whose names have the letters of `query` in that order.
pub(crate) fn of_workspace(analysis: &Analysis, query: &str) -> Vec<SymbolInformation> {
    let model = &analysis.model;
    let conns = model
        .conns()
        .filter(|(_, section)| has_letters(&section.name, query));
    let found = conns.filter_map(|(_, section)| {
        let location = analysis.location(section.name_span)?;
        let name = printable(&section.name).into_owned();
        Some(information(name, SymbolKind::CLASS, location))
    });
    found.take(MOST).collect()
}

fn has_letters(name: &str, query: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    query
        .chars()
        .flat_map(char::to_lowercase)
        .all(|wanted| letters.any(|letter| letter == wanted))
}

#[allow(deprecated, reason = "the field has to be given a value")]
pub(super) fn information(name: String, kind: SymbolKind, location: Location) -> SymbolInformation {
    SymbolInformation {
        name,
        kind,
        tags: None,
        deprecated: None,
        location,
        container_name: None,
    }
}
