//! Blank lines.

use ipsec_conf::syntax::{File, LineKind, Shape};

use crate::options::Options;
use crate::row::Row;

/// Decides how many blank lines stand above each row.
pub(crate) fn plan(rows: &mut [Row<'_>], file: &File, options: &Options) {
    let between = usize::from(options.blank_lines_between_sections);
    let inside = usize::from(options.blank_lines_inside_sections);
    // For this reader an empty line is a word of its own.
    let least = usize::from(file.shape() == Shape::Classic);
    let starts = section_starts(rows);
    let mut in_section = false;
    for i in 0..rows.len() {
        let is_below_crlf = i > 0 && rows[i - 1].ends_in_crlf;
        // Without a blank line the next run would take both comments for one.
        let is_below_comment = i > 0 && starts[i] && belongs_below(&rows[i - 1]);
        let row = &mut rows[i];
        let blanks = &row.blanks;
        row.wanted_blanks = if blanks.is_fixed || is_below_crlf || row.ends_in_crlf {
            blanks.count
        } else if i == 0 {
            0
        } else if starts[i] {
            between.max(usize::from(is_below_comment))
        } else {
            let is_word = in_section && blanks.has_empty;
            let inside = if is_word { inside.max(least) } else { inside };
            blanks.count.min(inside)
        };
        row.keeps_section_open =
            in_section && !starts[i] && !blanks.has_empty && !ends_section(row);
        // Other readers may find a header inside a string that goes over several lines.
        in_section |= matches!(row.kind, LineKind::Header(_)) || row.source.contains('\n');
    }
}

/// Whether the section above ends here for every reader, or at least for the classic one.
fn ends_section(row: &Row<'_>) -> bool {
    let is_mark = matches!(
        row.kind,
        LineKind::Comment | LineKind::Include | LineKind::Version | LineKind::Header(_)
    );
    is_mark && !row.is_indented
}

/// Which rows begin a section: its header, or the comment that stands directly above it.
fn section_starts(rows: &[Row<'_>]) -> Vec<bool> {
    let mut starts = vec![false; rows.len()];
    for header in 0..rows.len() {
        if !matches!(rows[header].kind, LineKind::Header(_)) {
            continue;
        }
        let mut first = header;
        while first > 0 && rows[first].blanks.count == 0 && belongs_below(&rows[first - 1]) {
            first -= 1;
        }
        starts[first] = true;
    }
    starts
}

fn belongs_below(row: &Row<'_>) -> bool {
    row.kind == LineKind::Comment && !row.is_indented && !is_disabled_parameter(row.source)
}

/// Whether a comment is a parameter that somebody switched off, which belongs to the section above.
fn is_disabled_parameter(comment: &str) -> bool {
    let text = comment
        .trim_start_matches('#')
        .trim_start_matches([' ', '\t']);
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let word = text.trim_start_matches(is_name);
    word.len() < text.len() && word.trim_start_matches([' ', '\t']).starts_with('=')
}
