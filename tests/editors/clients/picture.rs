//! The screen of an editor in a terminal, as SVG.

use std::fmt::Write as _;

use serde_json::Value;

const WIDTH: usize = 8;
const HEIGHT: usize = 17;

/// Neovim's own, for cells that have none.
const INK: i64 = 0x00e0_e2ea;
const PAPER: i64 = 0x0014_161b;

pub(crate) struct Cell {
    /// Empty behind a character that takes two cells.
    text: String,
    ink: i64,
    paper: i64,
    underline: Option<i64>,
    is_bold: bool,
}

/// From rows of cells: text, ink, paper, whether these two are swapped, underline, whether it is bold; -1 is no colour.
pub(crate) fn rows(screen: &Value) -> Vec<Vec<Cell>> {
    let rows = screen.as_array().expect("a list of rows");
    rows.iter()
        .map(|row| {
            let cells = row.as_array().expect("a list of cells");
            cells.iter().map(cell).collect()
        })
        .collect()
}

fn cell(cell: &Value) -> Cell {
    let number = |at: usize| cell[at].as_i64().expect("a number");
    let or = |value: i64, default| if value < 0 { default } else { value };
    let (ink, paper) = (or(number(1), INK), or(number(2), PAPER));
    let is_swapped = number(3) == 1;
    Cell {
        text: cell[0].as_str().expect("a text").to_owned(),
        ink: if is_swapped { paper } else { ink },
        paper: if is_swapped { ink } else { paper },
        underline: Some(number(4)).filter(|&colour| colour >= 0),
        is_bold: number(5) == 1,
    }
}

pub(crate) fn text(row: &[Cell]) -> String {
    row.iter().map(|cell| cell.text.as_str()).collect()
}

pub(crate) fn svg(rows: &[Vec<Cell>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let (width, height) = (columns * WIDTH, rows.len() * HEIGHT);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-family=\"monospace\" font-size=\"13\">\n<rect width=\"{width}\" height=\"{height}\" fill=\"#{PAPER:06x}\"/>\n"
    );
    for (number, row) in rows.iter().enumerate() {
        let top = number * HEIGHT;
        for (start, run) in runs(row, |cell| {
            (cell.ink, cell.paper, cell.underline, cell.is_bold)
        }) {
            write_run(&mut svg, run, start * WIDTH, top);
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// Neighbours that look the same, each with its first column.
fn runs<K: PartialEq>(row: &[Cell], look: impl Fn(&Cell) -> K) -> Vec<(usize, &[Cell])> {
    let mut start = 0;
    row.chunk_by(|a, b| look(a) == look(b))
        .map(|run| {
            let at = start;
            start += run.len();
            (at, run)
        })
        .collect()
}

fn write_run(svg: &mut String, run: &[Cell], left: usize, top: usize) {
    let Cell {
        ink,
        paper,
        underline,
        is_bold,
        ..
    } = run[0];
    let weight = if is_bold { " font-weight=\"bold\"" } else { "" };
    let width = run.len() * WIDTH;
    if paper != PAPER {
        let _ = writeln!(
            svg,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{HEIGHT}\" fill=\"#{paper:06x}\"/>"
        );
    }
    if let Some(colour) = underline {
        let _ = writeln!(
            svg,
            "<rect x=\"{left}\" y=\"{}\" width=\"{width}\" height=\"1\" fill=\"#{colour:06x}\"/>",
            top + HEIGHT - 2
        );
    }
    let text = text(run);
    if !text.trim().is_empty() {
        let text = text
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        // Whatever the font of the reader, a run is as long as its cells.
        let _ = writeln!(
            svg,
            "<text x=\"{left}\" y=\"{}\" fill=\"#{ink:06x}\"{weight} textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\" \
             xml:space=\"preserve\">{text}</text>",
            top + HEIGHT - 4
        );
    }
}
