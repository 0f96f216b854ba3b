//! What can be written at a place. Works on the text of the line, which may be half typed.

mod keywords;
mod paths;
mod values;

use std::ops::Range;

use ipsec_conf::Target;
use ipsec_conf::keyword::Section;
use ipsec_conf::syntax::SectionKind;
use ipsec_conf::target::Reader;
use serde_json::{Value, json};
use tower_lsp::ls_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, InsertTextFormat,
    TextEdit,
};

use super::hover;
use crate::client::Client;
use crate::view::View;

/// The line up to the place, and what of it is being replaced.
pub(crate) struct Typed<'a> {
    pub(crate) view: View<'a>,
    pub(crate) offset: usize,
    pub(crate) before: &'a str,
    pub(crate) client: &'a Client,
}

pub(crate) fn complete(view: &View<'_>, offset: usize, client: &Client) -> Vec<CompletionItem> {
    let text = view.text();
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let typed = Typed {
        view: *view,
        offset,
        before: &text[start..offset],
        client,
    };
    if typed.before.trim_start().starts_with('#') {
        return Vec::new();
    }
    if typed.before.starts_with([' ', '\t']) {
        return match typed.before.split_once('=') {
            None => keywords::items(&typed),
            Some((key, value)) => values::items(&typed, key.trim(), value),
        };
    }
    match typed.before.split_once([' ', '\t']) {
        None => headers(&typed),
        Some(("include", path)) => paths::items(&typed, path.trim_start()),
        Some(("config", word)) => {
            let word = word.trim_start();
            vec![typed.item(word, "setup", CompletionItemKind::KEYWORD)]
        }
        Some(("conn", word)) => {
            vec![typed.item(word.trim_start(), "%default", CompletionItemKind::CLASS)]
        }
        Some(_) => Vec::new(),
    }
}

/// Adds the documentation that `data` stands for.
pub(crate) fn resolve(mut item: CompletionItem) -> CompletionItem {
    let told = item.data.as_ref().and_then(|data| {
        let target: Target = data.get("target")?.as_str()?.parse().ok()?;
        let word = |key: &str| data.get(key).and_then(Value::as_str);
        match (word("keyword"), word("algorithm")) {
            (Some(keyword), _) => hover::keyword_told(keyword, target),
            (None, Some(name)) => Some(hover::algorithm_told(name, target)),
            (None, None) => None,
        }
    });
    if let Some(told) = told {
        item.documentation = Some(Documentation::MarkupContent(hover::markdown(told)));
    }
    item
}

fn headers(typed: &Typed<'_>) -> Vec<CompletionItem> {
    let reader = typed.view.model().reader();
    let mut items = vec![
        typed.snippet(typed.before, "config setup", "config setup\n\t$0"),
        typed.snippet(typed.before, "conn", "conn ${1:name}\n\tleft=${2:%defaultroute}\n\tright=${3:192.0.2.1}\n\tauto=${4:add}\n\t$0"),
        typed.snippet(typed.before, "conn %default", "conn %default\n\t$0"),
        typed.snippet(typed.before, "include", "include ${1:/etc/ipsec.d/*.conf}"),
    ];
    if reader == Reader::StrongSwan {
        items.push(typed.snippet(
            typed.before,
            "ca",
            "ca ${1:name}\n\tcacert=${2:ca.pem}\n\t$0",
        ));
    }
    if reader == Reader::Classic {
        items.push(typed.snippet(typed.before, "version 2.0", "version 2.0"));
    }
    items
}

impl Typed<'_> {
    pub(crate) fn target(&self) -> Target {
        self.view.model().target()
    }

    /// The kind of section that the place is in.
    pub(crate) fn section(&self) -> Option<Section> {
        let section = self.view.section_at(self.offset)?;
        Some(match section.kind() {
            SectionKind::Setup => Section::Setup,
            SectionKind::Conn => Section::Conn,
            SectionKind::Ca => Section::Ca,
        })
    }

    /// An item that takes the place of `word`, which ends where the cursor is.
    pub(crate) fn item(&self, word: &str, new: &str, kind: CompletionItemKind) -> CompletionItem {
        let range: Range<usize> = self.offset - word.len()..self.offset;
        CompletionItem {
            label: new.to_owned(),
            kind: Some(kind),
            filter_text: Some(new.to_owned()),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(
                self.view.range(range),
                new.to_owned(),
            ))),
            ..CompletionItem::default()
        }
    }

    /// What `resolve` needs to know.
    pub(crate) fn data(&self, kind: &str, word: &str) -> Value {
        json!({kind: word, "target": self.target().to_string()})
    }

    fn snippet(&self, word: &str, label: &str, body: &str) -> CompletionItem {
        if !self.client.snippets {
            return self.item(word, label, CompletionItemKind::KEYWORD);
        }
        let mut item = self.item(word, label, CompletionItemKind::SNIPPET);
        if let Some(CompletionTextEdit::Edit(edit)) = &mut item.text_edit {
            body.clone_into(&mut edit.new_text);
        }
        item.insert_text_format = Some(InsertTextFormat::SNIPPET);
        item
    }
}
