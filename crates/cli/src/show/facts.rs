//! What is shown, as plain data: JSON and text say the same.

use std::collections::{HashMap, HashSet};

use ipsec_conf::keyword::Keyword;
use ipsec_conf::model::{Conn, Item, Model, Section, SectionId, Setting};
use ipsec_conf::syntax::{SectionKind, kind_of_key};
use ipsec_conf::target::Reader;
use ipsec_conf::{Diagnostic, Target};
use ipsec_conf_host::Chosen;

use crate::Error;

/// What stands in the place of a secret, which nobody's terminal, log or bug report should see.
const HIDDEN: &str = "(not shown)";

/// The effective configuration.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) target: Target,
    /// Why it is this one.
    pub(super) reason: String,
    /// In reading order.
    pub(super) files: Vec<String>,
    pub(super) setup: Vec<Effective>,
    /// The `ca` sections of strongSwan.
    pub(super) cas: Vec<Block>,
    pub(super) conns: Vec<Block>,
}

/// A conn, or a `ca` section.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) name: String,
    /// With its quotes.
    pub(super) written_name: String,
    pub(super) place: Place,
    /// The names of all sections that took part.
    pub(super) parts: Vec<String>,
    /// The effective `auto=`.
    pub(super) auto: String,
    pub(super) errors: usize,
    pub(super) settings: Vec<Effective>,
}

/// One effective value.
#[derive(Debug)]
pub(super) struct Effective {
    /// Canonical, with its side.
    pub(super) name: String,
    pub(super) value: String,
    /// As it can stand in a file: with quotes where it needs them.
    pub(super) written: String,
    pub(super) is_hidden: bool,
    /// `None` for a built-in value.
    pub(super) origin: Option<Origin>,
}

#[derive(Debug)]
pub(super) struct Origin {
    pub(super) place: Place,
    /// `also=base`, `%default`; empty for an own line.
    pub(super) via: Vec<String>,
    /// Further lines whose values were joined to the first.
    pub(super) joined: Vec<Place>,
}

#[derive(Debug)]
pub(super) struct Place {
    pub(super) path: String,
    pub(super) line: u32,
}

/// Resolves the configuration, or one conn of it, and collects what is wrong with the conns.
pub(super) fn gather(
    model: &Model,
    chosen: Chosen,
    only: Option<&str>,
) -> Result<(Shown, Vec<Diagnostic>), Error> {
    let mut diagnostics = Vec::new();
    let mut conns = Vec::new();
    let errors = errors_by_conn(model);
    for id in selected(model, only)? {
        let conn = model.conn(id);
        conns.push(block(&conn, &errors));
        if !conn.is_fragment() {
            diagnostics.extend(conn.into_diagnostics());
        }
    }
    let cas = if only.is_some() {
        Vec::new()
    } else {
        cas(model, &errors)
    };
    let files = model
        .files()
        .iter()
        .map(|file| model.sources().get(file.id()).path().display().to_string());
    let builtin = model
        .sections()
        .find(|(_, section)| section.builtin)
        .map(|(_, section)| section.header_span.file);
    let files = files
        .enumerate()
        .filter(|(at, _)| builtin.is_none_or(|builtin| builtin.index() != *at));
    let shown = Shown {
        target: chosen.target,
        reason: chosen.reason,
        files: files.map(|(_, path)| path).collect(),
        setup: setup(model),
        cas,
        conns,
    };
    Ok((shown, diagnostics))
}

fn selected(model: &Model, only: Option<&str>) -> Result<Vec<SectionId>, Error> {
    let Some(name) = only else {
        return Ok(model.distinct_conns().map(|(id, _)| id).collect());
    };
    model
        .find_conn(name)
        .map(|id| vec![id])
        .ok_or_else(|| Error::NoSuchConn {
            name: name.to_owned(),
            file: model
                .sources()
                .get(model.files()[0].id())
                .path()
                .display()
                .to_string(),
            near: model
                .similar_conns(name)
                .into_iter()
                .map(str::to_owned)
                .collect(),
        })
}

