//! The keywords of a section, for each side, as the target knows them.

use std::collections::HashSet;

use ipsec_conf::keyword::{self, Section, Side, Status};
use tower_lsp::ls_types::{CompletionItem, CompletionItemKind, CompletionItemTag};

use super::Typed;
use crate::features::hover;

pub(super) fn items(typed: &Typed<'_>) -> Vec<CompletionItem> {
    let word = typed.before.trim_start();
    let section = typed.section().unwrap_or(Section::Conn);
    let target = typed.target();
    let written = written(typed);
    let mut items = Vec::new();
    for known in keyword::all() {
        let plain = known.span_as_written(target, None);
        let of_side = known.span_as_written(target, Some(Side::Left));
        let sides = [None, Some(Side::Left), Some(Side::Right)];
        for side in sides {
            let span = if side.is_some() { of_side } else { plain };
            let Some(span) = span.filter(|span| span.sections.contains(section)) else {
                continue;
            };
            // A plain word that means one end only is no word to offer.
            let is_offered = side.is_some() || !span.sided;
            if !is_offered || span.status == Status::CommandLineOnly {
                continue;
            }
            let name = known.spelling(side);
            if name.is_empty() || written.contains(name.as_str()) {
                continue;
            }
            let mut item = typed.item(word, &name, CompletionItemKind::PROPERTY);
            if let Some(tower_lsp::ls_types::CompletionTextEdit::Edit(edit)) = &mut item.text_edit {
                edit.new_text.push('=');
            }
            let default = known.default_in(target.dialect);
            let default = default.map_or_else(String::new, |default| {
                format!(", default {}", default.value)
            });
            item.detail = Some(format!("{}{default}", hover::slug(span.ty)));
            item.data = Some(typed.data("keyword", &name));
            let is_old = span.status != Status::Ok;
            if is_old {
                item.tags = Some(vec![CompletionItemTag::DEPRECATED]);
            }
            item.sort_text = Some(format!("{}{name}", u8::from(is_old)));
            items.push(item);
        }
    }
    items
}

/// What the section has already, but for words that may come several times and the line itself.
fn written<'a>(typed: &Typed<'a>) -> HashSet<&'a str> {
    let Some(section) = typed.view.section_at(typed.offset) else {
        return HashSet::new();
    };
    let others = section
        .entries()
        .filter(|entry| !entry.line().range().contains(&typed.offset))
        .filter(|entry| entry.line().range().end != typed.offset);
    others
        .map(|entry| entry.key())
        .filter(|key| !key.starts_with("also"))
        .collect()
}
