//! What is not written: how much a conn inherits, what a bare number counts, that a value is the default.

use std::fmt::Write as _;
use std::ops::Range;

use ipsec_conf::keyword::ValueType;
use ipsec_conf::model::{Conn, Setting};
use ipsec_conf::syntax::SectionKind;
use ipsec_conf::text::printable;
use ipsec_conf::value::Value;
use tower_lsp::ls_types::{InlayHint, InlayHintLabel, InlayHintTooltip};

use super::{effective, hover};
use crate::view::View;

pub(crate) fn hints(view: &View<'_>, within: &Range<usize>) -> Vec<InlayHint> {
    let mut hints = Vec::new();
    for section in view.file.sections() {
        let range = section.span().range();
        let is_wanted = range.start <= within.end && within.start <= range.end;
        if !is_wanted || section.kind() != SectionKind::Conn {
            continue;
        }
        let Some(id) = view.section_id(&section) else {
            continue;
        };
        if !view.model().section(id).is_conn() {
            continue;
        }
        let conn = view.model().conn(id);
        let header = section.header().value_range().end;
        hints.extend(inherited(view, &conn, header));
        for setting in conn.settings() {
            let span = conn.value_span(setting);
            let is_here = span.file == view.file.id() && range.contains(&span.range().start);
            if is_here && conn.is_own(setting) && !view.analysis.is_secret(span) {
                hints.extend(about(view, &conn, setting, span.range().end));
            }
        }
    }
    hints.retain(|hint| {
        within.contains(&view.offset(hint.position)) || view.offset(hint.position) == within.end
    });
    hints
}

fn hint(view: &View<'_>, at: usize, label: String, tooltip: Option<String>) -> InlayHint {
    InlayHint {
        position: view.range(at..at).start,
        label: InlayHintLabel::String(label),
        kind: None,
        text_edits: None,
        tooltip: tooltip.map(|text| InlayHintTooltip::MarkupContent(hover::markdown(text))),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    }
}

fn inherited(view: &View<'_>, conn: &Conn<'_>, at: usize) -> Option<InlayHint> {
    let settings = conn.settings().iter();
    let foreign: Vec<&Setting<'_>> = settings.filter(|s| s.is_set() && !conn.is_own(s)).collect();
    if foreign.is_empty() {
        return None;
    }
    let mut sources: Vec<String> = Vec::new();
    let mut tooltip = String::new();
    for setting in &foreign {
        let way = conn.origin_words(setting);
        let first = way
            .first()
            .map(|word| printable(word).into_owned())
            .unwrap_or_default();
        if !first.is_empty() && !sources.contains(&first) {
            sources.push(first);
        }
        let value = effective::shown(view.analysis, conn, setting);
        let origin = effective::origin(view.model(), conn, setting);
        let _ = writeln!(tooltip, "- `{}={value}` ({origin})", setting.spelling());
    }
    let label = format!("+{} from {}", foreign.len(), sources.join(", "));
    Some(hint(view, at, label, Some(tooltip)))
}

fn about(view: &View<'_>, conn: &Conn<'_>, setting: &Setting<'_>, at: usize) -> Option<InlayHint> {
    if conn.default_written(setting).is_some() {
        return Some(hint(view, at, "the default".to_owned(), None));
    }
    let is_bare = setting.span.ty == ValueType::Duration
        && !setting.value.text.is_empty()
        && setting.value.text.bytes().all(|byte| byte.is_ascii_digit());
    match conn.reading(setting).value {
        Some(Value::Duration(time)) if is_bare && !time.is_zero() => {
            Some(hint(view, at, hover::spoken(time), None))
        }
        _ => None,
    }
}
