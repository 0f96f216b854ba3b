//! The JSON of `show`; its shape is a promise to scripts.

use serde::ser::{Serialize, SerializeMap as _, Serializer};

use super::facts::{Block, Effective, Origin, Shown};
use crate::json::written;

pub(super) fn render(shown: &Shown) -> String {
    let answer = Answer {
        target: shown.target,
        files: &shown.files,
        setup: Settings(&shown.setup),
        cas: shown.cas.iter().map(Section::from).collect(),
        conns: shown.conns.iter().map(Section::from).collect(),
    };
    written(&answer)
}

#[derive(serde::Serialize)]
struct Answer<'a> {
    target: ipsec_conf::Target,
    files: &'a [String],
    setup: Settings<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cas: Vec<Section<'a>>,
    conns: Vec<Section<'a>>,
}

#[derive(serde::Serialize)]
struct Section<'a> {
    name: &'a str,
    path: &'a str,
    line: u32,
    auto: &'a str,
    errors: usize,
    settings: Settings<'a>,
}

impl<'a> From<&'a Block> for Section<'a> {
    fn from(block: &'a Block) -> Section<'a> {
        Section {
            name: &block.name,
            path: &block.place.path,
            line: block.place.line,
            auto: &block.auto,
            errors: block.errors,
            settings: Settings(&block.settings),
        }
    }
}

/// A map in the order in which the settings took effect.
struct Settings<'a>(&'a [Effective]);

impl Serialize for Settings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for setting in self.0 {
            map.serialize_entry(&setting.name, &Entry::from(setting))?;
        }
        map.end()
    }
}

#[derive(serde::Serialize)]
struct Entry<'a> {
    value: &'a str,
    origin: Option<Came<'a>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    hidden: bool,
}

impl<'a> From<&'a Effective> for Entry<'a> {
    fn from(setting: &'a Effective) -> Entry<'a> {
        Entry {
            value: &setting.value,
            origin: setting.origin.as_ref().map(Came::from),
            hidden: setting.is_hidden,
        }
    }
}

/// Where a value comes from.
#[derive(serde::Serialize)]
struct Came<'a> {
    path: &'a str,
    line: u32,
    via: &'a [String],
}

impl<'a> From<&'a Origin> for Came<'a> {
    fn from(origin: &'a Origin) -> Came<'a> {
        Came {
            path: &origin.place.path,
            line: origin.place.line,
            via: &origin.via,
        }
    }
}
