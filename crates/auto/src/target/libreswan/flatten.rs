//! One conn as a configuration of its own: what `addconn` reads from its standard input.
//!
//! `%default`, `also=` and aliases are gone; every value stands as its author wrote it, quotes included, because
//! Libreswan 4 reads bare digits as another thing than quoted ones.

use std::borrow::Cow;
use std::fmt::Write as _;

use ipsec_conf::model::{Conn, Setting};
use ipsec_conf::target::Reader;

/// The lines of `config setup` by which `addconn` itself is steered: how it looks names up (Libreswan 4.10 and 5.4,
/// `unbound_sync_init`). All others speak to the daemon, which has read them already.
const SETUP: [&str; 3] = ["dnssec-enable", "dnssec-rootkey-file", "dnssec-anchors"];

/// The flattened configuration.
pub(super) fn configuration(conn: &Conn<'_>) -> String {
    let mut text = setup(conn);
    let _ = writeln!(text, "conn {}", name(conn));
    for setting in effective(conn) {
        for value in values(conn, setting) {
            let _ = writeln!(text, "\t{}={value}", setting.spelling());
        }
    }
    text
}

/// Whether the conn is read with settings of `config setup` that no argument of `addconn` can give.
pub(super) fn has_setup(conn: &Conn<'_>) -> bool {
    !setup(conn).is_empty()
}

/// The settings that say something; `also=` has been followed.
///
/// Without a value a keyword stays unset in Libreswan 4, and is the empty string in Libreswan 5.
pub(super) fn effective<'a, 'm>(
    conn: &'a Conn<'m>,
) -> impl Iterator<Item = &'a Setting<'m>> + use<'a, 'm> {
    let empty_counts = conn.model.reader() == Reader::Libreswan5;
    conn.settings().iter().filter(move |setting| {
        (setting.is_set() || empty_counts) && !matches!(setting.keyword.id, "also" | "alsoflip")
    })
}

fn setup(conn: &Conn<'_>) -> String {
    let mut text = String::new();
    for (keyword, item) in conn.model.setup().settings() {
        let written = conn.model.sources().slice(conn.model.value_span(item));
        if SETUP.contains(&keyword.id) && !written.is_empty() {
            let _ = writeln!(text, "\t{}={written}", keyword.name);
        }
    }
    if text.is_empty() {
        return text;
    }
    format!("config setup\n{text}\n")
}

/// The name as it stands in the header, with its quotes or braces.
fn name<'m>(conn: &Conn<'m>) -> Cow<'m, str> {
    let section = conn.section();
    let written = conn.model.sources().slice(section.name_span);
    if section.builtin {
        return Cow::Borrowed(&section.name);
    }
    Cow::Borrowed(written)
}

/// What stands behind the `=`, line by line; one line, but for a joined list that no quotes can hold.
fn values<'m>(conn: &Conn<'m>, setting: &Setting<'m>) -> Vec<Cow<'m, str>> {
    let written = |item| conn.model.sources().slice(conn.model.value_span(item));
    if setting.joined.is_empty() {
        return vec![Cow::Borrowed(written(&setting.item))];
    }
    let text = &setting.value.text;
    if !text.contains('"') {
        return vec![format!("\"{text}\"").into()];
    }
    if !text.contains('}') {
        return vec![format!("{{{text}}}").into()];
    }
    // Libreswan 4 joins the lines of such a keyword again.
    let items = std::iter::once(&setting.item).chain(&setting.joined);
    items.map(|item| Cow::Borrowed(written(item))).collect()
}

/// `keyword=value` for each setting, as `addconn --name` of Libreswan 5 takes them: without quotes, which it would
/// take for a part of the value.
pub(super) fn arguments(conn: &Conn<'_>) -> Vec<String> {
    effective(conn)
        .map(|setting| format!("{}={}", setting.spelling(), setting.value.text))
        .collect()
}
