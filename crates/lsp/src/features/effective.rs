//! What a conn comes to, in words; secrets are left out.

use std::fmt::Write as _;

use ipsec_conf::model::{Conn, Model, Setting};
use ipsec_conf::text::printable;

use crate::analysis::Analysis;

/// What stands in the place of a secret.
pub(crate) const HIDDEN: &str = "(not shown)";

/// The value of a setting as it may be shown.
pub(crate) fn shown(analysis: &Analysis, conn: &Conn<'_>, setting: &Setting<'_>) -> String {
    let joined = setting
        .joined
        .iter()
        .map(|item| analysis.model.value_span(item));
    let mut spans = std::iter::once(conn.value_span(setting)).chain(joined);
    if spans.any(|span| analysis.is_secret(span)) {
        return HIDDEN.to_owned();
    }
    printable(&setting.value.text).into_owned()
}

/// `ipsec.conf:3, also=base`: where a value is from.
pub(crate) fn origin(model: &Model, conn: &Conn<'_>, setting: &Setting<'_>) -> String {
    let span = conn.key_span(setting);
    let source = model.sources().get(span.file);
    let name = source
        .path()
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    let place = format!("{}:{}", printable(&name), source.position(span.start).line);
    let via = conn.origin_words(setting);
    std::iter::once(place)
        .chain(via.iter().map(|way| printable(way).into_owned()))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The conn as a section with every value it has, each with where it is from.
pub(crate) fn listing(analysis: &Analysis, conn: &Conn<'_>, most: usize) -> String {
    let model = &analysis.model;
    let settings: Vec<&Setting<'_>> = conn.settings().iter().filter(|s| s.is_set()).collect();
    let mut out = format!("conn {}\n", printable(conn.name()));
    for setting in settings.iter().take(most) {
        let value = shown(analysis, conn, setting);
        let origin = origin(model, conn, setting);
        let _ = writeln!(out, "\t{}={value}  # {origin}", setting.spelling());
    }
    if settings.len() > most {
        let _ = writeln!(out, "\t# and {} more", settings.len() - most);
    }
    out
}
