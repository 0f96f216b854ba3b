//! The names of algorithms in `ike=`, `esp=` and `ah=`, and what is thought of the algorithms.
//!
//! A name in a program's sources is no promise that a build of it has the algorithm.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Serialize;

use super::lookup::ignores_case;
use crate::target::{Dialect, Target, Version};

mod tables {
    #![allow(clippy::unreadable_literal)] // The hash keys are made by phf_codegen.

    use super::{
        Algorithm, AlgorithmName, DefaultProposal, Dialect, Kind, Protocol, Rating, Removal,
        Version,
    };

    include!(concat!(env!("OUT_DIR"), "/algorithms.rs"));
}

/// What an algorithm is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Encr,
    Integ,
    Prf,
    /// Key exchange: Diffie-Hellman groups and their kin.
    Ke,
    /// Extended sequence numbers.
    Esn,
    /// Compression.
    Comp,
}

/// What is thought of an algorithm; [`Algorithm::source`] says by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Rating {
    Ok,
    /// On its way out (MUST-), or private, withdrawn or unrated with a known objection.
    Deprecated,
    /// MUST NOT or SHOULD NOT, broken, or without confidentiality.
    Weak,
}

/// One algorithm over all dialects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Algorithm {
    pub id: &'static str,
    pub kind: Kind,
    pub rating: Rating,
    /// The text that rates it.
    pub source: &'static str,
    pub note: Option<&'static str>,
    pub names: &'static [AlgorithmName],
    /// For each spelling the `keyword/version` pairs for which the proposal parser of Libreswan 4.10 took it.
    pub libreswan_4_10_accepts: &'static [(&'static str, &'static [&'static str])],
}

/// Spellings of one dialect in a run of releases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlgorithmName {
    pub dialect: Dialect,
    pub names: &'static [&'static str],
    /// First and last surveyed release, both inclusive.
    pub since: Version,
    pub until: Version,
    /// Whether `until` is the newest surveyed release.
    pub current: bool,
    from: Version,
    before: Version,
}

impl AlgorithmName {
    pub fn holds_for(&self, target: Target) -> bool {
        self.dialect == target.dialect
            && self.from <= target.version
            && target.version < self.before
    }
}

/// What a release proposes when the file says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DefaultProposal {
    pub dialect: Dialect,
    pub version: Version,
    /// `ike`, `esp` or `ah`.
    pub keyword: &'static str,
    pub ikev1: &'static [&'static str],
    pub ikev2: &'static [&'static str],
    /// Proposed in both versions of IKE.
    pub both: &'static [&'static str],
    pub prf: &'static [&'static str],
    pub ke: &'static [&'static str],
    pub note: Option<&'static str>,
}

/// What the change log of a release says it dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Removal {
    pub dialect: Dialect,
    pub version: Version,
    pub what: &'static str,
}

/// The rating of a protocol or mode: `ikev1`, `ah`, `ah+esp`, `aggressive-mode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Protocol {
    pub id: &'static str,
    pub rating: Rating,
    pub source: &'static str,
}

/// Every algorithm, encryption first.
pub fn all() -> &'static [Algorithm] {
    &tables::ALGORITHMS
}

/// The algorithm of one kind with this id.
pub fn with_id(kind: Kind, id: &str) -> Option<&'static Algorithm> {
    static BY_ID: LazyLock<HashMap<(Kind, &str), &Algorithm>> = LazyLock::new(|| {
        let keyed = all().iter().map(|known| ((known.kind, known.id), known));
        keyed.rev().collect()
    });
    BY_ID.get(&(kind, id)).copied()
}

/// The algorithm that a name stands for in a proposal of `target`.
///
/// A name such as `sha1` may be an integrity algorithm and a PRF: this is the first of them, and [`lookup_kind`]
/// has the others. `None` is no proof of a mistake where [`surveyed`] is false.
pub fn lookup(name: &str, target: Target) -> Option<&'static Algorithm> {
    meanings(name, target).next()
}

/// The algorithm of one kind that a name stands for in a proposal of `target`.
pub fn lookup_kind(name: &str, kind: Kind, target: Target) -> Option<&'static Algorithm> {
    meanings(name, target).find(|algorithm| algorithm.kind == kind)
}

/// Every algorithm of that name in any dialect and release; case does not matter.
pub fn named(name: &str) -> impl Iterator<Item = &'static Algorithm> {
    let indices = tables::NAMES
        .get(name.to_ascii_lowercase().as_str())
        .copied()
        .unwrap_or_default();
    indices
        .iter()
        .map(|&at| &tables::ALGORITHMS[usize::from(at)])
}

/// The dialects that know a name in some release.
pub fn named_in(name: &str) -> Vec<Dialect> {
    let knows = |dialect: &Dialect| {
        let in_dialect =
            |spelling: &AlgorithmName| spelling.dialect == *dialect && is_among(name, spelling);
        named(name).any(|algorithm| algorithm.names.iter().any(in_dialect))
    };
    Dialect::ALL.into_iter().filter(knows).collect()
}

/// Whether the names that `target` knows were read from its sources: Libreswan from 3.21, strongSwan from 4.3.0.
pub fn surveyed(target: Target) -> bool {
    tables::SURVEYED
        .iter()
        .any(|&(dialect, since)| dialect == target.dialect && since <= target.version)
}

/// The built-in proposals that were looked up.
pub fn default_proposals() -> &'static [DefaultProposal] {
    tables::DEFAULT_PROPOSALS
}

/// What the change log of Libreswan says was dropped.
pub fn removals() -> &'static [Removal] {
    tables::REMOVALS
}

/// Ratings of protocols and modes.
pub fn protocols() -> &'static [Protocol] {
    tables::PROTOCOLS
}

fn meanings(name: &str, target: Target) -> impl Iterator<Item = &'static Algorithm> {
    let is_wrong_case = !ignores_case(target) && name.bytes().any(|b| b.is_ascii_uppercase());
    let has_name = move |algorithm: &&Algorithm| {
        algorithm
            .names
            .iter()
            .any(|spelling| spelling.holds_for(target) && is_among(name, spelling))
    };
    named(name).filter(move |_| !is_wrong_case).filter(has_name)
}

fn is_among(name: &str, spelling: &AlgorithmName) -> bool {
    spelling
        .names
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
}
