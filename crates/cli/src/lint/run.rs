//! One run: from the paths to the exit status.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ipsec_conf::model::Vfs;
use ipsec_conf::text::printable;
use ipsec_conf_host::Disk;
use ipsec_conf_lint::Which;
use rayon::prelude::*;

use super::args::LintArgs;
use super::baseline::{self, Baseline};
use super::check::{self, First, Judged, Loaded};
use super::config::Config;
use super::error::Error;
use super::fixing::{self, Root};
use super::output::{self, All, Progress, Stream};
use super::overlay::{Change, Overlay};
use super::settings::{AllSettings, Settings};
use super::suppressing;
use super::walk::{self, Found, Input};
use super::{difference, write};
use crate::Outcome;

/// How many remarks about fixes and comments that were left out are shown.
const REMARKS: usize = 10;

/// What a run leaves behind.
pub(crate) struct Done {
    pub(crate) outcome: Outcome,
    /// Every file and directory that it looked at, for `--watch`.
    pub(crate) looked_at: Vec<PathBuf>,
}

/// A configuration to judge.
struct Task {
    input: Input,
    name: PathBuf,
    text: Option<Vec<u8>>,
    settings: Arc<Settings>,
}

impl Task {
    fn load(&self, vfs: &dyn Vfs) -> Result<Loaded, Error> {
        let first = match &self.text {
            Some(bytes) => First::Text {
                name: &self.name,
                bytes: bytes.clone(),
            },
            None => First::Path(&self.name),
        };
        Loaded::read(vfs, first, &self.settings)
    }
}

pub(crate) fn run(args: &LintArgs) -> Result<Done, Error> {
    let mut run = Run {
        args,
        settings: AllSettings::new(args)?,
        failed: false,
    };
    let reason = args
        .add_suppressions
        .as_deref()
        .map(check_reason)
        .transpose()?;
    let Found {
        inputs,
        errors,
        empty,
        dirs,
    } = run.find();
    for error in &errors {
        run.fail(error);
    }
    for dir in &empty {
        output::remark(&format!("no configuration below `{}`", dir.display()));
    }
    let tasks = run.tasks(inputs)?;
    let (mut tasks, mut loaded) = run.load(tasks);
    covered_by_others(&mut tasks, &mut loaded);
    let mut looked_at: Vec<PathBuf> = dirs;
    looked_at.extend(
        run.settings
            .configs
            .all
            .iter()
            .map(|config| config.path.clone()),
    );
    looked_at.extend(tasks.iter().map(|task| task.name.clone()));
    looked_at.extend(loaded.iter().flat_map(Loaded::real_paths));
    if args.verbose {
        for (task, loaded) in tasks.iter().zip(&loaded) {
            let mut line = format!("{}: {}", task.name.display(), loaded.chosen);
            if let Some(file) = loaded.secrets.as_ref().and_then(|it| it.files().first()) {
                let source = loaded.model.sources().get(file.id());
                line.push_str("; secrets: ");
                line.push_str(&source.path().to_string_lossy());
            }
            output::remark(&line);
        }
    }
    let outcome = match reason {
        Some(reason) => run.add_suppressions(&tasks, &loaded, reason)?,
        None if args.fixes() => run.fix(&tasks, &loaded)?,
        None => run.report(loaded, Stream::Stdout)?,
    };
    let outcome = if run.failed { Outcome::Failed } else { outcome };
    Ok(Done { outcome, looked_at })
}

fn check_reason(reason: &str) -> Result<&str, Error> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().any(char::is_control) {
        Err(Error::NoReason)
    } else {
        Ok(reason)
    }
}

struct Run<'a> {
    args: &'a LintArgs,
    settings: AllSettings<'a>,
    /// Whether some of the work could not be done.
    failed: bool,
}

