//! Reads a file of secrets and what it includes.

use std::ops::Range;
use std::path::{Path, PathBuf};

use super::Secrets;
use super::find::Finders;
use super::problem::{Cause, Problem};
use super::records::{self, Entry, Include, Record};
use super::tree::{SecretsFile, Shape};
use crate::diagnostic::{Diagnostic, sort};
use crate::model::{LoadError, LoadOptions, Vfs, glob, read_source};
use crate::target::Target;
use crate::text::{FileId, Source, SourceMap, Span};

/// The programs stop at ten open files (language.md 6.3, seen on Libreswan 4.10).
const DEPTH: usize = 10;

/// Ten files deep, each named several times, would be read more often than anybody can wait for.
const MOST_FILES: usize = 4096;

impl Secrets {
    /// Reads `path` and everything it includes. The texts go into `sources` with every secret blotted out.
    pub fn load(
        vfs: &dyn Vfs,
        path: &Path,
        target: Target,
        options: &LoadOptions,
        sources: &mut SourceMap,
    ) -> Result<Secrets, LoadError> {
        let source = read_source(vfs, path)?;
        Ok(Secrets::from_source(vfs, &source, target, options, sources))
    }

    /// As [`Secrets::load`] with the text of the first file at hand.
    pub fn from_source(
        vfs: &dyn Vfs,
        source: &Source,
        target: Target,
        options: &LoadOptions,
        sources: &mut SourceMap,
    ) -> Secrets {
        let mut loader = Loader {
            vfs,
            target,
            options,
            sources,
            files: Vec::new(),
            records: Vec::new(),
            diagnostics: Vec::new(),
            stack: Vec::new(),
            incomplete: false,
        };
        loader.read(source);
        let Loader {
            files,
            records,
            mut diagnostics,
            incomplete,
            ..
        } = loader;
        sort(&mut diagnostics);
        Secrets {
            target,
            files,
            records,
            diagnostics,
            incomplete,
            finders: Finders::default(),
        }
    }
}

/// What a file of secrets would hide.
pub(crate) fn hidden(source: &Source, target: Target) -> Vec<Range<usize>> {
    let file = SecretsFile::parse(FileId(0), source, Shape::of(target));
    records::entries(&file, target).hidden
}

struct Loader<'a> {
    vfs: &'a dyn Vfs,
    target: Target,
    options: &'a LoadOptions,
    sources: &'a mut SourceMap,
    files: Vec<SecretsFile>,
    records: Vec<Record>,
    diagnostics: Vec<Diagnostic>,
    stack: Vec<PathBuf>,
    incomplete: bool,
}

impl Loader<'_> {
    fn report(&mut self, cause: Cause, span: Span) {
        self.diagnostics.push(
            Problem {
                cause,
                span,
                lost: 0,
            }
            .diagnostic(self.target),
        );
    }

    fn read(&mut self, source: &Source) {
        let id = self.sources.next_id();
        let file = SecretsFile::parse(id, source, Shape::of(self.target));
        let found = records::entries(&file, self.target);
        self.sources.add(source.masked(&found.hidden));
        self.files.push(file);
        self.diagnostics.extend(
            found
                .problems
                .into_iter()
                .map(|problem| problem.diagnostic(self.target)),
        );
        self.stack.push(source.path().to_owned());
        for entry in found.list {
            match entry {
                Entry::Record(record) => self.records.push(record),
                Entry::Include(include) => self.include(&include, source.path()),
            }
        }
        self.stack.pop();
    }

    fn include(&mut self, include: &Include, including: &Path) {
        if self.options.skip_includes {
            self.incomplete = true;
            return;
        }
        let located = self.locate(&include.pattern, including);
        let found = glob::expand(self.vfs, &located);
        if found.is_empty() {
            // A pattern that matches nothing in a directory that is there says that there is nothing.
            let dir = located.parent().unwrap_or(Path::new(""));
            let knows_dir = glob::is_pattern(&include.pattern) && self.vfs.list(dir).is_ok();
            self.incomplete |= !knows_dir;
            if !glob::is_pattern(&include.pattern) {
                self.report(Cause::IncludeFindsNothing, include.span);
            }
        }
        for path in found {
            if self.stack.contains(&path) {
                self.report(Cause::IncludeCycle, include.span);
            } else if self.stack.len() >= DEPTH {
                self.report(Cause::IncludeTooDeep, include.span);
            } else if self.files.len() >= MOST_FILES {
                self.incomplete = true;
                return self.report(Cause::TooManyFiles, include.span);
            } else {
                self.include_file(&path);
            }
        }
    }

    /// A file that cannot be read leaves the answers open; whether the daemon can is another question.
    fn include_file(&mut self, path: &Path) {
        let source = self
            .vfs
            .read(path)
            .ok()
            .and_then(|bytes| Source::from_bytes(path, bytes).ok());
        match source {
            Some(source) => self.read(&source),
            None => self.incomplete = true,
        }
    }

    fn locate(&self, pattern: &str, including: &Path) -> PathBuf {
        let path = Path::new(pattern);
        let beside = || including.parent().unwrap_or(Path::new("")).join(path);
        self.options.below_root(path).unwrap_or_else(beside)
    }
}
