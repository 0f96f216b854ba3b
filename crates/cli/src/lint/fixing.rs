//! Applies fixes until nothing changes, and none that is called safe and is not.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ipsec_conf::diagnostic::Applicability;
use ipsec_conf::model::Vfs;
use ipsec_conf::{Diagnostic, FileId};
use ipsec_conf_lint::{Which, apply};
use ipsec_conf_report::reported_text;

use super::check::{First, Loaded};
use super::error::Error;
use super::meaning::{self, Reading};
use super::overlay::Overlay;
use super::settings::Settings;

/// Fixes that open the way for others take a round each; a configuration that wants more goes in circles.
const ROUNDS: usize = 10;

/// How many fixes that break their promise are singled out in one round.
const CULPRITS: usize = 8;

/// A configuration whose files are changed in the overlay.
pub(crate) struct Root<'a> {
    /// As the user calls it; standard input stands in the overlay under this name.
    pub(crate) path: &'a Path,
    /// The text, if it comes from standard input.
    pub(crate) text: Option<Vec<u8>>,
    pub(crate) settings: Arc<Settings>,
    /// Its files, where they really lie.
    pub(crate) files: HashSet<PathBuf>,
}

/// What became of the fixes of one configuration.
#[derive(Debug, Default)]
pub(crate) struct Fixed {
    pub(crate) count: usize,
    /// What was left as it is, and why.
    pub(crate) refused: Vec<String>,
    pub(crate) in_circles: bool,
}

/// Texts of one round.
type Texts = BTreeMap<FileId, String>;

impl Root<'_> {
    pub(crate) fn load(&self, vfs: &dyn Vfs) -> Result<Loaded, Error> {
        let first = match &self.text {
            Some(bytes) => First::Text {
                name: self.path,
                bytes: bytes.clone(),
            },
            None => First::Path(self.path),
        };
        Loaded::read(vfs, first, &self.settings)
    }

    fn read(&self, overlay: &Overlay) -> Result<Reading, Error> {
        Ok(Reading::new(self.load(overlay)?))
    }

    /// Puts the texts of one round in place; the first file may be standard input.
    fn put(&mut self, overlay: &Overlay, before: &Reading, texts: &Texts) {
        let main = before.loaded.model.files()[0].id();
        for (&file, text) in texts {
            if file == main && self.text.is_some() {
                self.text = Some(text.as_bytes().to_vec());
            } else {
                overlay.set(before.loaded.model.sources().get(file).path(), text);
            }
        }
    }

    fn texts_of(
        &self,
        overlay: &Overlay,
        before: &Reading,
        files: impl Iterator<Item = FileId>,
    ) -> Texts {
        let main = before.loaded.model.files()[0].id();
        let current = |file: FileId| match &self.text {
            Some(text) if file == main => Some(text.clone()),
            _ => overlay.current(before.loaded.model.sources().get(file).path()),
        };
        files
            .filter_map(|file| Some((file, String::from_utf8(current(file)?).ok()?)))
            .collect()
    }
}

/// Mends the configuration at `at`; the others must not be spoilt where they share files with it.
pub(crate) fn fix(
    roots: &mut [Root<'_>],
    at: usize,
    overlay: &Overlay,
    which: Which,
) -> Result<Fixed, Error> {
    let mut work = Work {
        roots,
        at,
        overlay,
        tried: HashSet::new(),
        fixed: Fixed::default(),
    };
    for _ in 0..ROUNDS {
        if !work.round(which)? {
            return Ok(work.fixed);
        }
    }
    work.fixed.in_circles = true;
    Ok(work.fixed)
}

struct Work<'w, 'a> {
    roots: &'w mut [Root<'a>],
    at: usize,
    overlay: &'w Overlay,
    /// Fixes that broke their promise.
    tried: HashSet<String>,
    fixed: Fixed,
}

impl Work<'_, '_> {
    /// Whether anything changed.
    fn round(&mut self, which: Which) -> Result<bool, Error> {
        let before = self.roots[self.at].read(self.overlay)?;
        let own: HashSet<FileId> = before.loaded.own_files().into_iter().collect();
        let candidates: Vec<Diagnostic> = before
            .findings
            .iter()
            .filter(|finding| own.contains(&finding.span().file) && self.is_open(&before, finding))
            .cloned()
            .collect();
        let (safe, risky): (Vec<Diagnostic>, Vec<Diagnostic>) =
            candidates.into_iter().partition(is_safe);
        if !safe.is_empty() {
            let others = self.others(&before)?;
            let mut culprits = 0;
            if self.proven(&before, &others, safe, &mut culprits)? {
                return Ok(true);
            }
        }
        if which == Which::Safe || risky.is_empty() {
            return Ok(false);
        }
        let (texts, count) = texts(&before, &risky, Which::All);
        self.roots[self.at].put(self.overlay, &before, &texts);
        self.fixed.count += count;
        Ok(count > 0)
    }

