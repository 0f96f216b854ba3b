//! One run: from the paths to the exit status.

mod changes;
mod load;

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use ipsec_conf_config::Excluded;
use ipsec_conf_host::Disk;

use super::args::LintArgs;
use super::baseline::{self, Baselines};
use super::check::{self, Judged, Loaded};
use super::error::Error;
use super::output::{self, All, Stream};
use super::settings::AllSettings;
use super::walk::{self, Found, Input};
use crate::Outcome;
use load::Task;

/// What a run leaves behind.
pub(crate) struct Done {
    pub(crate) outcome: Outcome,
    /// Every file and directory that it looked at, for `--watch`.
    pub(crate) looked_at: Vec<PathBuf>,
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
    let mut looked_at: Vec<PathBuf> = dirs;
    looked_at.extend(
        run.settings
            .configs
            .all()
            .iter()
            .map(|config| config.path.clone()),
    );
    let outcome = if reason.is_some() || args.fixes() {
        let (tasks, loaded) = run.take(tasks, &mut looked_at, |loaded| loaded);
        match reason {
            Some(reason) => run.add_suppressions(&tasks, &loaded, reason)?,
            None => run.fix(&tasks, &loaded)?,
        }
    } else {
        let (_, judged) = run.take(tasks, &mut looked_at, Loaded::judge);
        run.report(judged, Stream::Stdout)?
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

    /// Reads the configurations, says what each is read as if somebody wants to know, and notes where they lie.
    fn take<T: Send>(
        &mut self,
        tasks: Vec<Task>,
        looked_at: &mut Vec<PathBuf>,
        then: impl Fn(Loaded) -> T + Sync,
    ) -> (Vec<Task>, Vec<T>) {
        let verbose = self.args.verbose;
        let handled = self.load(tasks, |task, loaded| {
            (verbose.then(|| read_as(task, &loaded)), then(loaded))
        });
        let (mut read, mut results) = (Vec::new(), Vec::new());
        for one in handled {
            let (remark, result) = one.result;
            if let Some(remark) = remark {
                output::remark(&remark);
            }
            looked_at.push(one.task.name.clone());
            looked_at.extend(one.files);
            read.push(one.task);
            results.push(result);
        }
        (read, results)
    }

    fn report(&mut self, mut judged: Vec<Judged>, stream: Stream) -> Result<Outcome, Error> {
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

/// `site.conf: libreswan@4.10 (…); secrets: ipsec.secrets`.
fn read_as(task: &Task, loaded: &Loaded) -> String {
    let mut line = format!("{}: {}", task.name.display(), loaded.chosen);
    if let Some(file) = loaded.secrets.as_ref().and_then(|it| it.files().first()) {
        let source = loaded.model.sources().get(file.id());
        line.push_str("; secrets: ");
        line.push_str(&source.path().to_string_lossy());
    }
    line
}

fn findings(count: usize) -> &'static str {
    if count == 1 { "finding" } else { "findings" }
}

/// What is found in a file that several configurations include is said with the first of them.
fn said_once(judged: &mut [Judged]) {
    let mut holders: HashMap<PathBuf, usize> = HashMap::new();
    // A file that one includes and that stands for itself as well is judged with that one only.
    for judged in judged.iter().filter(|judged| judged.files.len() > 1) {
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