/// One of each name: strongSwan merges them too.
fn cas(model: &Model, errors: &HashMap<&str, usize>) -> Vec<Block> {
    let is_ca = |section: &Section| {
        section.kind == SectionKind::Ca && !section.is_default() && !section.broken
    };
    let mut seen = HashSet::new();
    let cas = model
        .sections()
        .filter(|(_, section)| is_ca(section) && seen.insert(&*section.name));
    cas.map(|(id, _)| block(&model.resolved(id), errors))
        .collect()
}

/// The errors in the sections of each name that were found with the files.
fn errors_by_conn(model: &Model) -> HashMap<&str, usize> {
    let mut errors = HashMap::new();
    let found = model.diagnostics().iter().filter(|found| found.is_error());
    for conn in found.filter_map(|found| found.conn.as_deref()) {
        *errors.entry(conn).or_default() += 1;
    }
    errors
}

fn setup(model: &Model) -> Vec<Effective> {
    let setup = model.setup();
    let effective = |(keyword, item): (&'static Keyword, &Item)| {
        let origin = Origin {
            place: place_of(model, item),
            via: Vec::new(),
            joined: Vec::new(),
        };
        let value = model.value(item).text.into_owned();
        Effective::new(
            keyword,
            keyword.spelling(None),
            value,
            written(model, item),
            origin,
        )
    };
    setup.settings().map(effective).collect()
}

fn block(conn: &Conn<'_>, errors: &HashMap<&str, usize>) -> Block {
    let model = conn.model;
    let section = conn.section();
    let is_shown =
        |setting: &&Setting<'_>| setting.is_set() || model.reader() == Reader::Libreswan5;
    let of_files = errors.get(&*section.name).copied().unwrap_or_default();
    let own = if conn.is_fragment() {
        &[]
    } else {
        conn.diagnostics()
    };
    Block {
        name: section.name.to_string(),
        written_name: model.sources().slice(section.name_span).to_owned(),
        place: place(model, section.header_span),
        parts: conn
            .sections()
            .iter()
            .map(|&id| model.section(id).name.to_string())
            .collect(),
        auto: conn.text("auto", None).unwrap_or("ignore").to_owned(),
        errors: of_files + own.iter().filter(|found| found.is_error()).count(),
        settings: conn
            .settings()
            .iter()
            .filter(is_shown)
            .map(|setting| effective(conn, setting))
            .collect(),
    }
}

fn effective(conn: &Conn<'_>, setting: &Setting<'_>) -> Effective {
    let model = conn.model;
    let origin = Origin {
        place: place_of(model, &setting.item),
        via: conn.origin_words(setting),
        joined: setting
            .joined
            .iter()
            .map(|item| place_of(model, item))
            .collect(),
    };
    let value = setting.value.text.clone().into_owned();
    let written = if setting.joined.is_empty() {
        written(model, &setting.item)
    } else {
        format!("\"{value}\"")
    };
    Effective::new(setting.keyword, setting.spelling(), value, written, origin)
}

/// The value as the file has it, which its reader has just accepted in this form.
fn written(model: &Model, item: &Item) -> String {
    let written = model.sources().slice(model.value_span(item));
    // strongSwan goes on with a quoted value in the next line.
    written.replace("\\\n", "")
}

impl Effective {
    fn new(
        keyword: &Keyword,
        name: String,
        value: String,
        written: String,
        origin: Origin,
    ) -> Effective {
        let is_hidden = kind_of_key(keyword.id).is_some() && !value.is_empty();
        let value = if is_hidden { HIDDEN.to_owned() } else { value };
        Effective {
            name,
            value,
            written,
            is_hidden,
            origin: Some(origin),
        }
    }

    /// A built-in value, as the sources of the target state it.
    pub(super) fn builtin(name: String, value: &str) -> Effective {
        Effective {
            name,
            value: value.to_owned(),
            written: value.to_owned(),
            is_hidden: false,
            origin: None,
        }
    }
}

fn place_of(model: &Model, item: &Item) -> Place {
    place(model, model.key_span(item))
}

fn place(model: &Model, span: ipsec_conf::Span) -> Place {
    let source = model.sources().get(span.file);
    Place {
        path: source.path().display().to_string(),
        line: source.position(span.start).line,
    }
}
