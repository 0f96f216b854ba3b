//! Where identities stand: behind `leftid=` and `left=` of the configuration, and as indices of secrets.

use std::collections::HashSet;

use ipsec_conf::keyword::{Side, ValueType};
use ipsec_conf::model::{Item, Model};
use ipsec_conf::secrets::Key;
use ipsec_conf::value::{self, Context, Host, Value};
use ipsec_conf::{Secrets, Span};

/// An identity and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) key: Key,
    pub(super) span: Span,
}

/// Those of the configuration.
pub(super) fn in_conf(model: &Model) -> impl Iterator<Item = Named> {
    let conns = model.sections().filter(|(_, section)| !section.builtin);
    conns
        .flat_map(|(id, _)| model.items(id).iter())
        .filter_map(|item| of_item(model, item))
}

/// The identity that a line gives an end.
pub(super) fn of_item(model: &Model, item: &Item) -> Option<Named> {
    let (keyword, facts) = (item.keyword?, item.span?);
    let is_identity = keyword.id == "id" || keyword.id == "host";
    if !is_identity || item.side.is_none() {
        return None;
    }
    let written = model.value(item);
    let reading = value::read(
        keyword.id,
        facts,
        written.raw(),
        model.target(),
        Context::CONN,
    );
    let key = match reading.value? {
        Value::Id(id) => Key::of(&id)?,
        Value::Host(Host::Address(address)) => Key::Address(address),
        _ => return None,
    };
    Some(Named {
        key,
        span: model.value_span(item),
    })
}

/// Those of the secrets, without `%any`.
pub(super) fn in_secrets(secrets: &Secrets) -> impl Iterator<Item = Named> {
    let ids = secrets.records().iter().flat_map(|record| &record.ids);
    ids.filter_map(|index| {
        Some(Named {
            key: Key::of(index.id.as_ref()?)?,
            span: index.span,
        })
    })
}

/// The words by which the secrets name whom they are for, each once, for a value of this type.
pub(crate) fn named_in_secrets(
    analysis: &crate::analysis::Analysis,
    ty: ValueType,
    side: Option<Side>,
) -> Vec<String> {
    let is_wanted = |named: &Named| match ty {
        ValueType::Id => true,
        ValueType::Host | ValueType::Ip => matches!(named.key, Key::Address(_)),
        _ => false,
    };
    let (mut words, mut seen) = (Vec::new(), HashSet::new());
    for named in analysis.secrets.iter().flat_map(in_secrets) {
        if side.is_some() && is_wanted(&named) {
            let word = super::shown(analysis, named.span);
            if seen.insert(word.clone()) {
                words.push(word);
            }
        }
    }
    words
}
