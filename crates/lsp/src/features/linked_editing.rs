//! `left…` and `right…` of one section change their names together.

use ipsec_conf::keyword::Side;
use ipsec_conf::syntax::Entry;
use tower_lsp::ls_types::LinkedEditingRanges;

use crate::view::View;

/// The part of a keyword behind its side.
const PATTERN: &str = "[A-Za-z0-9_-]+";

pub(crate) fn ranges(view: &View<'_>, offset: usize) -> Option<LinkedEditingRanges> {
    let section = view.section_at(offset)?;
    let mut entries = section.entries();
    let here = entries.find(|entry| {
        let range = entry.key_span().range();
        range.start <= offset && offset <= range.end
    })?;
    let (side, name) = split(&here)?;
    let is_other = |entry: &Entry<'_>| split(entry) == Some((side.other(), name));
    let there = section.entries().find(is_other)?;
    let behind_side = |entry: &Entry<'_>, side: Side| {
        let range = entry.key_span().range();
        view.range(range.start + side.prefix().len()..range.end)
    };
    Some(LinkedEditingRanges {
        ranges: vec![behind_side(&here, side), behind_side(&there, side.other())],
        word_pattern: Some(PATTERN.to_owned()),
    })
}

/// `left` and `subnet` of `leftsubnet`; nothing for `left` itself.
fn split<'a>(entry: &Entry<'a>) -> Option<(Side, &'a str)> {
    // strongSwan takes quotes around a keyword; there the places would be others.
    if entry.key().len() != entry.key_span().len() {
        return None;
    }
    let of_side = |side: Side| Some((side, entry.key().strip_prefix(side.prefix())?));
    Side::BOTH
        .into_iter()
        .find_map(of_side)
        .filter(|(_, name)| !name.is_empty())
}
