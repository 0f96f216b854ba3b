//! Lays out ipsec.conf: indentation, blanks around `=`, blank lines, and on request more.
//!
//! [`format()`] is a pure function from a tree to edits. With options that only move blanks, no dialect reads the result
//! otherwise than the original, not even one for which the file was never meant: where that cannot be had, a line stays
//! as it is. [`same_reading`] is the proof, and callers ask it before they write.

mod columns;
mod edits;
mod lines;
mod lone;
mod options;
mod order;
mod pick;
mod proof;
mod ranks;
mod row;
mod spacing;
mod words;

#[cfg(test)]
mod tests;

use ipsec_conf::Target;
use ipsec_conf::diagnostic::Edit;
use ipsec_conf::syntax::File;

pub use edits::apply;
pub use options::{Align, Indent, LineEnding, Options, Order, Quotes, Spelling, Word};
pub use pick::pick;
pub use proof::{Difference, same_reading};

/// The edits that lay `file` out, in the order of the file; none when it is laid out already.
///
/// Everything is judged in the shape in which the file was read, and lines that another shape would read otherwise
/// afterwards are left alone. `target` matters for the options that rewrite words only.
/// [`Options::line_ending`] is not looked at: line endings are data to some readers, see [`LineEnding::convert`].
pub fn format(file: &File, options: &Options, target: Target) -> Vec<Edit> {
    let mut rows = lines::rows(file, options);
    words::rewrite(&mut rows, options, target);
    columns::align(&mut rows, options);
    lines::settle(&mut rows);
    spacing::plan(&mut rows, file, options);
    let moves = order::plan(&rows, options, target);
    edits::collect(file, &rows, &moves, options)
}

/// The edits that only bring parameters into the canonical order, one for each group that changes.
///
/// Groups end at blank lines and at lines whose place may matter; comments go with the parameter below them.
pub fn reorder(file: &File, target: Target) -> Vec<Edit> {
    let options = Options {
        order: Order::Canonical,
        ..Options::default()
    };
    let rows = lines::rows(file, &options);
    edits::of_moves(file, &rows, &order::plan(&rows, &options, target))
}
