//! The canonical order of parameters, on request.

use std::collections::HashSet;
use std::ops::Range;

use ipsec_conf::Target;
use ipsec_conf::keyword;
use ipsec_conf::syntax::LineKind;

use crate::options::{Options, Order};
use crate::ranks::{Place, place};
use crate::row::Row;
use crate::words::key;

/// Rows that change places: `order` holds their indices as they will stand.
#[derive(Debug)]
pub(crate) struct Move {
    pub(crate) rows: Range<usize>,
    pub(crate) order: Vec<usize>,
}

/// A parameter with the comments directly above it.
#[derive(Debug)]
struct Block {
    rows: Range<usize>,
    place: Place,
}

/// The moves that bring every group of parameters into the canonical order.
pub(crate) fn plan(rows: &[Row<'_>], options: &Options, target: Target) -> Vec<Move> {
    if options.order == Order::Keep {
        return Vec::new();
    }
    groups(rows)
        .filter_map(|group| sorted(rows, group, target))
        .collect()
}

/// Runs of parameters and comments with nothing between them whose place matters: blank lines, `also=`, includes and
/// whatever is not understood stay where they are.
fn groups(rows: &[Row<'_>]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    let mut out = Vec::new();
    for i in 0..=rows.len() {
        let is_movable = rows.get(i).is_some_and(is_movable);
        let is_cut = rows.get(i).is_none_or(|row| row.blanks.count > 0) || !is_movable;
        if is_cut {
            if i > start + 1 {
                out.push(start..i);
            }
            start = if is_movable { i } else { i + 1 };
        }
    }
    out.into_iter()
}

fn is_movable(row: &Row<'_>) -> bool {
    let is_part = matches!(row.kind, LineKind::Entry | LineKind::Comment);
    let is_also = row
        .keyword()
        .is_some_and(|word| matches!(word.to_ascii_lowercase().as_str(), "also" | "alsoflip"));
    is_part && row.is_indented && !row.is_verbatim() && !row.ends_in_crlf && !is_also
}

fn sorted(rows: &[Row<'_>], group: Range<usize>, target: Target) -> Option<Move> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut seen = HashSet::new();
    let mut start = group.start;
    for i in group.clone() {
        let Some(word) = rows[i].keyword() else {
            continue;
        };
        let (id, side) = key(word, target)?;
        let keyword = keyword::by_id(id)?;
        // The later one of two lines may win.
        let shared = keyword.span(target).and_then(|span| span.shares_value_with);
        if !seen.insert((id, side)) || shared.is_some_and(|other| !seen.insert((other, side))) {
            return None;
        }
        blocks.push(Block {
            rows: start..i + 1,
            place: place((id, side)),
        });
        start = i + 1;
    }
    if blocks.is_sorted_by_key(|block| block.place) {
        return None;
    }
    let rest = start..group.end;
    blocks.sort_by_key(|block| block.place);
    Some(Move {
        rows: group,
        order: blocks
            .into_iter()
            .flat_map(|block| block.rows)
            .chain(rest)
            .collect(),
    })
}
