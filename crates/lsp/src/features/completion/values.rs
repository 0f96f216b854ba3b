//! The values of a keyword: words of a list, names of conns, algorithms.

use std::collections::BTreeMap;

use ipsec_conf::keyword::{self, KeywordSpan, Lookup, Side, ValueType, algorithm};
use tower_lsp::ls_types::{CompletionItem, CompletionItemKind};

use super::Typed;
use crate::features::secrets;

/// `value` is what stands behind `=` up to the place.
pub(super) fn items(typed: &Typed<'_>, key: &str, value: &str) -> Vec<CompletionItem> {
    let Lookup::Known { keyword, span, .. } =
        keyword::lookup(key.trim_matches('"'), typed.target())
    else {
        return Vec::new();
    };
    let value = value.trim_start().trim_start_matches('"');
    match span.ty {
        ValueType::Proposal => algorithms(typed, key, value),
        ValueType::SectionRef => conns(typed, value),
        _ if matches!(keyword.id, "also" | "alsoflip") => conns(typed, value),
        ValueType::Bool => {
            let word = last_word(value, &[]);
            let words = ["yes", "no"].into_iter().chain(span.values.iter().copied());
            let mut items: Vec<CompletionItem> = Vec::new();
            for known in words {
                if items.iter().all(|item| item.label != known) {
                    items.push(typed.item(word, known, CompletionItemKind::ENUM_MEMBER));
                }
            }
            items
        }
        ValueType::Enum => {
            let word = last_word(value, &[]);
            words(typed, keyword, span, word)
        }
        ValueType::EnumList | ValueType::AuthList | ValueType::List => {
            let word = last_word(value, &[',', ' ', '|']);
            words(typed, keyword, span, word)
        }
        ValueType::Id | ValueType::Host => {
            let word = last_word(value, &[]);
            let mut items = words(typed, keyword, span, word);
            let side = Side::BOTH
                .into_iter()
                .find(|side| key.starts_with(side.prefix()));
            let known = secrets::named_in_secrets(typed.view.analysis, span.ty, side);
            let known = known.iter().filter(|name| !name.contains('"'));
            items.extend(known.map(|name| typed.item(word, name, CompletionItemKind::REFERENCE)));
            items
        }
        _ => words(typed, keyword, span, last_word(value, &[','])),
    }
}

fn last_word<'a>(value: &'a str, separators: &[char]) -> &'a str {
    value
        .rsplit(|c| separators.contains(&c))
        .next()
        .unwrap_or_default()
}

fn words(
    typed: &Typed<'_>,
    keyword: &keyword::Keyword,
    span: &KeywordSpan,
    word: &str,
) -> Vec<CompletionItem> {
    let default = keyword
        .default_in(typed.target().dialect)
        .map(|default| default.value);
    let tokens = keyword
        .tokens
        .iter()
        .filter(|tokens| tokens.dialect == typed.target().dialect)
        .flat_map(|tokens| tokens.accepted.iter());
    let mut items: Vec<CompletionItem> = Vec::new();
    for known in span.values.iter().chain(tokens) {
        if items.iter().any(|item| item.label == **known) {
            continue;
        }
        let mut item = typed.item(word, known, CompletionItemKind::ENUM_MEMBER);
        let doc = keyword.value_doc(known).map(str::to_owned);
        item.detail = doc.or_else(|| (default == Some(*known)).then(|| "the default".to_owned()));
        item.preselect = (default == Some(*known)).then_some(true);
        items.push(item);
    }
    items
}

fn conns(typed: &Typed<'_>, value: &str) -> Vec<CompletionItem> {
    let word = last_word(value, &[' ', '\t']);
    let model = typed.view.model();
    let own = typed
        .view
        .section_at(typed.offset)
        .map(|section| section.name().text.into_owned());
    let mut items: Vec<CompletionItem> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for (_, section) in model.conns() {
        let is_own = own.as_deref() == Some(&*section.name);
        if !is_own && seen.insert(&*section.name) {
            items.push(typed.item(word, &section.name, CompletionItemKind::REFERENCE));
        }
    }
    items
}

/// What the slot of a proposal takes in which `value` ends.
fn wanted(key: &str, value: &str) -> &'static [algorithm::Kind] {
    use algorithm::Kind::{Encr, Integ, Ke, Prf};

    let proposal = value.rsplit([',', ' ']).next().unwrap_or_default();
    let first = usize::from(key == "ah");
    let slot = proposal.matches('-').count() + first;
    match slot {
        _ if proposal.contains(';') => &[Ke],
        0 => &[Encr],
        1 => &[Integ, Prf],
        _ => &[Ke, Prf],
    }
}

/// Those that the target knows: first what the place takes, the weak ones last.
fn algorithms(typed: &Typed<'_>, key: &str, value: &str) -> Vec<CompletionItem> {
    let wanted = wanted(key, value);
    let target = typed.target();
    let word = last_word(value, &['-', '+', ',', ';', ' ']);
    let mut names: BTreeMap<&'static str, &'static algorithm::Algorithm> = BTreeMap::new();
    for known in algorithm::all() {
        let spellings = known.names.iter().filter(|names| names.holds_for(target));
        for name in spellings.flat_map(|names| names.names) {
            names.entry(name).or_insert(known);
        }
    }
    let item = |(name, known): (&'static str, &'static algorithm::Algorithm)| {
        let mut item = typed.item(word, name, CompletionItemKind::CONSTANT);
        let elsewhere = u8::from(!wanted.contains(&known.kind));
        let (rank, detail) = match known.rating {
            algorithm::Rating::Ok => (0, None),
            algorithm::Rating::Deprecated => (1, Some("deprecated")),
            algorithm::Rating::Weak => (2, Some("weak")),
        };
        item.detail = detail.map(str::to_owned);
        item.sort_text = Some(format!("{elsewhere}{rank}{name}"));
        item.data = Some(typed.data("algorithm", name));
        item
    };
    names.into_iter().map(item).collect()
}
