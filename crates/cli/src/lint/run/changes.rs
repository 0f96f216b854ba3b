//! The part of a run that changes files, or shows what it would change.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use ipsec_conf::Target;
use ipsec_conf::model::Vfs;
use ipsec_conf::text::printable;
use ipsec_conf_host::Disk;
use ipsec_conf_lint::Which;
use rayon::prelude::*;

use super::load::Task;
use super::{Run, findings};
use crate::Outcome;
use crate::lint::baseline::Baselines;
use crate::lint::check::{Judged, Loaded};
use crate::lint::error::Error;
use crate::lint::fixing::{self, Purpose, Root};
use crate::lint::output::{self, All, Stream};
use crate::lint::overlay::{Change, Overlay, key};
use crate::lint::walk::Input;
use crate::lint::{difference, suppressing, write};

/// How many remarks about fixes and comments that were left out are shown.
const REMARKS: usize = 10;

/// The text of standard input, before and after.
struct Text {
    name: PathBuf,
    old: Vec<u8>,
    new: Vec<u8>,
}

/// What was written.
#[derive(Default)]
struct Written {
    files: usize,
    /// By their real paths.
    failed: HashSet<PathBuf>,
}

impl Run<'_> {
    pub(super) fn fix(&mut self, tasks: &[Task], loaded: &[Loaded]) -> Result<Outcome, Error> {
        let overlay = Overlay::default();
        let mut roots: Vec<Root<'_>> = roots(tasks, loaded);
        let which = if self.args.unsafe_fixes {
            Which::All
        } else {
            Which::Safe
        };
        let purpose = if self.args.diff {
            Purpose::Show
        } else {
            Purpose::Write
        };
        let (mut count, mut refused) = (0, Vec::new());
        let mut together = Vec::with_capacity(roots.len());
        let mut told: HashSet<PathBuf> = HashSet::new();
        for at in 0..roots.len() {
            let fixed = fixing::fix(&mut roots, at, &overlay, which, purpose)?;
            count += fixed.count;
            refused.extend(fixed.refused);
            together.push(fixed.files);
            for error in fixed.errors {
                // A file that several configurations include.
                if error.path().is_none_or(|path| told.insert(path.to_owned())) {
                    self.fail(&error);
                }
            }
            if fixed.in_circles {
                let path = printable(&roots[at].path.to_string_lossy()).into_owned();
                refused.push(format!(
                    "{path}: stopped after ten rounds; the fixes go in circles"
                ));
            }
        }
        remarks(&refused);
        mention_lossy(loaded);
        let rest = self.load_again(&roots, &overlay, loaded);
        let targets = targets(loaded);
        let input = tasks
            .iter()
            .zip(&roots)
            .position(|(task, root)| task.text.is_some() && root.text.is_some());
        let text = |at: usize, roots: &[Root<'_>]| Text {
            name: tasks[at].name.clone(),
            old: tasks[at].text.clone().unwrap_or_default(),
            new: roots[at].text.clone().unwrap_or_default(),
        };
        if self.args.diff {
            let changes: Vec<Change> = overlay.changes(&[]).into_iter().flatten().collect();
            return self.show(&changes, input.map(|at| text(at, &roots)), rest, &targets);
        }
        let written = self.write(&overlay.changes(&together));
        if let Some(at) = input
            && !together[at].is_disjoint(&written.failed)
        {
            // The text was proven with the files that it includes.
            roots[at].text.clone_from(&tasks[at].text);
        }
        let rest = if written.failed.is_empty() {
            rest
        } else {
            // What could not be written is still as it was.
            self.load_again(&roots, &Disk, loaded)
        };
        let input = input.map(|at| text(at, &roots));
        if count > 0 && written.failed.is_empty() && !self.args.quiet {
            let is_input_changed = input.as_ref().is_some_and(|text| text.old != text.new);
            let files = written.files + usize::from(is_input_changed);
            let files_word = if files == 1 { "file" } else { "files" };
            output::remark(&format!(
                "fixed {count} {} in {files} {files_word}",
                findings(count)
            ));
        }
        match input {
            Some(text) => {
                output::print(&text.new)?;
                self.report(judge(rest), Stream::Stderr)
            }
            None => self.report(judge(rest), Stream::Stdout),
        }
    }

    /// What is left after the changes in the overlay.
    fn load_again(&mut self, roots: &[Root<'_>], vfs: &dyn Vfs, before: &[Loaded]) -> Vec<Loaded> {
        let mut rest = Vec::with_capacity(roots.len());
        for root in roots {
            match root.load(vfs) {
                Ok(mut loaded) => {
                    loaded.keep_secrets_of(before);
                    rest.push(loaded);
                }
                Err(error) => self.fail(&error),
            }
        }
        rest
    }

    /// Writes each group as a whole or not at all.
    fn write(&mut self, groups: &[Vec<Change>]) -> Written {
        let mut written = Written::default();
        for group in groups {
            match write::replace(group) {
                Ok(()) => written.files += group.len(),
                Err(error) => {
                    self.fail(&error);
                    let paths = group.iter().map(|change| key(&change.shown));
                    written.failed.extend(paths);
                }
            }
        }
        written
    }

    fn show(
        &mut self,
        changes: &[Change],
        input: Option<Text>,
        rest: Vec<Loaded>,
        targets: &[Target],
    ) -> Result<Outcome, Error> {
        let input = input
            .filter(|text| text.old != text.new)
            .map(|Text { name, old, new }| Change {
                shown: name,
                old,
                new,
            });
        let would_change = !changes.is_empty() || input.is_some();
        let text: String = changes
            .iter()
            .chain(&input)
            .map(|change| difference::of_change(change, targets))
            .collect();
        output::print(difference::for_stdout(&text).as_bytes())?;
        let judged = judge(rest);
        let all = All {
            configs: self.settings.configs.all(),
            judged: &judged,
        };
        if !self.args.quiet {
            output::remark(&format!("with these changes: {}", output::tally(&all)));
        }
        Ok(if would_change || output::fails(self.args, &all) {
            Outcome::Errors
        } else {
            Outcome::Clean
        })
    }

    pub(super) fn add_suppressions(
        &mut self,
        tasks: &[Task],
        loaded: &[Loaded],
        reason: &str,
    ) -> Result<Outcome, Error> {
        if tasks.iter().any(|task| task.input == Input::Stdin) {
            return Err(Error::NotForInput("given comments: name the file"));
        }
        let overlay = Overlay::default();
        let roots: Vec<Root<'_>> = roots(tasks, loaded);
        let mut baselines = Baselines::default();
        let (mut count, mut refused) = (0, Vec::new());
        for root in &roots {
            let known = match &root.settings.baseline {
                Some(path) => Some(baselines.get(path)?.clone()),
                None => None,
            };
            let suppressed = suppressing::suppress(root, &overlay, known, reason)?;
            count += suppressed.count;
            refused.extend(suppressed.refused);
        }
        remarks(&refused);
        // A comment does not ask for another one.
        let groups = overlay.changes(&[]);
        if self.args.diff {
            let targets = targets(loaded);
            let text: String = groups
                .iter()
                .flatten()
                .map(|change| difference::of_change(change, &targets))
                .collect();
            output::print(difference::for_stdout(&text).as_bytes())?;
            return Ok(if groups.is_empty() {
                Outcome::Clean
            } else {
                Outcome::Errors
            });
        }
        let written = self.write(&groups).files;
        let files = if written == 1 { "file" } else { "files" };
        output::remark(&format!(
            "{count} {} silenced in {written} {files}",
            findings(count)
        ));
        Ok(if refused.is_empty() {
            Outcome::Clean
        } else {
            Outcome::Errors
        })
    }
}

