//! Who takes in whom: conns with `also=`, files with `include`.

use std::path::Path;

use ipsec_conf::model::SectionId;
use ipsec_conf::syntax::LineKind;
use ipsec_conf::text::printable;
use ipsec_conf::{FileId, Span};
use serde_json::{Value, json};
use tower_lsp::ls_types::{
    CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall, Range, SymbolKind, Uri,
};

use super::names::{self, Kind};
use crate::analysis::Analysis;
use crate::view::View;

/// What an item stands for.
#[derive(Debug)]
pub(crate) enum Whom {
    Conn(String),
    File(Uri),
}

pub(crate) fn prepare(view: &View<'_>, offset: usize) -> Option<Vec<CallHierarchyItem>> {
    let model = view.model();
    if let Some(found) = names::at(view, offset) {
        let sections = names::targets(model, found.name).into_iter();
        let items = sections.filter_map(|id| item(view.analysis, id));
        return Some(items.collect());
    }
    let (_, line) = view.line_at(offset)?;
    if line.kind != LineKind::Include {
        return None;
    }
    let path = view.span(line.value_range());
    let files = model.files().iter().map(|file| file.id());
    let files = files.filter(|&id| model.included_at(id) == Some(path));
    Some(
        files
            .filter_map(|id| file_item(view.analysis, id))
            .collect(),
    )
}

pub(crate) fn whom(item: &CallHierarchyItem) -> Option<Whom> {
    if item.kind == SymbolKind::FILE {
        return Some(Whom::File(item.uri.clone()));
    }
    let name = item.data.as_ref()?.get("conn").and_then(Value::as_str)?;
    Some(Whom::Conn(name.to_owned()))
}

impl Whom {
    pub(crate) fn incoming(&self, analysis: &Analysis) -> Vec<CallHierarchyIncomingCall> {
        match self {
            Whom::Conn(name) => incoming(analysis, name),
            Whom::File(uri) => {
                let includes = includes(analysis);
                let here =
                    includes.filter(|(id, _)| analysis.uris[id.index()].as_ref() == Some(uri));
                let call = |(_, path): (FileId, Span)| {
                    Some(CallHierarchyIncomingCall {
                        from: file_item(analysis, path.file)?,
                        from_ranges: vec![analysis.range(path)],
                    })
                };
                here.filter_map(call).collect()
            }
        }
    }

    pub(crate) fn outgoing(&self, analysis: &Analysis) -> Vec<CallHierarchyOutgoingCall> {
        match self {
            Whom::Conn(name) => outgoing(analysis, name),
            Whom::File(uri) => {
                let includes = includes(analysis);
                let from_here = includes
                    .filter(|(_, path)| analysis.uris[path.file.index()].as_ref() == Some(uri));
                let call = |(id, path): (FileId, Span)| {
                    Some(CallHierarchyOutgoingCall {
                        to: file_item(analysis, id)?,
                        from_ranges: vec![analysis.range(path)],
                    })
                };
                from_here.filter_map(call).collect()
            }
        }
    }
}

/// Every included file with the path that names it.
fn includes(analysis: &Analysis) -> impl Iterator<Item = (FileId, Span)> {
    let model = &analysis.model;
    let files = model.files().iter().map(|file| file.id());
    files.filter_map(|id| Some((id, model.included_at(id)?)))
}

fn file_item(analysis: &Analysis, id: FileId) -> Option<CallHierarchyItem> {
    let start = analysis.location(Span::new(id, 0..0))?;
    let path: &Path = analysis.model.sources().get(id).path();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Some(CallHierarchyItem {
        name: printable(&name).into_owned(),
        kind: SymbolKind::FILE,
        tags: None,
        detail: Some(printable(&path.to_string_lossy()).into_owned()),
        uri: start.uri,
        range: start.range,
        selection_range: start.range,
        data: None,
    })
}

fn item(analysis: &Analysis, id: SectionId) -> Option<CallHierarchyItem> {
    let section = analysis.model.section(id);
    let header = analysis.location(section.header_span)?;
    Some(CallHierarchyItem {
        name: printable(&section.name).into_owned(),
        kind: SymbolKind::CLASS,
        tags: None,
        detail: None,
        uri: header.uri,
        range: header.range,
        selection_range: analysis.range(section.name_span),
        data: Some(json!({"conn": section.name})),
    })
}

fn incoming(analysis: &Analysis, name: &str) -> Vec<CallHierarchyIncomingCall> {
    let model = &analysis.model;
    let mut calls: Vec<(SectionId, Vec<Range>)> = Vec::new();
    for occurrence in names::of(model, name).filter(|occurrence| occurrence.kind == Kind::Also) {
        let range = analysis.range(occurrence.span);
        match calls.last_mut() {
            Some((section, ranges)) if *section == occurrence.section => ranges.push(range),
            _ => calls.push((occurrence.section, vec![range])),
        }
    }
    let call = |(section, from_ranges): (SectionId, Vec<Range>)| {
        Some(CallHierarchyIncomingCall {
            from: item(analysis, section)?,
            from_ranges,
        })
    };
    calls.into_iter().filter_map(call).collect()
}

fn outgoing(analysis: &Analysis, name: &str) -> Vec<CallHierarchyOutgoingCall> {
    let model = &analysis.model;
    let sections = names::targets(model, name);
    let own = names::all(model)
        .filter(|found| found.kind == Kind::Also && sections.contains(&found.section));
    let mut calls = Vec::new();
    for occurrence in own {
        let from_ranges = vec![analysis.range(occurrence.span)];
        for id in names::targets(model, occurrence.name) {
            calls.extend(item(analysis, id).map(|to| CallHierarchyOutgoingCall {
                to,
                from_ranges: from_ranges.clone(),
            }));
        }
    }
    calls
}
