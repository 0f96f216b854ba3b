//! From the files that are to be judged to their configurations.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use foldhash::HashSet;
use ipsec_conf::Source;
use ipsec_conf_host::Disk;
use rayon::prelude::*;

use super::Run;
use crate::lint::check::{First, Loaded};
use crate::lint::error::Error;
use crate::lint::output::Progress;
use crate::lint::settings::Settings;
use crate::lint::walk::Input;

/// A configuration to judge.
pub(super) struct Task {
    pub(super) input: Input,
    pub(super) name: PathBuf,
    pub(super) text: Option<Vec<u8>>,
    pub(super) settings: Arc<Settings>,
}

/// A configuration that was read.
pub(super) struct Handled<T> {
    pub(super) task: Task,
    /// Where its files really lie.
    pub(super) files: Vec<PathBuf>,
    /// What became of it.
    pub(super) result: T,
}

impl Run<'_> {
    /// Reads each configuration and makes of it what `then` says, at once: of thousands, all but the results is dropped
    /// on the way. Left out are the files that another one includes: they are judged as a part of it.
    pub(super) fn load<T: Send>(
        &mut self,
        tasks: Vec<Task>,
        then: impl Fn(&Task, Loaded) -> T + Sync,
    ) -> Vec<Handled<T>> {
        let progress = Progress::new(tasks.len(), self.args);
        let read: Vec<Result<Read, Error>> = tasks.into_par_iter().map(Read::new).collect();
        let mut first: Vec<Read> = self.without_errors(read);
        let mut kept = first_ones(&first).into_iter();
        first.retain(|_| kept.next().expect("bug: one for each"));
        let handled: Vec<Result<Handled<T>, Error>> = first
            .into_par_iter()
            .map(|read| {
                let Read { task, files, text } = read;
                let loaded = text.load(&task.settings);
                progress.step();
                let result = then(&task, loaded?);
                Ok(Handled {
                    task,
                    files,
                    result,
                })
            })
            .collect();
        progress.finish();
        self.without_errors(handled)
    }

    fn without_errors<T>(&mut self, results: Vec<Result<T, Error>>) -> Vec<T> {
        let mut kept = Vec::with_capacity(results.len());
        for result in results {
            match result {
                Ok(value) => kept.push(value),
                Err(error) => self.fail(&error),
            }
        }
        kept
    }
}

/// As much of a configuration as it takes to know its files.
struct Read {
    task: Task,
    /// Where they really lie, the one that was named first.
    files: Vec<PathBuf>,
    text: Text,
}

enum Text {
    /// Of a file that names no other.
    Alone(Source),
    Whole(Box<Loaded>),
}

impl Read {
    fn new(task: Task) -> Result<Read, Error> {
        let source = First::new(&task.name, task.text.as_deref()).source(&Disk)?;
        if source.names_files() {
            let loaded = Box::new(Loaded::from_source(&Disk, source, &task.settings)?);
            let files = loaded.real_paths();
            let text = Text::Whole(loaded);
            return Ok(Read { task, files, text });
        }
        let files = task.settings.places.real_path(source.path());
        Ok(Read {
            files: files.into_iter().collect(),
            text: Text::Alone(source),
            task,
        })
    }

    /// Standard input lies nowhere, whatever it is called.
    fn own(&self) -> Option<&Path> {
        let first = self.files.first().filter(|_| self.task.text.is_none());
        first.map(PathBuf::as_path)
    }
}

impl Text {
    fn load(self, settings: &Arc<Settings>) -> Result<Loaded, Error> {
        match self {
            Text::Alone(source) => Loaded::from_source(&Disk, source, settings),
            Text::Whole(loaded) => Ok(*loaded),
        }
    }
}

/// Which of the configurations no other one includes.
fn first_ones(read: &[Read]) -> Vec<bool> {
    let mut included: HashSet<&Path> = HashSet::default();
    for one in read {
        let others = one.files.iter().map(PathBuf::as_path);
        included.extend(others.filter(|file| Some(*file) != one.own()));
    }
    let mut covered: HashSet<&Path> = HashSet::default();
    let mut keep = vec![false; read.len()];
    for (keep, one) in keep.iter_mut().zip(read) {
        if one.own().is_none_or(|own| !included.contains(own)) {
            *keep = one.own().is_none_or(|own| !covered.contains(own));
            covered.extend(one.files.iter().map(PathBuf::as_path));
        }
    }
    // Files that include one another: the first one stands for all.
    for (keep, one) in keep.iter_mut().zip(read) {
        if !*keep && one.own().is_some_and(|own| !covered.contains(own)) {
            *keep = true;
            covered.extend(one.files.iter().map(PathBuf::as_path));
        }
    }
    keep
}
