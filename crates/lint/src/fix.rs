//! Applies fixes to texts.

use std::collections::BTreeMap;

use ipsec_conf::diagnostic::{Applicability, Edit};
use ipsec_conf::{Diagnostic, FileId};

/// Which fixes are applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Safe,
    All,
}

/// What became of the fixes of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    pub text: String,
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

/// Applies the fixes of `diagnostics` that concern `file` to its `text`; overlapping ones wait for the next round.
pub fn apply(
    text: &str,
    file: FileId,
    diagnostics: &[Diagnostic],
    which: Which,
) -> Result<Applied, FixError> {
    let mut chosen: BTreeMap<(u32, u32), &Edit> = BTreeMap::new();
    let (mut count, mut postponed) = (0, 0);
    for fix in diagnostics
        .iter()
        .filter_map(|finding| finding.fix.as_ref())
    {
        let is_wanted = which == Which::All || fix.applicability == Applicability::Safe;
        let is_here = fix.edits.iter().all(|edit| edit.span.file == file);
        if !is_wanted || !is_here || fix.edits.is_empty() {
            continue;
        }
        let is_free = fix.edits.iter().all(|edit| is_free(&chosen, edit));
        if !is_free {
            postponed += 1;
            continue;
        }
        count += 1;
        for edit in &fix.edits {
            chosen.insert((edit.span.start, edit.span.end), edit);
        }
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in chosen.values() {
        let range = edit.span.range();
        out.push_str(text.get(at..range.start).ok_or(FixError::OutOfBounds)?);
        out.push_str(&edit.text);
        at = range.end;
    }
    out.push_str(text.get(at..).ok_or(FixError::OutOfBounds)?);
    Ok(Applied {
        text: out,
        count,
        postponed,
    })
}

fn is_free(chosen: &BTreeMap<(u32, u32), &Edit>, edit: &Edit) -> bool {
    let (start, end) = (edit.span.start, edit.span.end);
    let before = chosen.range(..=(start, u32::MAX)).next_back();
    let behind = chosen.range((start, 0)..).next();
    let clear_before = before.is_none_or(|((known_start, known_end), _)| {
        *known_end <= start && (*known_start, *known_end) != (start, end)
    });
    let clear_behind =
        behind.is_none_or(|((known_start, _), _)| *known_start >= end && *known_start > start);
    clear_before && clear_behind
}