impl Run<'_> {
    fn fail(&mut self, error: &Error) {
        output::error(error, self.args.color.color);
        self.failed = true;
    }

    fn find(&mut self) -> Found {
        let configs: HashMap<PathBuf, (PathBuf, globset::GlobSet)> = self
            .args
            .paths
            .iter()
            .filter(|path| path.is_dir())
            .filter_map(|path| {
                let config = self.settings.configs.of_dir(path).ok().flatten()?;
                Some((
                    path.clone(),
                    (config.dir.clone(), config.values.exclude.clone()),
                ))
            })
            .collect();
        walk::find(&self.args.paths, &|dir| configs.get(dir).cloned())
    }

    /// What is to be judged, with the options that hold for it.
    fn tasks(&mut self, inputs: Vec<Input>) -> Result<Vec<Task>, Error> {
        let mut tasks = Vec::with_capacity(inputs.len());
        for input in inputs {
            let settings = match self.settings.for_input(&input) {
                Ok(settings) => settings,
                Err(error) => {
                    self.fail(&error);
                    continue;
                }
            };
            if !settings.is_usable() {
                self.failed = true;
                continue;
            }
            let (name, text) = match &input {
                Input::File(path) => (path.clone(), None),
                Input::Stdin => {
                    let name = self
                        .args
                        .stdin_filename
                        .clone()
                        .unwrap_or_else(|| PathBuf::from(check::STDIN));
                    (name, Some(check::standard_input()?))
                }
            };
            tasks.push(Task {
                input,
                name,
                text,
                settings,
            });
        }
        Ok(tasks)
    }

    fn load(&mut self, tasks: Vec<Task>) -> (Vec<Task>, Vec<Loaded>) {
        let progress = Progress::new(tasks.len(), self.args);
        let results: Vec<Result<Loaded, Error>> = tasks
            .par_iter()
            .map(|task| {
                let loaded = task.load(&Disk);
                progress.step();
                loaded
            })
            .collect();
        progress.finish();
        let mut kept = (Vec::new(), Vec::new());
        for (task, result) in tasks.into_iter().zip(results) {
            match result {
                Ok(loaded) => {
                    kept.0.push(task);
                    kept.1.push(loaded);
                }
                Err(error) => self.fail(&error),
            }
        }
        kept
    }

    fn report(&mut self, loaded: Vec<Loaded>, stream: Stream) -> Result<Outcome, Error> {
        let mut judged: Vec<Judged> = loaded.into_par_iter().map(Loaded::judge).collect();
        said_once(&mut judged);
        if self.args.write_baseline {
            let path = self
                .args
                .baseline
                .as_deref()
                .expect("bug: clap wants the one with the other");
            let count = baseline::write(path, &judged)?;
            output::remark(&format!(
                "{count} {} written to `{}`",
                findings(count),
                path.display()
            ));
            return Ok(Outcome::Clean);
        }
        let known = Self::drop_known(&mut judged)?;
        let configs: Vec<&Config> = self
            .settings
            .configs
            .all
            .iter()
            .map(AsRef::as_ref)
            .collect();
        let all = All {
            configs,
            judged: &judged,
        };
        output::write(self.args, &all, stream)?;
        if self.args.output_format.is_for_people() && !self.args.quiet {
            let mut line = output::tally(&all).to_string();
            let suppressed: usize = judged.iter().map(|judged| judged.suppressed).sum();
            for (count, what) in [
                (suppressed, "suppressed"),
                (known, "known from the baseline"),
            ] {
                if count > 0 {
                    let _ = write!(line, "; {count} {what}");
                }
            }
            output::remark(&line);
        }
        Ok(if output::fails(self.args, &all) {
            Outcome::Errors
        } else {
            Outcome::Clean
        })
    }

    /// Takes out what the baselines have; one file may serve many configurations.
    fn drop_known(judged: &mut [Judged]) -> Result<usize, Error> {
        let mut read: HashMap<PathBuf, Baseline> = HashMap::new();
        let mut known = 0;
        for judged in judged {
            let Some(path) = judged.settings.baseline.clone() else {
                continue;
            };
            let baseline = match read.entry(path) {
                std::collections::hash_map::Entry::Occupied(entry) => entry.into_mut(),
                std::collections::hash_map::Entry::Vacant(entry) => {
                    let baseline = Baseline::read(entry.key())?;
                    entry.insert(baseline)
                }
            };
            known += baseline.drop_known(&judged.sources, &mut judged.diagnostics);
        }
        Ok(known)
    }

    fn fix(&mut self, tasks: &[Task], loaded: &[Loaded]) -> Result<Outcome, Error> {
        let overlay = Overlay::default();
        let mut roots: Vec<Root<'_>> = roots(tasks, loaded);
        let which = if self.args.unsafe_fixes {
            Which::All
        } else {
            Which::Safe
        };
        let (mut count, mut refused) = (0, Vec::new());
        for at in 0..roots.len() {
            let fixed = fixing::fix(&mut roots, at, &overlay, which)?;
            count += fixed.count;
            refused.extend(fixed.refused);
            if fixed.in_circles {
                let path = printable(&roots[at].path.to_string_lossy()).into_owned();
                refused.push(format!(
                    "{path}: stopped after ten rounds; the fixes go in circles"
                ));
            }
        }
        remarks(&refused);
        Self::mention_lossy(loaded);
        let rest = self.load_again(&roots, &overlay);
        let input = tasks
            .iter()
            .zip(&roots)
            .find_map(|(task, root)| Some((task, task.text.clone()?, root.text.clone()?)));
        let changes = overlay.changes();
        if self.args.diff {
            return self.show(
                &changes,
                input.map(|(task, old, new)| (task.name.clone(), old, new)),
                rest,
            );
        }
        let written = self.write(&changes);
        let rest = if written < changes.len() {
            // What could not be written is still as it was.
            self.load_again(&roots, &Disk)
        } else {
            rest
        };
        if count > 0 && written == changes.len() && !self.args.quiet {
            let files =
                written + usize::from(input.as_ref().is_some_and(|(_, old, new)| old != new));
            let files_word = if files == 1 { "file" } else { "files" };
            output::remark(&format!(
                "fixed {count} {} in {files} {files_word}",
                findings(count)
            ));
        }
        match input {
            Some((_, _, new)) => {
                output::print(&new)?;
                self.report(rest, Stream::Stderr)
            }
            None => self.report(rest, Stream::Stdout),
        }
    }

    /// What is left after the changes in the overlay.
    fn load_again(&mut self, roots: &[Root<'_>], vfs: &dyn Vfs) -> Vec<Loaded> {
        let mut rest = Vec::with_capacity(roots.len());
        for root in roots {
            match root.load(vfs) {
                Ok(loaded) => rest.push(loaded),
                Err(error) => self.fail(&error),
            }
        }
        rest
    }

    /// Writes what changed; returns how many files that are.
    fn write(&mut self, changes: &[Change]) -> usize {
        let mut written = 0;
        for change in changes {
            match write::replace(&change.shown, &change.old, &change.new) {
                Ok(()) => written += 1,
                Err(error) => self.fail(&error),
            }
        }
        written
    }

    fn show(
        &mut self,
        changes: &[Change],
        input: Option<(PathBuf, Vec<u8>, Vec<u8>)>,
        rest: Vec<Loaded>,
    ) -> Result<Outcome, Error> {
        let mut text = String::new();
        for change in changes {
            text.push_str(&difference::unified(
                &change.shown,
                &change.old,
                &change.new,
            ));
        }
        if let Some((name, old, new)) = input {
            text.push_str(&difference::unified(&name, &old, &new));
        }
        output::print(difference::for_stdout(&text).as_bytes())?;
        let judged: Vec<Judged> = rest.into_iter().map(Loaded::judge).collect();
        let configs: Vec<&Config> = self
            .settings
            .configs
            .all
            .iter()
            .map(AsRef::as_ref)
            .collect();
        let all = All {
            configs,
            judged: &judged,
        };
        if !self.args.quiet {
            output::remark(&format!("with these changes: {}", output::tally(&all)));
        }
        let would_change = !text.is_empty();
        Ok(if would_change || output::fails(self.args, &all) {
            Outcome::Errors
        } else {
            Outcome::Clean
        })
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

    fn add_suppressions(
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
        let (mut count, mut refused) = (0, Vec::new());
        for root in &roots {
            let suppressed = suppressing::suppress(root, &overlay, &|_| true, reason)?;
            count += suppressed.count;
            refused.extend(suppressed.refused);
        }
        remarks(&refused);
        let changes = overlay.changes();
        if self.args.diff {
            let text: String = changes
                .iter()
                .map(|change| difference::unified(&change.shown, &change.old, &change.new))
                .collect();
            output::print(difference::for_stdout(&text).as_bytes())?;
            return Ok(if text.is_empty() {
                Outcome::Clean
            } else {
                Outcome::Errors
            });
        }
        let written = self.write(&changes);
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

fn findings(count: usize) -> &'static str {
    if count == 1 { "finding" } else { "findings" }
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

/// Takes out the files that another one of the list includes: they are judged as a part of it.
fn covered_by_others(tasks: &mut Vec<Task>, loaded: &mut Vec<Loaded>) {
    let paths: Vec<Vec<PathBuf>> = loaded.iter().map(Loaded::real_paths).collect();
    let own = |i: usize| paths[i].first().filter(|_| tasks[i].text.is_none());
    let mut included: HashSet<&Path> = HashSet::new();
    for (i, files) in paths.iter().enumerate() {
        let itself = own(i);
        included.extend(
            files
                .iter()
                .filter(|file| Some(*file) != itself)
                .map(PathBuf::as_path),
        );
    }
    let is_first = |i: usize| own(i).is_none_or(|path| !included.contains(path.as_path()));
    let mut covered: HashSet<&Path> = HashSet::new();
    let mut keep = vec![false; tasks.len()];
    for i in (0..tasks.len()).filter(|&i| is_first(i)) {
        keep[i] = own(i).is_none_or(|path| !covered.contains(path.as_path()));
        covered.extend(paths[i].iter().map(PathBuf::as_path));
    }
    // Files that include one another: the first one stands for all.
    for i in 0..tasks.len() {
        if !keep[i] && own(i).is_some_and(|path| !covered.contains(path.as_path())) {
            keep[i] = true;
            covered.extend(paths[i].iter().map(PathBuf::as_path));
        }
    }
    let mut kept = keep.iter();
    tasks.retain(|_| *kept.next().expect("bug: one for each"));
    let mut kept = keep.iter();
    loaded.retain(|_| *kept.next().expect("bug: one for each"));
}

/// What is found in a file that several configurations include is said with the first of them.
fn said_once(judged: &mut [Judged]) {
    let mut holders: HashMap<PathBuf, usize> = HashMap::new();
    for judged in judged.iter() {
        for file in &judged.files {
            *holders
                .entry(judged.sources.get(*file).path().to_owned())
                .or_default() += 1;
        }
    }
    holders.retain(|_, count| *count > 1);
    if holders.is_empty() {
        return;
    }
    let mut said = HashSet::new();
    for judged in judged {
        let sources = &judged.sources;
        judged.diagnostics.retain(|finding| {
            let span = finding.span();
            let path = sources.get(span.file).path();
            !holders.contains_key(path)
                || said.insert((
                    path.to_owned(),
                    span.start,
                    span.end,
                    finding.code,
                    finding.message.clone(),
                ))
        });
    }
}
