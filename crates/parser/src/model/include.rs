//! `include` lines: which files they name, for each reader.

use std::path::{Path, PathBuf};

use super::glob;
use super::load::Loader;
use crate::diagnostic::{Diagnostic, Effect, Severity, codes};
use crate::syntax::{File, Line, Problem};
use crate::target::Reader;
use crate::text::{Source, Span, cause};
use crate::value::Form;

/// The flex readers stop at ten open files, the first one included (language.md 2.6, seen on Libreswan 4.10).
const FLEX_DEPTH: usize = 10;

/// Enough for any real configuration of the readers that have no limit; a chain of distinct files can be endless only
/// through symbolic links, and those end here.
const DEPTH: usize = 64;

/// How many files are read whose texts were read before, and how many bytes that may be. Ten files deep, each named ten
/// times, would be read more often than anybody can wait for; what repeats so often defines every conn as often.
const MOST_AGAIN: usize = 10_000;
const MOST_BYTES_AGAIN: usize = 16 << 20;

impl Loader<'_> {
    /// Reads the files that an include line names, in the place of the line.
    pub(super) fn include(&mut self, file: &File, line: &Line, path: &Path) {
        if self.options.skip_includes || line.problem == Some(Problem::MissingName) {
            return;
        }
        let value = file.value(line);
        let span = file.span(line.value_range());
        let pattern = self.pattern_text(&value.text, value.form, span);
        let patterns = self.expand_braces(&pattern, span);
        for pattern in patterns {
            let located = self.locate(&pattern, path);
            let found = glob::expand(self.vfs, &located);
            if found.is_empty() {
                self.nothing_found(&pattern, span);
            }
            for found in found {
                self.include_file(&found, span);
            }
        }
    }

    /// The pattern as the reader sees it.
    fn pattern_text(&mut self, text: &str, form: Form, span: Span) -> String {
        let reader = self.target.reader();
        let quoted_with_blank = form == Form::Quoted && text.contains([' ', '\t']);
        if quoted_with_blank && matches!(reader, Reader::Openswan | Reader::Libreswan4) {
            let first = text.split([' ', '\t']).next().unwrap_or_default();
            self.report(
                Diagnostic::new(
                    codes::DISCARDED_WORDS,
                    Effect::Misread,
                    span,
                    format!(
                        "the path is read as `{first}`: quotes do not keep its blanks together"
                    ),
                )
                .note(format!(
                    "{} skips the quotes and drops what follows the first word",
                    self.target.program()
                ))
                .help("rename the file or directory so that its path has no blank"),
            );
            return first.to_owned();
        }
        match reader {
            Reader::StrongSwan => unquote_path(text),
            _ => text.to_owned(),
        }
    }

    fn expand_braces(&mut self, pattern: &str, span: Span) -> Vec<String> {
        let expanded = glob::braces(pattern);
        if expanded.len() < 2 {
            return vec![pattern.to_owned()];
        }
        match self.target.reader() {
            Reader::Libreswan5 => {
                self.report(
                    Diagnostic::new(codes::INCLUDE_BRACE_LIST, Effect::Ignored, span, "brace lists are not expanded")
                        .note("Libreswan expands `{a,b}` in include paths up to 4.15, and no longer from 5.0 on")
                        .help("write one `include` line for each path"),
                );
                vec![pattern.to_owned()]
            }
            Reader::StrongSwan => vec![pattern.to_owned()],
            _ => expanded,
        }
    }

    /// The pattern as a path: relative ones start at the working directory (the flex readers) or at the including file
    /// (the awk reader, strongSwan); absolute ones lie below the root directory.
    pub(super) fn locate(&self, pattern: &str, including: &Path) -> PathBuf {
        let path = Path::new(pattern);
        if let Some(path) = self.options.below_root(path) {
            return path;
        }
        match self.target.reader() {
            Reader::Classic | Reader::StrongSwan => {
                including.parent().unwrap_or(Path::new("")).join(path)
            }
            _ => path.to_owned(),
        }
    }

    fn nothing_found(&mut self, pattern: &str, span: Span) {
        let program = self.target.program();
        let has_star = pattern.contains('*');
        let (effect, note) = match self.target.reader() {
            Reader::Classic => (Effect::FileRefused, format!("{program} refuses the file")),
            _ if has_star => (
                Effect::Works,
                format!("{program} goes on without a message"),
            ),
            _ => (Effect::Ignored, format!("{program} goes on with a warning")),
        };
        let what = if glob::is_pattern(pattern) {
            "no file matches"
        } else {
            "there is no file"
        };
        let mut diagnostic = Diagnostic::new(
            codes::INCLUDE_MATCHES_NOTHING,
            effect,
            span,
            format!("{what} `{pattern}`"),
        )
        .note(note);
        // A directory for drop-in files is usually empty.
        let is_drop_in = pattern.ends_with("/*.conf") || pattern.ends_with("/*");
        if has_star && is_drop_in && effect == Effect::Works {
            diagnostic = diagnostic.severity(Severity::Info);
        } else {
            diagnostic = diagnostic.help("check the path");
        }
        self.report(diagnostic);
    }

    fn include_file(&mut self, path: &Path, span: Span) {
        if let Some(at) = self.stack.iter().position(|open| open.path == path) {
            self.cycle(at, path, span);
            return;
        }
        if self.too_deep(path, span) || self.again.is_too_much() {
            return;
        }
        let bytes = match self.vfs.read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.unreadable(path, &error, span);
                return;
            }
        };
        match Source::from_bytes(path, bytes) {
            Ok(source) if self.is_too_much(&source) => self.too_much(path, span),
            Ok(source) => self.read(source, None, Some(span)),
            Err(error) => {
                let message = format!("`{}` cannot be read: {error}", path.display());
                self.report(Diagnostic::new(
                    codes::INCLUDE_UNREADABLE,
                    Effect::Misread,
                    span,
                    message,
                ));
            }
        }
    }

    /// Told by the text, because links give a file as many names as one likes.
    fn is_too_much(&mut self, source: &Source) -> bool {
        if self.texts.insert(source.shared_text()) {
            return false;
        }
        self.again.files += 1;
        self.again.bytes += source.text().len();
        self.again.is_too_much()
    }

    /// Said once: nothing is included any more.
    fn too_much(&mut self, path: &Path, span: Span) {
        let message = format!(
            "`{}` and what comes after it is not read: includes have read the same files again and again",
            path.display()
        );
        let note = format!(
            "{} reads them as often as they are named",
            self.target.program()
        );
        self.report(
            Diagnostic::new(codes::INCLUDE_TOO_DEEP, Effect::Misread, span, message)
                .note(note)
                .help("include each file once"),
        );
    }

    fn cycle(&mut self, at: usize, path: &Path, span: Span) {
        let names: Vec<String> = self.stack[at..]
            .iter()
            .map(|open| open.path.display().to_string())
            .chain([path.display().to_string()])
            .collect();
        let note = match self.target.reader() {
            Reader::Openswan | Reader::Libreswan4 | Reader::Libreswan5 => {
                format!(
                    "{} reads the files again and again, ten deep, and defines every conn as often",
                    self.target.program()
                )
            }
            _ => format!(
                "{} does not end such a cycle by itself",
                self.target.program()
            ),
        };
        let opened: Vec<Span> = self.stack[at + 1..]
            .iter()
            .filter_map(|open| open.included_at)
            .collect();
        let message = format!("include cycle: {}", names.join(" -> "));
        let mut diagnostic = Diagnostic::new(codes::INCLUDE_CYCLE, Effect::Misread, span, message)
            .label("leads back here")
            .note(note)
            .help("remove this line");
        for opened in opened {
            diagnostic = diagnostic.related(opened, "included here");
        }
        self.report(diagnostic);
    }

    fn too_deep(&mut self, path: &Path, span: Span) -> bool {
        let reader = self.target.reader();
        let program = self.target.program();
        let (limit, effect, note) = match reader {
            Reader::Openswan => (
                FLEX_DEPTH,
                Effect::FileRefused,
                format!("{program} refuses the file"),
            ),
            Reader::Libreswan4 => (
                FLEX_DEPTH,
                Effect::Misread,
                format!("{program} leaves the file out without a message"),
            ),
            Reader::Libreswan5 => (
                FLEX_DEPTH,
                Effect::Ignored,
                format!("{program} leaves the file out with a warning"),
            ),
            Reader::Classic | Reader::StrongSwan => (
                DEPTH,
                Effect::Misread,
                "includes are followed 64 deep here".to_owned(),
            ),
        };
        if self.stack.len() < limit {
            return false;
        }
        let message = format!("`{}` is the {}th file deep", path.display(), limit + 1);
        self.report(
            Diagnostic::new(codes::INCLUDE_TOO_DEEP, effect, span, message)
                .note(note)
                .help("include the file from one that stands higher"),
        );
        true
    }

    fn unreadable(&mut self, path: &Path, error: &std::io::Error, span: Span) {
        let program = self.target.program();
        let is_directory = error.kind() == std::io::ErrorKind::IsADirectory;
        let (effect, note) = match self.target.reader() {
            Reader::Openswan | Reader::Classic => {
                (Effect::FileRefused, format!("{program} refuses the file"))
            }
            Reader::Libreswan4 if is_directory => (
                Effect::FileRefused,
                format!("{program} dies of it: `input in flex scanner failed`"),
            ),
            Reader::Libreswan4 => (
                Effect::Misread,
                format!("{program} goes on without a message"),
            ),
            Reader::Libreswan5 | Reader::StrongSwan => {
                (Effect::Ignored, format!("{program} goes on with a warning"))
            }
        };
        let message = format!("cannot read `{}`: {}", path.display(), cause(error));
        self.report(Diagnostic::new(codes::INCLUDE_UNREADABLE, effect, span, message).note(note));
    }
}

/// strongSwan's include paths: `"` quotes, a backslash takes the next character as it is.
fn unquote_path(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => {}
            '\\' => out.extend(chars.next()),
            c => out.push(c),
        }
    }
    out
}

/// Included files whose texts had been read before.
#[derive(Default)]
pub(super) struct Again {
    files: usize,
    bytes: usize,
}

impl Again {
    fn is_too_much(&self) -> bool {
        self.files > MOST_AGAIN || self.bytes > MOST_BYTES_AGAIN
    }
}

/// A file that is being read.
pub(super) struct Open {
    pub(super) path: PathBuf,
    /// The include line that led here.
    pub(super) included_at: Option<Span>,
}
