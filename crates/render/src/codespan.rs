//! What the formats drawn by codespan-reporting share.

use std::collections::HashMap;
use std::io::{self, Write};
use std::ops::Range;

use codespan_reporting::diagnostic as drawn;
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term::termcolor::Ansi;
use codespan_reporting::term::{self, Chars, Config, DisplayStyle};
use ipsec_conf::diagnostic::Label;
use ipsec_conf::{Diagnostic, FileId, Severity};

use crate::context::Context;
use crate::excerpt::{Excerpt, Frame, Role};
use crate::words;

/// Lines of source are cut beyond this many characters; fixed, so that the output does not depend on a terminal.
const FRAME: Frame = Frame {
    context: 0,
    longest: 160,
    ellipsis: "...",
};

/// Whether escape sequences for colours are written.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Paint {
    None,
    Ansi,
}

pub(crate) fn config(display_style: DisplayStyle) -> Config {
    Config {
        display_style,
        chars: Chars::ascii(),
        ..Config::default()
    }
}

/// The excerpts of one finding; a file is known by its place in the list.
pub(crate) struct Excerpts(Vec<Excerpt>);

impl Excerpts {
    /// The primary label and up to `related` others.
    pub(crate) fn new(cx: &Context<'_>, diagnostic: &Diagnostic, related: usize) -> Excerpts {
        let mut files: Vec<(FileId, Vec<(&Label, Role)>)> = Vec::new();
        let mut index: HashMap<FileId, usize> = HashMap::new();
        let others = diagnostic
            .related
            .iter()
            .take(related)
            .map(|label| (label, Role::Related));
        for (label, role) in std::iter::once((&diagnostic.primary, Role::Primary)).chain(others) {
            let at = *index.entry(label.span.file).or_insert(files.len());
            if at == files.len() {
                files.push((label.span.file, Vec::new()));
            }
            files[at].1.push((label, role));
        }
        Excerpts(
            files
                .into_iter()
                .map(|(file, labels)| Excerpt::new(&cx.places, file, &labels, FRAME))
                .collect(),
        )
    }

    fn get(&self, id: usize) -> Result<&Excerpt, Error> {
        self.0.get(id).ok_or(Error::FileMissing)
    }
}

/// Draws one finding. `suffix` is put behind the message.
pub(crate) fn emit(
    diagnostic: &Diagnostic,
    excerpts: &Excerpts,
    suffix: &str,
    notes: Vec<String>,
    (config, paint): (&Config, Paint),
    out: &mut dyn Write,
) -> io::Result<()> {
    let labels = excerpts.0.iter().enumerate().flat_map(|(id, excerpt)| {
        excerpt.marks.iter().map(move |mark| {
            let style = match mark.role {
                Role::Primary => drawn::LabelStyle::Primary,
                Role::Related => drawn::LabelStyle::Secondary,
            };
            drawn::Label::new(style, id, mark.range.clone()).with_message(&mark.message)
        })
    });
    let severity = match diagnostic.severity {
        Severity::Error => drawn::Severity::Error,
        Severity::Warning => drawn::Severity::Warning,
        Severity::Info => drawn::Severity::Note,
    };
    let drawing = drawn::Diagnostic::new(severity)
        .with_code(format!("{} {}", diagnostic.code.id, diagnostic.code.name))
        .with_message(format!("{}{suffix}", words::message(&diagnostic.message)))
        .with_labels(labels.collect())
        .with_notes(notes);
    let mut text = Vec::new();
    let drawn = match paint {
        Paint::None => term::emit_to_io_write(&mut text, config, excerpts, &drawing),
        Paint::Ansi => {
            term::emit_to_write_style(&mut Ansi::new(&mut text), config, excerpts, &drawing)
        }
    };
    drawn.map_err(io::Error::other)?;
    if diagnostic.severity != Severity::Info {
        return out.write_all(&text);
    }
    // Codespan has no severity of this name, and `--fail-on` has none that is called `note`.
    let theirs = format!("note[{} ", diagnostic.code.id);
    let ours = format!(
        "{}[{} ",
        words::severity(Severity::Info),
        diagnostic.code.id
    );
    out.write_all(
        String::from_utf8_lossy(&text)
            .replacen(&theirs, &ours, 1)
            .as_bytes(),
    )
}

impl<'a> Files<'a> for Excerpts {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<&'a str, Error> {
        Ok(&self.get(id)?.name)
    }

    fn source(&'a self, id: usize) -> Result<&'a str, Error> {
        Ok(&self.get(id)?.text)
    }

    fn line_index(&'a self, id: usize, byte_index: usize) -> Result<usize, Error> {
        Ok(self.get(id)?.line_at(byte_index))
    }

    fn line_number(&'a self, id: usize, line_index: usize) -> Result<usize, Error> {
        Ok(self.get(id)?.line_number(line_index))
    }

    /// The column in the file, which is asked for only where a label starts.
    fn column_number(
        &'a self,
        id: usize,
        line_index: usize,
        byte_index: usize,
    ) -> Result<usize, Error> {
        let excerpt = self.get(id)?;
        let shown = byte_index - excerpt.line_range(line_index).start + 1;
        Ok(excerpt
            .mark_at(byte_index)
            .map_or(shown, |mark| mark.place.column as usize))
    }

    fn line_range(&'a self, id: usize, line_index: usize) -> Result<Range<usize>, Error> {
        let excerpt = self.get(id)?;
        if line_index >= excerpt.line_count() {
            return Err(Error::LineTooLarge {
                given: line_index,
                max: excerpt.line_count(),
            });
        }
        Ok(excerpt.line_range(line_index))
    }
}
