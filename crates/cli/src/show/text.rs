//! The text of `show`: a configuration that the target would accept.

use std::fmt::Write as _;

use ipsec_conf::target::Reader;
use ipsec_conf::text::printable;

use super::facts::{Effective, Origin, Shown};

/// Whether the way of each value is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origins {
    Told,
    Untold,
}

impl From<bool> for Origins {
    fn from(told: bool) -> Origins {
        if told { Origins::Told } else { Origins::Untold }
    }
}

/// Comments stand in one column as long as the values are not wider than this.
const WIDEST: usize = 48;

pub(super) fn render(shown: &Shown, origins: Origins) -> String {
    let mut out = format!(
        "# as read by {} ({})\n",
        shown.target.program(),
        printable(&shown.reason)
    );
    if shown.target.reader() == Reader::Classic {
        out.push_str("version 2.0\n");
    }
    if !shown.setup.is_empty() {
        section(&mut out, "config setup", &shown.setup, origins);
    }
    for ca in &shown.cas {
        section(
            &mut out,
            &format!("ca {}", ca.written_name),
            &ca.settings,
            origins,
        );
    }
    for conn in &shown.conns {
        section(
            &mut out,
            &format!("conn {}", conn.written_name),
            &conn.settings,
            origins,
        );
    }
    out
}

fn section(out: &mut String, header: &str, settings: &[Effective], origins: Origins) {
    let _ = writeln!(out, "\n{}", printable(header));
    let lines: Vec<String> = settings.iter().map(line).collect();
    let with_comment = settings
        .iter()
        .zip(&lines)
        .filter(|(setting, _)| setting.origin.is_some());
    let widths = with_comment.map(|(_, line)| line.chars().count());
    let column = widths
        .filter(|&width| width <= WIDEST)
        .max()
        .unwrap_or_default();
    for (setting, line) in settings.iter().zip(&lines) {
        match setting.origin.as_ref().filter(|_| origins == Origins::Told) {
            Some(origin) => {
                let _ = writeln!(out, "\t{line:column$}  # {}", way(origin));
            }
            None => {
                let _ = writeln!(out, "\t{line}");
            }
        }
    }
}

/// What is no line of a file is a comment: the built-in values, which are told in words, and what is not shown.
fn line(setting: &Effective) -> String {
    let name = printable(&setting.name);
    if setting.is_hidden {
        return format!(
            "# {name} is set, and {}",
            setting.value.trim_matches(['(', ')'])
        );
    }
    match setting.origin {
        Some(_) => format!("{name}={}", printable(&setting.written)),
        None => format!("# {name}={} by default", printable(&setting.value)),
    }
}

/// `ipsec.conf:12, also=base`
fn way(origin: &Origin) -> String {
    let places = std::iter::once(&origin.place).chain(&origin.joined);
    let mut words: Vec<String> = places
        .map(|place| format!("{}:{}", printable(&place.path), place.line))
        .collect();
    words.extend(origin.via.iter().map(|via| printable(via).into_owned()));
    words.join(", ")
}