fn judge(loaded: Vec<Loaded>) -> Vec<Judged> {
    loaded.into_par_iter().map(Loaded::judge).collect()
}

fn targets(loaded: &[Loaded]) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    for target in loaded.iter().map(|loaded| loaded.model.target()) {
        if !targets.contains(&target) {
            targets.push(target);
        }
    }
    targets
}

fn mention_lossy(loaded: &[Loaded]) {
    for loaded in loaded {
        for file in loaded.own_files() {
            let source = loaded.model.sources().get(file);
            if source.is_lossy() {
                output::remark(&format!(
                    "{}: is not UTF-8 and is not written",
                    source.path().display()
                ));
            }
        }
    }
}

fn remarks(lines: &[String]) {
    for line in lines.iter().take(REMARKS) {
        output::remark(line);
    }
    if let Some(more) = lines.len().checked_sub(REMARKS).filter(|more| *more > 0) {
        output::remark(&format!("and {more} more"));
    }
}

fn roots<'t>(tasks: &'t [Task], loaded: &[Loaded]) -> Vec<Root<'t>> {
    let pairs = tasks.iter().zip(loaded);
    pairs
        .map(|(task, loaded)| Root {
            path: &task.name,
            text: task.text.clone(),
            settings: Arc::clone(&task.settings),
            files: loaded.real_paths().into_iter().collect(),
        })
        .collect()
}
