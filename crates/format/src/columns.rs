//! Columns that lines share: values, and trailing comments.

use ipsec_conf::syntax::LineKind;

use crate::options::{Align, Options};
use crate::row::{Gap, Layout, Row, Words};

/// What a tab reaches to the next multiple of.
const TAB: usize = 8;

/// Lays values and comments out in columns, as far as the options ask.
pub(crate) fn align(rows: &mut [Row<'_>], options: &Options) {
    in_blocks(rows, options.align_values, |block| {
        align_values(block, options);
    });
    in_blocks(rows, options.align_comments, align_comments);
}

/// Calls `act` for each run of rows that share a column.
fn in_blocks(rows: &mut [Row<'_>], align: Align, mut act: impl FnMut(&mut [Row<'_>])) {
    match align {
        Align::Off => {}
        Align::File => act(rows),
        Align::Section => {
            let is_header = |row: &Row<'_>| matches!(row.kind, LineKind::Header(_));
            rows.chunk_by_mut(|_, next| !is_header(next)).for_each(act);
        }
    }
}

fn parameters<'r, 'a>(rows: &'r mut [Row<'a>]) -> impl Iterator<Item = &'r mut Words<'a>> {
    let parameters = rows.iter_mut().filter(|row| row.kind == LineKind::Entry);
    parameters.filter_map(|row| match &mut row.layout {
        Layout::Words(words) => Some(words),
        Layout::Verbatim | Layout::Comment { .. } => None,
    })
}

fn align_values(rows: &mut [Row<'_>], options: &Options) {
    let width = parameters(rows)
        .map(|words| words.key().chars().count())
        .max();
    for words in parameters(rows) {
        let pad = width.unwrap_or(0) - words.key().chars().count();
        if options.spaces_around_equals {
            words.before_equals += pad as u32;
        } else {
            words.behind_equals += pad as u32;
        }
    }
}

fn align_comments(rows: &mut [Row<'_>]) {
    let mut scratch = String::new();
    let mut width = |words: &Words<'_>| {
        scratch.clear();
        words.write_content(&mut scratch);
        columns(&scratch)
    };
    let commented = |rows: &mut [Row<'_>], act: &mut dyn FnMut(&mut Words<'_>)| {
        for row in rows {
            match &mut row.layout {
                // Without a blank before it, `#` is part of the value for some readers.
                Layout::Words(words)
                    if !words.comment.is_empty() && !matches!(words.gap, Gap::AsWritten("")) =>
                {
                    act(words);
                }
                _ => {}
            }
        }
    };
    let mut widest = 0;
    commented(rows, &mut |words| widest = widest.max(width(words)));
    commented(rows, &mut |words| {
        words.gap = Gap::Spaces((widest + 1 - width(words)) as u32);
    });
}

/// How many columns a text takes.
fn columns(text: &str) -> usize {
    text.chars().fold(0, |column, c| match c {
        '\t' => column / TAB * TAB + TAB,
        _ => column + 1,
    })
}
