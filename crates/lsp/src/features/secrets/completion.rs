//! What can be written in a file of secrets: whom they are for, and kinds.

use std::collections::HashSet;

use ipsec_conf::secrets::Kind;
use tower_lsp::ls_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, InsertTextFormat,
    TextEdit,
};

use super::{SecretsView, hover, ids, shown};
use crate::client::Client;
use crate::features::hover::markdown;

const KINDS: [Kind; 11] = [
    Kind::Psk,
    Kind::Xauth,
    Kind::Ppks,
    Kind::Rsa,
    Kind::Ecdsa,
    Kind::Bliss,
    Kind::Pkcs8,
    Kind::P12,
    Kind::Pin,
    Kind::Eap,
    Kind::Ntlm,
];

pub(crate) fn complete(
    view: &SecretsView<'_>,
    offset: usize,
    client: &Client,
) -> Vec<CompletionItem> {
    let text = view.text();
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[start..offset];
    // The lengths alone count: what stands there may be blotted out.
    let word = before.len() - before.rfind([' ', '\t']).map_or(0, |at| at + 1);
    let mut behind_colon = before.split(": ").skip(1);
    match behind_colon.next().map(str::trim_start) {
        _ if before.starts_with('#') || before.starts_with("include ") => Vec::new(),
        Some(rest) if rest.contains([' ', '\t', '"', '\'']) => Vec::new(),
        Some(_) => kinds(view, offset, word, client),
        None => whom(view, offset, word, before, client),
    }
}

fn item(
    view: &SecretsView<'_>,
    offset: usize,
    word: usize,
    new: &str,
    kind: CompletionItemKind,
) -> CompletionItem {
    CompletionItem {
        label: new.to_owned(),
        kind: Some(kind),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(
            view.range(offset - word..offset),
            new.to_owned(),
        ))),
        ..CompletionItem::default()
    }
}

fn kinds(
    view: &SecretsView<'_>,
    offset: usize,
    word: usize,
    client: &Client,
) -> Vec<CompletionItem> {
    let target = view.secrets.target();
    let known = KINDS.into_iter().filter(|kind| kind.is_known_to(target));
    let of_kind = |kind: Kind| {
        let mut item = item(view, offset, word, kind.word(), CompletionItemKind::KEYWORD);
        item.documentation = Some(Documentation::MarkupContent(markdown(hover::kind(
            kind, target,
        ))));
        let is_quoted = matches!(kind, Kind::Psk | Kind::Xauth | Kind::Eap);
        if client.snippets && is_quoted {
            set(&mut item, format!("{} \"$1\"", kind.word()));
        }
        item
    };
    known.map(of_kind).collect()
}

/// Identities of the configuration, `%any`, and at the start of a line what else a line can be.
fn whom(
    view: &SecretsView<'_>,
    offset: usize,
    word: usize,
    before: &str,
    client: &Client,
) -> Vec<CompletionItem> {
    let (mut words, mut seen) = (Vec::new(), HashSet::new());
    for named in ids::in_conf(&view.analysis.model) {
        if !view.analysis.is_secret(named.span) {
            let text = shown(view.analysis, named.span);
            let text = text.trim_matches('"').to_owned();
            if seen.insert(text.clone()) {
                words.push(text);
            }
        }
    }
    let mut items: Vec<CompletionItem> = words
        .iter()
        .map(|text| {
            // A name with blanks is one word in quotes only.
            let quoted = if text.contains([' ', '\t']) {
                format!("\"{text}\"")
            } else {
                text.clone()
            };
            item(view, offset, word, &quoted, CompletionItemKind::REFERENCE)
        })
        .collect();
    items.push(item(
        view,
        offset,
        word,
        "%any",
        CompletionItemKind::REFERENCE,
    ));
    if word == before.len() {
        items.push(item(
            view,
            offset,
            word,
            "include",
            CompletionItemKind::KEYWORD,
        ));
        if client.snippets {
            let mut whole = item(view, offset, word, ": PSK", CompletionItemKind::SNIPPET);
            set(&mut whole, ": PSK \"$1\"".to_owned());
            items.push(whole);
        }
    }
    items
}

fn set(item: &mut CompletionItem, body: String) {
    if let Some(CompletionTextEdit::Edit(edit)) = &mut item.text_edit {
        edit.new_text = body;
    }
    item.insert_text_format = Some(InsertTextFormat::SNIPPET);
}
