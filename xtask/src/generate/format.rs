//! The parts of docs/ipsec-fmt.md that are made: the table of options, and what becomes of five files.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use ipsec_conf::syntax::{File, Shape};
use ipsec_conf::{FileId, Target};
use ipsec_conf_format::{Options, apply, format};

use super::Generated;

const PAGE: &str = "docs/ipsec-fmt.md";

/// Files below `tests/format`, whose they are, and what they show.
const EXAMPLES: &[(&str, Target, &str)] = &[
    (
        "1-office.conf",
        Target::LIBRESWAN_4_10,
        "Indentation, blanks, blank lines between sections; a comment goes with what stands below it.",
    ),
    (
        "2-roadwarriors.conf",
        Target::LIBRESWAN_4_10,
        "Parameters that are switched off stay where they are, in the first column, and belong to the conn above them. \
         The comment above `#conn test` does too: nobody knows that it is a section.",
    ),
    (
        "3-classic.conf",
        Target::CLASSIC,
        "For Openswan 2.4 an empty line ends a section, a line of blanks does not: it keeps its blanks.",
    ),
    (
        "4-strongswan.conf",
        Target::STRONGSWAN_5_9_8,
        "strongSwan takes `#asked for` for a comment, Libreswan for a part of the value: the line stays as it is but for its \
         indentation. The blanks inside quotes are text.",
    ),
    (
        "5-mended-by-hand.conf",
        Target::LIBRESWAN_4_10,
        "`pfs` has no `=` and `#checked` is a word for Libreswan: lines with errors are left alone. So are the lines of the \
         region, and the text of `x-owner=`.",
    ),
];

pub(super) fn parts(root: &Path) -> Result<Vec<Generated>> {
    let mut options = "| key | values | meaning |\n|---|---|---|\n".to_owned();
    for (name, values, about) in ipsec_conf_config::format_keys() {
        let _ = writeln!(options, "| `{name}` | {values} | {about} |");
    }
    let mut examples = String::new();
    for (name, target, about) in EXAMPLES {
        let path = root.join("tests/format").join(name);
        let before = std::fs::read_to_string(&path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        let file = File::from_text(
            FileId::default(),
            before.as_str().into(),
            Shape::of(*target),
        );
        let after = apply(&before, &format(&file, &Options::default(), *target));
        let _ = write!(
            examples,
            "### {}, for {}\n\n{about}\n\nBefore:\n\n```conf\n{before}```\n\nAfter:\n\n```conf\n{after}```\n\n",
            title(name),
            target.program()
        );
    }
    Ok(vec![
        Generated::block(PAGE, "options", options),
        Generated::block(PAGE, "examples", examples),
    ])
}

/// `5-mended-by-hand.conf` in words.
fn title(name: &str) -> String {
    let words = name
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == '-')
        .trim_end_matches(".conf")
        .replace('-', " ");
    let (first, rest) = words.split_at(1.min(words.len()));
    first.to_uppercase() + rest
}
