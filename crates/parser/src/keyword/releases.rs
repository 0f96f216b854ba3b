//! The surveyed releases and what a shortened version number stands for.

use super::tables;
use crate::target::{Dialect, Version};

/// The releases of a dialect whose sources were read, oldest first.
///
/// Openswan 2.6.53, which was only a development snapshot, is among them.
pub fn releases(dialect: Dialect) -> &'static [Version] {
    tables::releases(dialect)
}

/// The release that a version number stands for: itself when there is such a release, else the last one that starts
/// with the same parts. Snapshots and candidates do not count.
///
/// `2.6` of Openswan is 2.6.52.3, `4` of Libreswan is 4.15, `5.9` of strongSwan is 5.9.14; `5.3` of Libreswan is a
/// release itself.
pub fn newest_release_like(dialect: Dialect, prefix: &str) -> Option<Version> {
    let parts = parts(prefix)?;
    let (first, last) = (padded(&parts, 0)?, padded(&parts, u16::MAX)?);
    let finished = tables::finished(dialect);
    // A release is meant when it is written as its project writes it: strongSwan's 5.0.0 has three parts, Libreswan's
    // 4.0 two.
    let is_itself = |&&(version, written): &&(Version, u8)| {
        version == first && usize::from(written) == parts.len()
    };
    let is_like = |&&(version, _): &&(Version, u8)| first <= version && version <= last;
    let found = finished
        .iter()
        .find(is_itself)
        .or_else(|| finished.iter().rev().find(is_like));
    found.map(|&(version, _)| version)
}

/// The parts that are written, without a leading `v` or `U` and without a suffix, as [`Version`] reads them.
fn parts(text: &str) -> Option<Vec<u16>> {
    let digits = text.trim_start_matches(['v', 'U']);
    let end = digits
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(digits.len());
    digits[..end]
        .trim_end_matches('.')
        .split('.')
        .map(|part| part.parse().ok())
        .collect()
}

/// The version with these parts and `rest` for each part that is not given.
fn padded(parts: &[u16], rest: u16) -> Option<Version> {
    let part = |at: usize| parts.get(at).copied().unwrap_or(rest);
    (parts.len() <= 4).then(|| Version::new4(part(0), part(1), part(2), part(3)))
}
