//! Who takes in whom with `also=`.

use ipsec_conf::model::SectionId;
use ipsec_conf::text::printable;
use serde_json::{Value, json};
use tower_lsp::ls_types::{
    CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall, Range, SymbolKind,
};

use super::names::{self, Kind};
use crate::analysis::Analysis;
use crate::view::View;

pub(crate) fn prepare(view: &View<'_>, offset: usize) -> Option<Vec<CallHierarchyItem>> {
    let name = names::at(view, offset)?.name;
    let sections = names::targets(view.model(), name).into_iter();
    let items = sections.filter_map(|id| item(view.analysis, id));
    Some(items.collect())
}

/// The conn that an item stands for, by the name that it carries.
pub(crate) fn name_of(item: &CallHierarchyItem) -> Option<String> {
    let name = item.data.as_ref()?.get("conn").and_then(Value::as_str)?;
    Some(name.to_owned())
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

pub(crate) fn incoming(analysis: &Analysis, name: &str) -> Vec<CallHierarchyIncomingCall> {
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

pub(crate) fn outgoing(analysis: &Analysis, name: &str) -> Vec<CallHierarchyOutgoingCall> {
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