    fn is_open(&self, before: &Reading, finding: &Diagnostic) -> bool {
        let Some(fix) = &finding.fix else {
            return false;
        };
        let sources = before.loaded.model.sources();
        let is_ours = fix
            .edits
            .iter()
            .all(|edit| !sources.get(edit.span.file).is_lossy());
        is_ours && !self.tried.contains(&name(before, finding))
    }

    /// The other configurations that have a file in common with this one.
    fn others(&self, before: &Reading) -> Result<Vec<(usize, Reading)>, Error> {
        let files: HashSet<PathBuf> = before.loaded.real_paths().into_iter().collect();
        let sharing = (0..self.roots.len())
            .filter(|&i| i != self.at && !self.roots[i].files.is_disjoint(&files));
        sharing
            .map(|i| Ok((i, self.roots[i].read(self.overlay)?)))
            .collect()
    }

    /// Applies those of the fixes that keep their promise; whether there was one.
    fn proven(
        &mut self,
        before: &Reading,
        others: &[(usize, Reading)],
        fixes: Vec<Diagnostic>,
        culprits: &mut usize,
    ) -> Result<bool, Error> {
        let (texts, count) = texts(before, &fixes, Which::Safe);
        if count == 0 {
            return Ok(false);
        }
        let kept = self.roots[self.at].texts_of(self.overlay, before, texts.keys().copied());
        self.roots[self.at].put(self.overlay, before, &texts);
        let mut spoilt = meaning::spoilt(before, &self.roots[self.at].read(self.overlay)?);
        for (i, other) in others {
            spoilt = match spoilt {
                None => meaning::spoilt(other, &self.roots[*i].read(self.overlay)?),
                known => known,
            };
        }
        let Some(reason) = spoilt else {
            self.fixed.count += count;
            return Ok(true);
        };
        self.roots[self.at].put(self.overlay, before, &kept);
        if let [fix] = fixes.as_slice() {
            self.refuse(before, fix, &reason);
            *culprits += 1;
            return Ok(false);
        }
        if *culprits >= CULPRITS {
            for fix in &fixes {
                self.refuse(
                    before,
                    fix,
                    "it stands among others that would change the meaning",
                );
            }
            return Ok(false);
        }
        let mut fixes = fixes;
        let half = fixes.split_off(fixes.len() / 2);
        // One half at a time: the next round sees the other one in the new text.
        Ok(self.proven(before, others, fixes, culprits)?
            || self.proven(before, others, half, culprits)?)
    }

    fn refuse(&mut self, before: &Reading, finding: &Diagnostic, reason: &str) {
        let sources = before.loaded.model.sources();
        let source = sources.get(finding.span().file);
        let position = source.position(finding.span().start);
        self.fixed.refused.push(format!(
            "{}:{}:{}: the fix of {} was not applied: {reason}",
            source.path().display(),
            position.line,
            position.column,
            finding.code.id
        ));
        self.tried.insert(name(before, finding));
    }
}

fn is_safe(finding: &Diagnostic) -> bool {
    finding
        .fix
        .as_ref()
        .is_some_and(|fix| fix.applicability == Applicability::Safe)
}

/// A name for a finding that survives the other fixes of a round.
fn name(before: &Reading, finding: &Diagnostic) -> String {
    let source = before.loaded.model.sources().get(finding.span().file);
    let text = String::from_utf8_lossy(reported_text(source, finding.span()));
    let conn = finding.conn.as_deref().unwrap_or_default();
    format!(
        "{}\n{}\n{conn}\n{}\n{text}",
        finding.code.id,
        source.path().display(),
        finding.message
    )
}

/// The files as the fixes would leave them, and how many findings that mends.
fn texts(before: &Reading, fixes: &[Diagnostic], which: Which) -> (Texts, usize) {
    let mut out = Texts::new();
    let mut total = 0;
    let mut by_file: BTreeMap<FileId, Vec<Diagnostic>> = BTreeMap::new();
    for finding in fixes {
        let edited = finding
            .fix
            .as_ref()
            .and_then(|fix| fix.edits.first())
            .map(|edit| edit.span.file);
        by_file
            .entry(edited.unwrap_or(finding.span().file))
            .or_default()
            .push(finding.clone());
    }
    for (file, fixes) in by_file {
        let text = before.loaded.model.sources().get(file).text();
        // A fix that reaches beyond the text belongs to another one: nothing is changed then.
        if let Ok(applied) = apply(text, file, &fixes, which)
            && applied.count > 0
            && applied.text != text
        {
            total += applied.count;
            out.insert(file, applied.text);
        }
    }
    (out, total)
}
