//! What a keyword, a value, an algorithm or a conn is.

use std::fmt::Write as _;
use std::ops::Range;

use ipsec_conf::Target;
use ipsec_conf::keyword::{self, Keyword, KeywordSpan, Lookup, Status, ValueType, algorithm};
use ipsec_conf::model::{Item, SectionId};
use ipsec_conf::syntax::{Line, LineKind, SectionKind};
use ipsec_conf::text::printable;
use ipsec_conf::value::{self, Context, Value};
use tower_lsp::ls_types::{Hover, HoverContents, MarkupContent, MarkupKind};

use super::{definition, effective, names};
use crate::view::View;

/// Longer listings are for the command.
const MOST: usize = 40;

pub(crate) fn hover(view: &View<'_>, offset: usize) -> Option<Hover> {
    let (_, line) = view.line_at(offset)?;
    let (text, range) = told(view, offset, line)?;
    Some(Hover {
        contents: HoverContents::Markup(markdown(text)),
        range: Some(view.range(range)),
    })
}

pub(crate) fn markdown(value: String) -> MarkupContent {
    MarkupContent {
        kind: MarkupKind::Markdown,
        value,
    }
}

fn told(view: &View<'_>, offset: usize, line: &Line) -> Option<(String, Range<usize>)> {
    let touches =
        |range: &Range<usize>| range.start <= offset && offset <= range.end && !range.is_empty();
    match line.kind {
        LineKind::Header(kind) => {
            let range = line.key_range().start..line.value_range().end.max(line.key_range().end);
            let text = header(view, offset, kind)?;
            touches(&range).then_some((text, range))
        }
        LineKind::Include if touches(&line.value_range()) => {
            let range = line.value_range();
            Some((included(view, line), range))
        }
        LineKind::Entry if touches(&line.key_range()) => {
            let word = &view.text()[line.key_range()];
            let target = view.model().target();
            let text = keyword_told(word.trim_matches('"'), target)?;
            Some((text, line.key_range()))
        }
        LineKind::Entry if touches(&line.value_range()) => {
            let (section, item, _) = view.item_at(offset)?;
            value_told(view, section, item, offset)
        }
        _ => None,
    }
}

fn header(view: &View<'_>, offset: usize, kind: SectionKind) -> Option<String> {
    let section = view.section_at(offset)?;
    let id = view.section_id(&section)?;
    match kind {
        SectionKind::Conn => Some(conn(view, id)),
        SectionKind::Setup => Some("`config setup`: the settings of the daemon itself.".to_owned()),
        SectionKind::Ca => Some("`ca`: a certification authority, for strongSwan.".to_owned()),
    }
}

fn conn(view: &View<'_>, id: SectionId) -> String {
    let model = view.model();
    let section = model.section(id);
    let program = model.target().program();
    if section.is_default() {
        return format!("`conn %default`: what every conn starts with, as {program} reads it.");
    }
    let conn = model.conn(id);
    let mut text = format!(
        "As {program} reads it ({}):\n\n```ipsec-conf\n{}```\n",
        printable(&view.analysis.chosen.reason),
        effective::listing(view.analysis, &conn, MOST),
    );
    if conn.is_fragment() {
        text.push_str("\nA part for other conns: it lacks an end.\n");
    } else if conn.is_refused() {
        text.push_str("\nIt does not load.\n");
    }
    text
}

fn included(view: &View<'_>, line: &Line) -> String {
    let files = definition::included(view, view.span(line.value_range()));
    if files.is_empty() {
        return "No file.".to_owned();
    }
    let names = files
        .iter()
        .map(|file| format!("- {}\n", file.uri.as_str()));
    format!("Includes:\n\n{}", names.collect::<String>())
}

/// Everything about a keyword that fits a hover.
pub(crate) fn keyword_told(word: &str, target: Target) -> Option<String> {
    let (keyword, span) = match keyword::lookup(word, target) {
        Lookup::Known { keyword, span, .. } => (keyword, Some(span)),
        Lookup::Elsewhere { keyword, .. } => (keyword, None),
        Lookup::Unknown => return None,
    };
    let mut text = match span {
        Some(span) => format!("**{}** ({})\n\n", printable(word), slug(span.ty)),
        None => format!(
            "**{}**: not known to {}\n\n",
            printable(word),
            target.program()
        ),
    };
    let _ = writeln!(text, "{}\n", keyword.summary);
    if let Some(span) = span {
        facts(&mut text, keyword, span, target);
    }
    let _ = writeln!(text, "- Known to: {}", keyword.known_to());
    if !keyword.replaced_by.is_empty() {
        let _ = writeln!(
            text,
            "- Replaced by: `{}`",
            keyword.replaced_by.join("`, `")
        );
    }
    if let Some(security) = keyword.security {
        let _ = writeln!(text, "- Security: {security}");
    }
    Some(text)
}

fn facts(text: &mut String, keyword: &Keyword, span: &KeywordSpan, target: Target) {
    match span.status {
        Status::Ok => {}
        Status::Alias => {
            let _ = writeln!(
                text,
                "- Another name of: `{}`",
                span.canonical.unwrap_or_default()
            );
        }
        Status::Obsolete | Status::DeprecatedIgnored => {
            let _ = writeln!(text, "- {} reads it and ignores it", target.program());
        }
        Status::CommandLineOnly => {
            let _ = writeln!(text, "- {} refuses it in a file", target.program());
        }
    }
    if !span.values.is_empty() {
        let values = span
            .values
            .iter()
            .map(|value| match keyword.value_doc(value) {
                Some(doc) => format!("\n  - `{value}`: {doc}"),
                None => format!("\n  - `{value}`"),
            });
        let _ = writeln!(text, "- Values:{}", values.collect::<String>());
    }
    if let Some(default) = keyword.default_in(target.dialect) {
        let _ = writeln!(text, "- Default: `{}`", default.value);
    }
    if let Some(option) = span.build_option {
        let _ = writeln!(text, "- Needs a build with {option}");
    }
}

