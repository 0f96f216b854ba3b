//! Writes comments that silence what is found, where the target takes a comment.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use ipsec_conf::{Diagnostic, File, FileId};
use ipsec_conf_config::Baseline;
use ipsec_conf_lint::{Scope, Silencer};

use super::error::Error;
use super::fixing::Root;
use super::meaning::{self, Reading};
use super::overlay::Overlay;

/// How many comments that would change the configuration are singled out; each takes a few readings of it.
const CULPRITS: usize = 32;

/// What became of the findings of one configuration.
#[derive(Debug, Default)]
pub(crate) struct Suppressed {
    pub(crate) count: usize,
    pub(crate) refused: Vec<String>,
}

/// A line that gets a comment: its file, where it starts, for what the comment speaks, and the codes.
type Comments = BTreeMap<(FileId, usize, Scope), BTreeSet<&'static str>>;

/// Puts the comments into the overlay; what the baseline knows is silent without one.
pub(crate) fn suppress(
    root: &Root<'_>,
    overlay: &Overlay,
    known: Option<Baseline>,
    reason: &str,
) -> Result<Suppressed, Error> {
    let before = Reading::new(root.load(overlay)?);
    let mut wanted = before.findings.clone();
    if let Some(mut known) = known {
        known.drop_known(before.loaded.model.sources(), &mut wanted);
    }
    let mut comments = Comments::new();
    let mut out = Suppressed::default();
    let own: HashSet<FileId> = before.loaded.own_files().into_iter().collect();
    for finding in &wanted {
        let file = finding.span().file;
        if !own.contains(&file) || before.loaded.model.sources().get(file).is_lossy() {
            out.refused
                .push(refusal(&before, finding, "the file is not written"));
            continue;
        }
        let model = &before.loaded.model;
        let Some(silencer) = Silencer::of(finding, model.file(file), model.reader()) else {
            out.refused
                .push(refusal(&before, finding, "it is about comments"));
            continue;
        };
        comments
            .entry((file, silencer.at, silencer.scope))
            .or_default()
            .insert(finding.code.id);
    }
    let mut work = Work {
        root,
        overlay,
        before: &before,
        reason,
        out,
        culprits: 0,
    };
    work.place(comments, &mut Comments::new())?;
    Ok(work.out)
}

struct Work<'w, 'a> {
    root: &'w Root<'a>,
    overlay: &'w Overlay,
    before: &'w Reading,
    reason: &'w str,
    out: Suppressed,
    /// How many comments were singled out so far.
    culprits: usize,
}

impl Work<'_, '_> {
    /// Places `wanted` beside what was `placed` before; halves it where a comment would change the configuration.
    fn place(&mut self, wanted: Comments, placed: &mut Comments) -> Result<(), Error> {
        if wanted.is_empty() {
            return Ok(());
        }
        let mut all = placed.clone();
        all.extend(wanted.iter().map(|(line, codes)| (*line, codes.clone())));
        self.write(&all);
        let after = Reading::new(self.root.load(self.overlay)?);
        let Some(reason) = meaning::difference(self.before, &after) else {
            self.out.count = self
                .before
                .findings
                .len()
                .saturating_sub(after.findings.len());
            *placed = all;
            return Ok(());
        };
        self.write(placed);
        let is_one = wanted.len() == 1;
        if is_one || self.culprits >= CULPRITS {
            let reason = if is_one {
                &*reason
            } else {
                "it stands among others that would change something"
            };
            self.culprits += 1;
            for ((file, start, _), codes) in wanted {
                self.refuse(file, start, &codes, reason);
            }
            return Ok(());
        }
        let middle = *wanted
            .keys()
            .nth(wanted.len() / 2)
            .expect("bug: there are two");
        let mut first = wanted;
        let second = first.split_off(&middle);
        self.place(first, placed)?;
        self.place(second, placed)
    }

    fn refuse(&mut self, file: FileId, start: usize, codes: &BTreeSet<&str>, reason: &str) {
        let source = self.before.loaded.model.sources().get(file);
        let line = source.line_index().line(start as u32) + 1;
        let codes: Vec<&str> = codes.iter().copied().collect();
        let path = source.path().display();
        self.out.refused.push(format!(
            "{path}:{line}: {} is not silenced: {reason}",
            codes.join(", ")
        ));
    }

    fn write(&self, comments: &Comments) {
        for &file in &self.before.loaded.own_files() {
            let source = self.before.loaded.model.sources().get(file);
            if source.is_lossy() {
                continue;
            }
            let text = with_comments(
                self.before.loaded.model.file(file),
                comments,
                self.reason,
                self.before,
            );
            self.overlay.set(source.path(), &text);
        }
    }
}

fn with_comments(file: &File, comments: &Comments, reason: &str, before: &Reading) -> String {
    let text = file.text();
    let reader = before.loaded.model.reader();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let all = (file.id(), 0, Scope::File)..=(file.id(), usize::MAX, Scope::Line);
    for (&(_, start, scope), codes) in comments.range(all) {
        out.push_str(&text[at..start]);
        at = start;
        let codes: Vec<&str> = codes.iter().copied().collect();
        let silencer = Silencer::at(start, scope, text, reader);
        out.push_str(&silencer.line(&codes, reason));
    }
    out.push_str(&text[at..]);
    out
}

fn refusal(before: &Reading, finding: &Diagnostic, reason: &str) -> String {
    let source = before.loaded.model.sources().get(finding.span().file);
    let line = source.position(finding.span().start).line;
    format!(
        "{}:{line}: {} is not silenced: {reason}",
        source.path().display(),
        finding.code.id
    )
}
