//! Applies fixes until nothing changes, and none that is called safe and is not.

use std::collections::{BTreeMap, HashMap, HashSet};
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
use super::overlay::{self, Overlay};
use super::settings::Settings;
use super::write;

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
    /// The files that were changed, by their real paths: only together they are proven.
    pub(crate) files: HashSet<PathBuf>,
    /// What keeps files from being written, each said once.
    pub(crate) errors: Vec<Error>,
}

/// What happens to the changed texts in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Write,
    /// Nothing is written, so that it does not matter whether it could be.
    Show,
}

/// Texts of one round.
type Texts = BTreeMap<FileId, String>;

impl Root<'_> {
    pub(crate) fn load(&self, vfs: &dyn Vfs) -> Result<Loaded, Error> {
        let first = First::new(self.path, self.text.as_deref());
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
    purpose: Purpose,
) -> Result<Fixed, Error> {
    let mut work = Work {
        roots,
        at,
        overlay,
        which,
        purpose,
        writable: HashMap::new(),
        tried: HashSet::new(),
        fixed: Fixed::default(),
    };
    for _ in 0..ROUNDS {
        if !work.round()? {
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
    which: Which,
    purpose: Purpose,
    /// Which files may be written, as far as it was asked.
    writable: HashMap<FileId, bool>,
    /// Fixes that broke their promise.
    tried: HashSet<String>,
    fixed: Fixed,
}

impl Work<'_, '_> {
    /// Whether anything changed.
    fn round(&mut self) -> Result<bool, Error> {
        let before = self.roots[self.at].read(self.overlay)?;
        self.mend(&before, &before.findings)
    }

    /// Applies those of the findings' fixes that may be; whether anything changed.
    fn mend(&mut self, before: &Reading, findings: &[Diagnostic]) -> Result<bool, Error> {
        self.writable.clear();
        let own: HashSet<FileId> = before.loaded.own_files().into_iter().collect();
        let first_of = self.same_files(before, &own);
        let mut candidates: Vec<Diagnostic> = Vec::new();
        for finding in findings {
            if !self.is_open(before, &own, finding) {
                continue;
            }
            let mut finding = finding.clone();
            let edits = finding.fix.iter_mut().flat_map(|fix| &mut fix.edits);
            for edit in edits {
                edit.span.file = first_of
                    .get(&edit.span.file)
                    .copied()
                    .unwrap_or(edit.span.file);
            }
            if self.may_write(before, &finding) {
                candidates.push(finding);
            }
        }
        let (safe, risky): (Vec<Diagnostic>, Vec<Diagnostic>) =
            candidates.into_iter().partition(is_safe);
        if !safe.is_empty() {
            let others = self.others(before)?;
            let mut culprits = 0;
            if self.proven(before, &others, safe, &mut culprits)? {
                return Ok(true);
            }
        }
        if risky.is_empty() {
            return Ok(false);
        }
        let (texts, count) = texts(before, &risky, Which::All);
        self.roots[self.at].put(self.overlay, before, &texts);
        self.done(before, &texts, count);
        Ok(count > 0)
    }

    fn is_open(&self, before: &Reading, own: &HashSet<FileId>, finding: &Diagnostic) -> bool {
        let Some(fix) = &finding.fix else {
            return false;
        };
        let sources = before.loaded.model.sources();
        let is_ours = |file: FileId| own.contains(&file) && !sources.get(file).is_lossy();
        (self.which == Which::All || is_safe(finding))
            && own.contains(&finding.span().file)
            && fix.edits.iter().all(|edit| is_ours(edit.span.file))
            && !self.tried.contains(&name(before, finding))
    }

    /// A file that is read at several places is changed at the first one.
    fn same_files(&self, before: &Reading, own: &HashSet<FileId>) -> HashMap<FileId, FileId> {
        let mut first: HashMap<PathBuf, FileId> = HashMap::new();
        let mut same = HashMap::new();
        for file in before.loaded.model.files().iter().map(|file| file.id()) {
            if !own.contains(&file) || self.is_input(before, file) {
                continue;
            }
            let path = overlay::key(before.loaded.model.sources().get(file).path());
            same.insert(file, *first.entry(path).or_insert(file));
        }
        same
    }

    /// Whether it is the text from standard input.
    fn is_input(&self, before: &Reading, file: FileId) -> bool {
        self.roots[self.at].text.is_some() && file == before.loaded.model.files()[0].id()
    }

    /// Whether all files of a fix may be written; those that may not are told once.
    fn may_write(&mut self, before: &Reading, finding: &Diagnostic) -> bool {
        let mut may = true;
        for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
            let file = edit.span.file;
            if self.purpose == Purpose::Show || self.is_input(before, file) {
                continue;
            }
            may &= *self.writable.entry(file).or_insert_with(|| {
                let path = before.loaded.model.sources().get(file).path();
                let outcome = write::check_writable(path);
                let is_writable = outcome.is_ok();
                let is_told = |error: &Error| error.path() == Some(path);
                if let Err(error) = outcome
                    && !self.fixed.errors.iter().any(is_told)
                {
                    self.fixed.errors.push(error);
                }
                is_writable
            });
        }
        may
    }

    fn done(&mut self, before: &Reading, texts: &Texts, count: usize) {
        self.fixed.count += count;
        for &file in texts.keys() {
            let path = before.loaded.model.sources().get(file).path();
            self.fixed.files.insert(overlay::key(path));
        }
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
            self.done(before, &texts, count);
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
    let sources = before.loaded.model.sources();
    // A fix that reaches beyond the text belongs to another one: nothing is changed then.
    let Ok(applied) = apply(sources, fixes, which) else {
        return (Texts::new(), 0);
    };
    let mut texts = applied.texts;
    texts.retain(|&file, text| sources.get(file).text() != text);
    let count = if texts.is_empty() { 0 } else { applied.count };
    (texts, count)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use clap::Parser as _;
    use ipsec_conf::diagnostic::{Fix, codes};
    use ipsec_conf::{Effect, Span};

    use super::*;
    use crate::lint::args::LintArgs;
    use crate::lint::settings::AllSettings;
    use crate::lint::walk::Input;

    /// Files on the disk, the first one the configuration.
    struct Files {
        dir: tempfile::TempDir,
        main: PathBuf,
        settings: Arc<Settings>,
    }

    impl Files {
        fn new(files: &[(&str, &str)]) -> Files {
            let dir = tempfile::tempdir().expect("a directory can be made");
            for (name, text) in files {
                fs::write(dir.path().join(name), text).expect("the file can be written");
            }
            let main = dir.path().join(files[0].0);
            let root = dir.path().to_string_lossy().into_owned();
            let words = [
                "ipsec-lint",
                "--target",
                "libreswan@4.10",
                "--no-config",
                "--root",
                &root,
            ];
            let args = LintArgs::try_parse_from(words).expect("usual options");
            let mut all = AllSettings::new(&args).expect("usual options");
            let settings = all.for_input(&Input::File(main.clone()));
            Files {
                settings: settings.expect("usual options"),
                dir,
                main,
            }
        }

        /// What becomes of a safe fix with these edits: file, old text, new text.
        fn fixed(&self, edits: &[(&str, &str, &str)]) -> Outcome {
            let overlay = Overlay::default();
            let mut roots = [Root {
                path: &self.main,
                text: None,
                settings: Arc::clone(&self.settings),
                files: HashSet::new(),
            }];
            let before = roots[0].read(&overlay).expect("the files are there");
            let finding = self.finding(&before, edits);
            let mut work = Work {
                roots: &mut roots,
                at: 0,
                overlay: &overlay,
                which: Which::Safe,
                purpose: Purpose::Write,
                writable: HashMap::new(),
                tried: HashSet::new(),
                fixed: Fixed::default(),
            };
            work.mend(&before, &[finding]).expect("the files are there");
            let Fixed {
                count,
                refused,
                files,
                errors,
                ..
            } = work.fixed;
            let groups = overlay.changes(&[files]);
            Outcome {
                count,
                refused: refused.len(),
                errors: errors.len(),
                groups: groups
                    .iter()
                    .map(|group| {
                        let new = group.iter().map(|change| change.new.clone());
                        new.map(|text| String::from_utf8(text).expect("UTF-8"))
                            .collect()
                    })
                    .collect(),
            }
        }

        fn finding(&self, before: &Reading, edits: &[(&str, &str, &str)]) -> Diagnostic {
            let sources = before.loaded.model.sources();
            let span = |name: &str, old: &str| {
                let path = self.dir.path().join(name);
                let of_name = sources.iter().filter(|(_, source)| source.path() == path);
                // A file may be read twice.
                let (file, source) = of_name.last().expect("the file was read");
                let at = source.text().find(old).expect("the text is there");
                Span::new(file, at..at + old.len())
            };
            let (name, old, new) = edits[0];
            let mut fix = Fix::safe("", span(name, old), new);
            for (name, old, new) in &edits[1..] {
                fix = fix.and(span(name, old), *new);
            }
            Diagnostic::new(codes::UNKNOWN_KEYWORD, Effect::Works, span(name, old), "x").fix(fix)
        }
    }

    #[derive(Debug, PartialEq, Eq)]
    struct Outcome {
        count: usize,
        refused: usize,
        errors: usize,
        /// The new texts of the files that are written together.
        groups: Vec<Vec<String>>,
    }

    const MAIN: &str = "include /base.conf\nconn a\n\talso=base\n\tleft=192.0.2.1\n";
    const BASE: &str = "conn base\n\tright=192.0.2.2\n";

    const RENAME: [(&str, &str, &str); 2] = [
        ("ipsec.conf", "also=base", "also=common"),
        ("base.conf", "conn base", "conn common"),
    ];

    fn written(texts: &[&str]) -> Outcome {
        Outcome {
            count: 1,
            refused: 0,
            errors: 0,
            groups: vec![texts.iter().map(|&text| text.to_owned()).collect()],
        }
    }

    /// Each edit alone would leave a conn that nobody defines.
    #[test]
    fn a_fix_of_several_files_is_one() {
        let files = Files::new(&[("ipsec.conf", MAIN), ("base.conf", BASE)]);
        assert_eq!(
            files.fixed(&RENAME),
            written(&[
                "conn common\n\tright=192.0.2.2\n",
                "include /base.conf\nconn a\n\talso=common\n\tleft=192.0.2.1\n",
            ])
        );
    }

    #[test]
    fn a_fix_that_changes_a_conn_changes_no_file() {
        let files = Files::new(&[("ipsec.conf", MAIN), ("base.conf", BASE)]);
        let refused = Outcome {
            count: 0,
            refused: 1,
            errors: 0,
            groups: Vec::new(),
        };
        assert_eq!(files.fixed(&RENAME[..1]), refused);
        let other_address = [
            ("ipsec.conf", "left=192.0.2.1", "left = 192.0.2.1"),
            ("base.conf", "right=192.0.2.2", "right=192.0.2.3"),
        ];
        assert_eq!(files.fixed(&other_address), refused);
    }

    #[test]
    fn one_read_only_file_keeps_all_as_they_are() {
        let files = Files::new(&[("ipsec.conf", MAIN), ("base.conf", BASE)]);
        let path = files.dir.path().join("base.conf");
        let mut permissions = fs::metadata(&path).expect("it is there").permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).expect("the mode can be set");
        let edits = [
            ("ipsec.conf", "left=192.0.2.1", "left = 192.0.2.1"),
            ("base.conf", "right=192.0.2.2", "right = 192.0.2.2"),
        ];
        let told = Outcome {
            count: 0,
            refused: 0,
            errors: 1,
            groups: Vec::new(),
        };
        assert_eq!(files.fixed(&edits), told);
    }

    /// The edit is of the second reading.
    #[test]
    fn a_file_that_is_read_twice_is_changed_once() {
        let text = "\n# nothing\n";
        let files = Files::new(&[
            ("ipsec.conf", "include /d.conf\ninclude /d.conf\n"),
            ("d.conf", text),
        ]);
        assert_eq!(
            files.fixed(&[("d.conf", "# nothing", "# something")]),
            written(&["\n# something\n"])
        );
    }
}
