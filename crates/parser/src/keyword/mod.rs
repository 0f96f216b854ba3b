//! Every keyword and algorithm that some release of Openswan, Libreswan or strongSwan's starter knows.
//!
//! The tables are made from `grammar/keywords/*.toml` when this crate is built; nothing is parsed at run time.
//!
//! One spelling is one keyword in every dialect, but not with the same facts: `auth` stands for both ends in
//! Openswan and for one end in Libreswan from 3.19 on. Always go through a [`KeywordSpan`] of the target.

pub mod algorithm;
mod history;
mod lookup;
mod releases;
mod suggest;
mod tables;
mod types;

pub use lookup::{canonical, lookup};
pub use releases::{newest_release_like, releases};
pub use suggest::suggest;
pub(crate) use types::tag;
pub use types::{
    Default, Keyword, KeywordSpan, Lookup, Section, SectionSet, Side, Status, Tokens, Unit,
    Unsided, ValueCheck, ValueType,
};

#[cfg(test)]
mod tests;

/// Every keyword, sorted by its id.
pub fn all() -> &'static [Keyword] {
    tables::keywords()
}

/// The keyword with that id: its name without a side, or `host` for `left` and `right` themselves.
pub fn by_id(id: &str) -> Option<&'static Keyword> {
    let keywords = all();
    keywords
        .binary_search_by(|keyword| keyword.id.cmp(id))
        .ok()
        .map(|at| &keywords[at])
}
