//! One run: from the paths to the exit status.

mod changes;

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ipsec_conf::model::Vfs;
use ipsec_conf_config::Excluded;
use ipsec_conf_host::Disk;
use rayon::prelude::*;

use super::args::LintArgs;
use super::baseline::{self, Baselines};
use super::check::{self, First, Judged, Loaded};
use super::error::Error;
use super::output::{self, All, Progress, Stream};
use super::settings::{AllSettings, Settings};
use super::walk::{self, Found, Input};
use crate::Outcome;

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
    let real_paths = covered_by_others(&mut tasks, &mut loaded);
    let mut looked_at: Vec<PathBuf> = dirs;
    looked_at.extend(
        run.settings
            .configs
            .all()
            .iter()
            .map(|config| config.path.clone()),
    );
    looked_at.extend(tasks.iter().map(|task| task.name.clone()));
    looked_at.extend(real_paths);
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
        let configs: HashMap<PathBuf, Excluded> = self
            .args
            .paths
            .iter()
            .filter(|path| path.is_dir())
            .filter_map(|path| {
                let excluded = self.settings.configs.excluded_below(&Disk, path);
                Some((path.clone(), excluded.ok().flatten()?))
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
        let all = All {
            configs: self.settings.configs.all(),
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

    /// Takes out what the baselines have.
    fn drop_known(judged: &mut [Judged]) -> Result<usize, Error> {
        let mut baselines = Baselines::default();
        let mut known = 0;
        for judged in judged {
            if let Some(path) = &judged.settings.baseline {
                let baseline = baselines.get(path)?;
                known += baseline.drop_known(&judged.sources, &mut judged.diagnostics);
            }
        }
        Ok(known)
    }
}

fn findings(count: usize) -> &'static str {
    if count == 1 { "finding" } else { "findings" }
}

/// Takes out the files that another one of the list includes: they are judged as a part of it.
fn covered_by_others(tasks: &mut Vec<Task>, loaded: &mut Vec<Loaded>) -> Vec<PathBuf> {
    let paths: Vec<Vec<PathBuf>> = loaded.par_iter().map(Loaded::real_paths).collect();
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
    let kept = paths.into_iter().zip(keep).filter(|(_, kept)| *kept);
    kept.flat_map(|(paths, _)| paths).collect()
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
