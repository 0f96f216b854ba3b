//! All keywords of a target, a line each.

use std::fmt::Write as _;

use ipsec_conf::Target;
use ipsec_conf::keyword::{self, Keyword};

use super::words;

const HEADINGS: [&str; 8] = [
    "NAME", "SECTIONS", "TYPE", "VALUES", "DEFAULT", "RELEASES", "STATUS", "SUMMARY",
];

/// Longer cells are cut: the full story is a question of its own.
const WIDEST: usize = 30;

/// `width` is that of the terminal; without one the summaries stand whole.
pub(super) fn draw(target: Target, width: Option<usize>) -> String {
    let mut rows = vec![HEADINGS.map(str::to_owned)];
    rows.extend(
        keyword::all()
            .iter()
            .filter_map(|keyword| row(keyword, target)),
    );
    let mut widths = [0; HEADINGS.len()];
    for row in &rows {
        for (cell, widest) in row.iter().zip(&mut widths) {
            *widest = (*widest).max(cell.chars().count());
        }
    }
    let mut out = String::new();
    for row in &rows {
        let mut line = String::new();
        for (cell, &column) in row.iter().zip(&widths) {
            let _ = write!(line, "{cell:column$}  ");
        }
        let line = line.trim_end();
        out.push_str(&width.map_or_else(|| line.to_owned(), |width| cut(line, width)));
        out.push('\n');
    }
    out
}

fn row(keyword: &'static Keyword, target: Target) -> Option<[String; HEADINGS.len()]> {
    let span = keyword.span(target)?;
    let (since, until) = words::run(keyword, target)?;
    let default = keyword
        .default_in(target.dialect)
        .map_or("", |default| default.value);
    Some([
        words::short_name(keyword, span),
        words::sections(span),
        words::value_type(span.ty),
        cut(&span.values.join(","), WIDEST),
        cut(default, WIDEST),
        words::releases(since, until, words::is_current(until, target)),
        cut(&words::status(span), WIDEST),
        keyword.summary.to_owned(),
    ])
}

fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(3)).collect();
    format!("{kept}...")
}
