//! Runs again whenever a file changes that the last run looked at.

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::args::LintArgs;
use super::error::Error;
use super::output;
use super::run;
use crate::Outcome;

/// An editor writes a file in several steps; one run is enough for all of them.
const QUIET: Duration = Duration::from_millis(100);

/// Never ends by itself but for an error.
pub(crate) fn watch(args: &LintArgs) -> Result<Outcome, Error> {
    if args.paths.iter().any(|path| path == Path::new("-")) {
        return Err(Error::NotForInput("watched: name the file"));
    }
    let (send, changes) = channel();
    let mut watcher = notify::recommended_watcher(move |event: Result<Event, notify::Error>| {
        // Nobody listens any more when the command ends.
        let _ = send.send(event);
    })?;
    let mut dirs = HashSet::new();
    // Of the files that could not be read yet, the directory is watched all the same.
    let mut files = Watched::of(&args.paths);
    loop {
        // Watching starts first: what changes while the files are read makes another run.
        watch_dirs(&mut watcher, &mut dirs, &files.dirs);
        match run::run(args) {
            Ok(done) => files = Watched::of(&[args.paths.clone(), done.looked_at].concat()),
            Err(error) => output::error(&error, args.color.color),
        }
        watch_dirs(&mut watcher, &mut dirs, &files.dirs);
        let count = files.names.len();
        output::remark(&format!(
            "watching {count} {}",
            if count == 1 { "file" } else { "files" }
        ));
        wait(&changes, &files)?;
    }
}

/// What matters: single files by name, and whatever lies below some directories.
#[derive(Debug, Default)]
struct Watched {
    /// An editor replaces a file, so its directory is watched and not the file.
    dirs: HashSet<(PathBuf, bool)>,
    names: HashSet<(PathBuf, OsString)>,
    whole: Vec<PathBuf>,
}

impl Watched {
    fn of(paths: &[PathBuf]) -> Watched {
        let mut watched = Watched::default();
        let default = [PathBuf::from("ipsec.conf")];
        let paths = if paths.is_empty() {
            &default[..]
        } else {
            paths
        };
        for path in paths {
            if let Ok(dir) = path.canonicalize()
                && dir.is_dir()
            {
                watched.dirs.insert((dir.clone(), true));
                watched.whole.push(dir);
                continue;
            }
            watched.file(path);
            if let Ok(real) = path.canonicalize() {
                watched.file(&real);
            }
        }
        watched
    }

    fn file(&mut self, path: &Path) {
        let dir = path
            .parent()
            .filter(|dir| !dir.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let (Ok(dir), Some(name)) = (dir.canonicalize(), path.file_name()) else {
            return;
        };
        self.dirs.insert((dir.clone(), false));
        self.names.insert((dir, name.to_owned()));
    }

    fn concerns(&self, event: &Event) -> bool {
        // Reading a file is an event as well, and every run reads.
        let is_change = match event.kind {
            EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
            _ => true,
        };
        is_change && event.paths.iter().any(|path| self.matters(path))
    }

    fn matters(&self, path: &Path) -> bool {
        let (Some(dir), Some(name)) = (path.parent(), path.file_name()) else {
            return false;
        };
        self.whole.iter().any(|whole| path.starts_with(whole))
            || self.names.contains(&(dir.to_owned(), name.to_owned()))
    }
}

fn watch_dirs(
    watcher: &mut RecommendedWatcher,
    known: &mut HashSet<(PathBuf, bool)>,
    dirs: &HashSet<(PathBuf, bool)>,
) {
    for (dir, is_whole) in dirs {
        if !known.insert((dir.clone(), *is_whole)) {
            continue;
        }
        let mode = if *is_whole {
            RecursiveMode::Recursive
        } else {
            RecursiveMode::NonRecursive
        };
        if let Err(error) = watcher.watch(dir, mode) {
            output::remark(&format!("cannot watch `{}`: {error}", dir.display()));
        }
    }
}

/// Until something changed and a moment of quiet followed.
fn wait(changes: &Receiver<Result<Event, notify::Error>>, files: &Watched) -> Result<(), Error> {
    let gone = |_| Error::Watch(notify::Error::generic("the watcher ended"));
    loop {
        let event = changes.recv().map_err(gone)??;
        if files.concerns(&event) {
            break;
        }
    }
    while changes.recv_timeout(QUIET).is_ok() {}
    Ok(())
}
