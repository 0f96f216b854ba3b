//! Applies fixes to the texts of a configuration, each fix as a whole or not at all.

use std::collections::BTreeMap;

use ipsec_conf::diagnostic::{Applicability, Edit, Fix};
use ipsec_conf::{Diagnostic, FileId, SourceMap};

/// Which fixes are applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Safe,
    All,
}

/// What became of the fixes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The files with edits, as they are then.
    pub texts: BTreeMap<FileId, String>,
    /// How many findings were mended.
    pub count: usize,
    /// Fixes that touch what another one changed already; another round will see them.
    pub postponed: usize,
}

/// Why a fix cannot be applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FixError {
    /// An edit lies outside the text: the fix is not of this text.
    OutOfBounds,
}

/// Applies the fixes of `diagnostics` to the texts of `sources`; overlapping ones wait for the next round.
pub fn apply(
    sources: &SourceMap,
    diagnostics: &[Diagnostic],
    which: Which,
) -> Result<Applied, FixError> {
    let (chosen, count, postponed) = choose(diagnostics, which);
    let texts = chosen
        .by_file
        .iter()
        .map(|(&file, edits)| Ok((file, edited(sources.get(file).text(), edits)?)))
        .collect::<Result<_, FixError>>()?;
    Ok(Applied {
        texts,
        count,
        postponed,
    })
}

/// The edits that [`apply`] makes, in the order of files and places.
pub fn edits(diagnostics: &[Diagnostic], which: Which) -> Vec<Edit> {
    let (chosen, _, _) = choose(diagnostics, which);
    let by_place = chosen.by_file.into_values();
    by_place
        .flat_map(|edits| edits.into_values().cloned())
        .collect()
}

/// What is applied, how many fixes that is, and how many have to wait.
fn choose(diagnostics: &[Diagnostic], which: Which) -> (Chosen<'_>, usize, usize) {
    let mut chosen = Chosen::default();
    let (mut count, mut postponed) = (0, 0);
    let fixes = diagnostics
        .iter()
        .filter_map(|finding| finding.fix.as_ref());
    for fix in fixes {
        let is_wanted = which == Which::All || fix.applicability == Applicability::Safe;
        if !is_wanted || fix.edits.is_empty() {
            continue;
        }
        if chosen.takes(fix) {
            count += 1;
        } else {
            postponed += 1;
        }
    }
    (chosen, count, postponed)
}

/// The edits of one file by their places; none overlaps another.
type Edits<'a> = BTreeMap<(u32, u32), &'a Edit>;

#[derive(Default)]
struct Chosen<'a> {
    by_file: BTreeMap<FileId, Edits<'a>>,
}

impl<'a> Chosen<'a> {
    /// Takes all edits of a fix or none; a fix that others have done already is taken.
    fn takes(&mut self, fix: &'a Fix) -> bool {
        let is_done = |edit: &Edit| {
            let known = self.by_file.get(&edit.span.file);
            known
                .and_then(|edits| edits.get(&place(edit)))
                .is_some_and(|known| known.text == edit.text)
        };
        if fix.edits.iter().all(is_done) {
            return true;
        }
        for (i, edit) in fix.edits.iter().enumerate() {
            let edits = self.by_file.entry(edit.span.file).or_default();
            if is_free(edits, edit) {
                edits.insert(place(edit), edit);
                continue;
            }
            for edit in &fix.edits[..i] {
                if let Some(edits) = self.by_file.get_mut(&edit.span.file) {
                    edits.remove(&place(edit));
                }
            }
            return false;
        }
        true
    }
}

fn place(edit: &Edit) -> (u32, u32) {
    (edit.span.start, edit.span.end)
}

fn is_free(chosen: &Edits<'_>, edit: &Edit) -> bool {
    let (start, end) = place(edit);
    let before = chosen.range(..=(start, u32::MAX)).next_back();
    let behind = chosen.range((start, 0)..).next();
    let clear_before = before.is_none_or(|((known_start, known_end), _)| {
        *known_end <= start && (*known_start, *known_end) != (start, end)
    });
    let clear_behind =
        behind.is_none_or(|((known_start, _), _)| *known_start >= end && *known_start > start);
    clear_before && clear_behind
}

fn edited(text: &str, edits: &Edits<'_>) -> Result<String, FixError> {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits.values() {
        let range = edit.span.range();
        out.push_str(text.get(at..range.start).ok_or(FixError::OutOfBounds)?);
        out.push_str(&edit.text);
        at = range.end;
    }
    out.push_str(text.get(at..).ok_or(FixError::OutOfBounds)?);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use ipsec_conf::diagnostic::codes;
    use ipsec_conf::{Effect, Source, Span};

    use super::*;

    fn texts() -> (SourceMap, [FileId; 2]) {
        let mut sources = SourceMap::default();
        let files = ["abcdef", "uvwxyz"].map(|text| sources.add(Source::new(text, text)));
        (sources, files)
    }

    /// A fix of edits: which file, where, and the new text.
    fn fix(edits: &[(usize, Range<usize>, &str)]) -> Diagnostic {
        let (_, files) = texts();
        let place = |file: usize, range: &Range<usize>| Span::new(files[file], range.clone());
        let (file, range, text) = &edits[0];
        let mut fix = Fix::safe("", place(*file, range), *text);
        for (file, range, text) in &edits[1..] {
            fix = fix.and(place(*file, range), *text);
        }
        Diagnostic::new(
            codes::UNKNOWN_KEYWORD,
            Effect::Works,
            place(*file, range),
            "",
        )
        .fix(fix)
    }

    /// Both texts afterwards, how many fixes were applied, and how many wait.
    fn check(fixes: &[Diagnostic], expected: (&str, &str, usize, usize)) {
        let (sources, ids) = texts();
        let applied = apply(&sources, fixes, Which::Safe).expect("the fixes are of these texts");
        let [first, second] = ids.map(|file| {
            let changed = applied.texts.get(&file).map(String::as_str);
            changed.unwrap_or(sources.get(file).text())
        });
        assert_eq!((first, second, applied.count, applied.postponed), expected);
    }

    #[test]
    fn all_files_of_a_fix_change() {
        check(
            &[fix(&[(0, 0..1, "A"), (1, 5..6, "Z")])],
            ("Abcdef", "uvwxyZ", 1, 0),
        );
    }

    #[test]
    fn a_fix_is_taken_as_a_whole_or_not_at_all() {
        check(
            &[
                fix(&[(1, 0..3, "-")]),
                fix(&[(0, 0..1, "A"), (1, 2..4, "+")]),
            ],
            ("abcdef", "-xyz", 1, 1),
        );
        check(
            &[fix(&[(0, 0..2, "A"), (0, 1..3, "B")])],
            ("abcdef", "uvwxyz", 0, 1),
        );
    }

    #[test]
    fn what_another_fix_does_as_well_is_done_once() {
        check(
            &[
                fix(&[(0, 3..3, "+")]),
                fix(&[(0, 3..3, "+")]),
                fix(&[(0, 3..3, "-")]),
            ],
            ("abc+def", "uvwxyz", 2, 1),
        );
    }

    #[test]
    fn a_fix_of_another_text_is_an_error() {
        let (sources, _) = texts();
        let applied = apply(&sources, &[fix(&[(0, 5..9, "")])], Which::Safe);
        assert_eq!(applied, Err(FixError::OutOfBounds));
    }
}
