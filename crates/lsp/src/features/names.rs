//! Where the names of conns stand: in headers and behind `also=`.

use ipsec_conf::Span;
use ipsec_conf::model::{Item, Model, SectionId};
use ipsec_conf::syntax::SectionKind;

use crate::view::View;

/// One place where a conn is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Occurrence<'a> {
    pub(crate) name: &'a str,
    pub(crate) span: Span,
    pub(crate) kind: Kind,
    /// The section that it stands in.
    pub(crate) section: SectionId,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Header,
    Also,
}

pub(crate) fn all(model: &Model) -> impl Iterator<Item = Occurrence<'_>> {
    model.sections().flat_map(move |(id, section)| {
        let is_conn = section.kind == SectionKind::Conn && !section.builtin && !section.broken;
        let header = is_conn.then(|| Occurrence {
            name: &section.name,
            span: unquoted(model, section.name_span),
            kind: Kind::Header,
            section: id,
        });
        let items = model.items(id).iter();
        header
            .into_iter()
            .chain(items.flat_map(move |item| named_by(model, id, item)))
    })
}

/// The places of one name.
pub(crate) fn of<'a>(model: &'a Model, name: &'a str) -> impl Iterator<Item = Occurrence<'a>> {
    all(model).filter(move |occurrence| occurrence.name == name)
}

/// The name at an offset, or right before it.
pub(crate) fn at<'a>(view: &View<'a>, offset: usize) -> Option<Occurrence<'a>> {
    let (_, line) = view.line_at(offset)?;
    let header = view
        .section_at(offset)
        .filter(|section| section.header() == line)
        .and_then(|section| view.section_id(&section));
    let model = view.model();
    let section = match header {
        Some(id) => id,
        None => view.item_at(offset)?.0,
    };
    let here = |occurrence: &Occurrence<'_>| {
        let span = occurrence.span;
        span.file == view.file.id() && span.range().start <= offset && offset <= span.range().end
    };
    let name = &model.section(section);
    let is_conn = name.kind == SectionKind::Conn && !name.broken;
    let own = (header.is_some() && is_conn).then(|| Occurrence {
        name: &name.name,
        span: unquoted(model, name.name_span),
        kind: Kind::Header,
        section,
    });
    let named = view
        .item_at(offset)
        .into_iter()
        .flat_map(|(section, item, _)| named_by(model, section, item));
    own.into_iter().chain(named).find(here)
}

/// The names behind one `also=`: all of it if there is such a conn, else each word.
fn named_by<'a>(model: &'a Model, section: SectionId, item: &Item) -> Vec<Occurrence<'a>> {
    if !is_also(item) {
        return Vec::new();
    }
    let file = model.file(item.file);
    let line = model.line(item);
    let written = unquoted(model, file.span(line.value_range()));
    let text = model.sources().slice(written);
    let place = |name: &'a str, start: usize| Occurrence {
        name,
        span: written.part(start..start + name.len()),
        kind: Kind::Also,
        section,
    };
    if !model.sections_named(text).is_empty() {
        return vec![place(text, 0)];
    }
    let words = text.split([' ', '\t']).filter(|word| !word.is_empty());
    words
        .map(|word| place(word, word.as_ptr() as usize - text.as_ptr() as usize))
        .collect()
}

pub(crate) fn is_also(item: &Item) -> bool {
    item.is_setting_of("also") || item.is_setting_of("alsoflip")
}

/// The inside of a pair of quotes.
fn unquoted(model: &Model, span: Span) -> Span {
    let text = model.sources().slice(span);
    let is_quoted = text.len() >= 2 && text.starts_with('"') && text.ends_with('"');
    if is_quoted {
        span.part(1..text.len() - 1)
    } else {
        span
    }
}

/// The conns that a name stands for, an alias of `connalias=` included.
pub(crate) fn targets(model: &Model, name: &str) -> Vec<SectionId> {
    let named = model.sections_named(name);
    if named.is_empty() {
        return model.find_conn(name).into_iter().collect();
    }
    named.to_vec()
}
