//! Every keyword and algorithm that some release of Openswan, Libreswan or strongSwan's starter knows.
//!
//! The tables are made from `grammar/keywords/*.toml` when this crate is built; nothing is parsed at run time.

mod types;

pub use types::{
    Default, Keyword, KeywordSpan, Lookup, Section, SectionSet, Side, Status, Unit, Unsided, ValueCheck, ValueType,
};