/// The name that the tables use: `subnet-list`.
pub(crate) fn slug(ty: ValueType) -> String {
    let value = serde_json::to_value(ty).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

fn value_told(
    view: &View<'_>,
    section: SectionId,
    item: &Item,
    offset: usize,
) -> Option<(String, Range<usize>)> {
    let model = view.model();
    let span = model.value_span(item);
    if view.analysis.is_secret(span) {
        return Some(("A secret; it is not shown.".to_owned(), span.range()));
    }
    if let Some(name) = names::at(view, offset) {
        let target = *names::targets(model, name.name).first()?;
        return Some((conn(view, target), name.span.range()));
    }
    let (keyword, facts) = (item.keyword?, item.span?);
    let context = match model.section(section).kind {
        SectionKind::Setup => Context::SETUP,
        _ => Context::CONN,
    };
    let written = model.value(item);
    let reading = value::read(keyword.id, facts, written.raw(), model.target(), context);
    let mut text = String::new();
    if let Some(doc) = keyword.value_doc(&written.text) {
        let _ = writeln!(text, "`{}`: {doc}\n", printable(&written.text));
    }
    match &reading.value {
        Some(Value::Proposals(proposals)) => {
            for transform in proposals.iter().flat_map(|proposal| &proposal.transforms) {
                let told = transform_told(&transform.text, transform.id);
                let _ = writeln!(text, "- {told}");
            }
        }
        Some(Value::Duration(time)) => {
            let _ = writeln!(text, "{}\n", spoken(*time));
        }
        Some(Value::Subnets(list)) => {
            for selector in list {
                let net = selector.net;
                let bits = u32::from(net.max_prefix_len() - net.prefix_len());
                let _ = writeln!(
                    text,
                    "- `{selector}`: {} to {}, {}",
                    net.network(),
                    net.broadcast(),
                    addresses(bits)
                );
            }
        }
        Some(value) if *value.to_string() != *written.text => {
            let _ = writeln!(text, "Read as `{}`\n", printable(&value.to_string()));
        }
        Some(_) => {}
        None => {
            let _ = writeln!(
                text,
                "{} has no value from this.\n",
                model.target().program()
            );
        }
    }
    if model.section(section).is_conn() {
        origin(&mut text, view, section, item);
    }
    if text.is_empty() {
        keyword.summary.clone_into(&mut text);
    }
    Some((text, span.range()))
}

/// Where the effective value comes from, if it is another one.
fn origin(text: &mut String, view: &View<'_>, section: SectionId, item: &Item) {
    let conn = view.model().conn(section);
    let Some(keyword) = item.keyword else { return };
    let Some(setting) = conn.get(keyword.id, item.side) else {
        return;
    };
    let is_this = setting.item.file == item.file && setting.item.line == item.line;
    if !is_this {
        let _ = writeln!(
            text,
            "\nNot in force: the conn has `{}={}` from {}.",
            setting.spelling(),
            effective::shown(view.analysis, &conn, setting),
            effective::origin(view.model(), &conn, setting)
        );
    }
}

/// What an algorithm is, by its name in a proposal.
pub(crate) fn algorithm_told(name: &str, target: Target) -> String {
    named_told(name, algorithm::lookup(name, target))
}

/// The same for a word that may have the length of the key in it; `id` is what it was read as.
fn transform_told(word: &str, id: Option<&str>) -> String {
    let found = algorithm::all().iter().find(|known| Some(known.id) == id);
    named_told(word, found)
}

fn named_told(name: &str, found: Option<&algorithm::Algorithm>) -> String {
    let shown = printable(name);
    let Some(found) = found else {
        return format!("`{shown}`");
    };
    let rating = match found.rating {
        algorithm::Rating::Ok => "fine",
        algorithm::Rating::Deprecated => "deprecated",
        algorithm::Rating::Weak => "weak",
    };
    let kind = match found.kind {
        algorithm::Kind::Encr => "encryption",
        algorithm::Kind::Integ => "integrity",
        algorithm::Kind::Prf => "pseudo-random function",
        algorithm::Kind::Ke => "key exchange",
        algorithm::Kind::Esn => "extended sequence numbers",
        algorithm::Kind::Comp => "compression",
    };
    let note = found
        .note
        .map_or_else(String::new, |note| format!(": {note}"));
    format!(
        "`{shown}`: {}, {kind}, {rating} ({}){note}",
        found.id, found.source
    )
}

fn addresses(bits: u32) -> String {
    match bits {
        0 => "one address".to_owned(),
        1..=32 => format!("{} addresses", 1_u64 << bits),
        _ => format!("2^{bits} addresses"),
    }
}

/// A time as people say it: `1 h 30 min`.
pub(crate) fn spoken(time: std::time::Duration) -> String {
    let seconds = time.as_secs();
    if time.subsec_nanos() != 0 {
        return format!("{time:?}");
    }
    let parts = [
        (seconds / 86400, "d"),
        (seconds / 3600 % 24, "h"),
        (seconds / 60 % 60, "min"),
        (seconds % 60, "s"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| format!("{count} {unit}"))
        .collect();
    if parts.is_empty() {
        "0 s".to_owned()
    } else {
        parts.join(" ")
    }
}
