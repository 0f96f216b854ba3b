//! Which releases know a keyword, in the words of a message.

use super::types::{Keyword, KeywordSpan};
use crate::target::{Dialect, Version};

impl Keyword {
    /// The first and the last release of a dialect that knows the keyword. There may be a gap between them:
    /// [`Keyword::runs_in`] has the single runs.
    pub fn in_dialect(&self, dialect: Dialect) -> Option<(Version, Version)> {
        let runs = self.runs_in(dialect);
        Some((runs.first()?.0, runs.last()?.1))
    }

    /// The runs of successive releases of a dialect that know the keyword, oldest first.
    pub fn runs_in(&self, dialect: Dialect) -> Vec<(Version, Version)> {
        let mut spans: Vec<&KeywordSpan> = self
            .spans
            .iter()
            .filter(|span| span.dialect == dialect)
            .collect();
        spans.sort_by_key(|span| span.from);
        let mut runs: Vec<(Version, Version, Version)> = Vec::new();
        for span in spans {
            match runs.last_mut() {
                Some((_, until, before)) if span.from <= *before => {
                    *until = span.until.max(*until);
                    *before = span.before.max(*before);
                }
                _ => runs.push((span.since, span.until, span.before)),
            }
        }
        runs.into_iter()
            .map(|(since, until, _)| (since, until))
            .collect()
    }

    /// Who knows the keyword: `Libreswan 3.0 to 3.32 and strongSwan`.
    ///
    /// Releases are named only when they are not all that were surveyed; a gap of a few releases is not mentioned.
    pub fn known_to(&self) -> String {
        let known = Dialect::ALL
            .into_iter()
            .filter_map(|dialect| Some((dialect, self.in_dialect(dialect)?)));
        let mut names: Vec<String> = known
            .map(|(dialect, (since, until))| phrase(dialect, since, until))
            .collect();
        let last = names.pop().unwrap_or_default();
        if names.is_empty() {
            last
        } else {
            format!("{} and {last}", names.join(", "))
        }
    }
}

fn phrase(dialect: Dialect, since: Version, until: Version) -> String {
    let name = dialect.name();
    let releases = super::releases(dialect);
    let from_the_start = releases.first() == Some(&since);
    let to_the_end = releases.last() == Some(&until);
    match (from_the_start, to_the_end) {
        (true, true) => name.to_owned(),
        (false, true) => format!("{name} from {since}"),
        (true, false) => format!("{name} up to {until}"),
        (false, false) if since == until => format!("{name} {since}"),
        (false, false) => format!("{name} {since} to {until}"),
    }
}
