//! The comment that silences a finding: where it goes and what it says.
//!
//! It always stands on a line of its own above the reported one, indented like it: behind a value the flex readers may take
//! it for a word, in column 1 the classic reader ends the section at it, and inside a strongSwan string it is text. What
//! stands in a comment itself is silenced for the whole file, because a comment speaks for the next line that is none.

use ipsec_conf::syntax::LineKind;
use ipsec_conf::target::Reader;
use ipsec_conf::{Diagnostic, File};

/// About a layout: a comment above one line goes with it.
const OF_FILES: [&str; 2] = ["Y301", "Y302"];

/// Comments on comments: nothing silences the first two, and any comment mends the third.
const WITHOUT: [&str; 3] = ["Y390", "Y391", "Y309"];

/// For what a comment speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    File,
    Line,
}

/// A comment that is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Silencer<'a> {
    /// The start of the line before which it goes.
    pub at: usize,
    pub scope: Scope,
    indent: &'a str,
    end: &'static str,
}

impl<'a> Silencer<'a> {
    /// For a finding in a configuration; nothing where no comment helps.
    pub fn of(finding: &Diagnostic, file: &'a File, reader: Reader) -> Option<Silencer<'a>> {
        let lines = file.lines();
        let at = finding.span().start as usize;
        let last = lines.len().checked_sub(1)?;
        let line = &lines[lines
            .partition_point(|line| line.range().end <= at)
            .min(last)];
        let is_comment = line.kind == LineKind::Comment;
        Silencer::new(finding, is_comment, line.range().start, file.text(), reader)
    }

    /// For a finding in a file of secrets, the text of which may have them blotted out.
    pub fn of_secret(finding: &Diagnostic, text: &'a str, reader: Reader) -> Option<Silencer<'a>> {
        let at = finding.span().start as usize;
        let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
        let is_comment = text[start..]
            .trim_start_matches([' ', '\t'])
            .starts_with('#');
        let silencer = Silencer::new(finding, is_comment, start, text, reader)?;
        // There a comment may stand in the first column anywhere, and indented lines go on with the one above.
        Some(Silencer {
            indent: "",
            ..silencer
        })
    }

    fn new(
        finding: &Diagnostic,
        is_comment: bool,
        start: usize,
        text: &'a str,
        reader: Reader,
    ) -> Option<Silencer<'a>> {
        let code = finding.code.id;
        if WITHOUT.contains(&code) {
            return None;
        }
        let scope = if is_comment || OF_FILES.contains(&code) {
            Scope::File
        } else {
            Scope::Line
        };
        Some(Silencer::at(start, scope, text, reader))
    }

    /// Above the line that starts at `start`, or at the head of the file.
    pub fn at(start: usize, scope: Scope, text: &'a str, reader: Reader) -> Silencer<'a> {
        let line = &text[start..];
        let line = line.find('\n').map_or(line, |at| &line[..=at]);
        let end = if line.ends_with("\r\n") { "\r\n" } else { "\n" };
        if scope == Scope::File {
            return Silencer {
                at: text.len() - text.trim_start_matches('\u{feff}').len(),
                scope,
                indent: "",
                end,
            };
        }
        let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        let ends_section = indent.is_empty() && reader == Reader::Classic && start > 0;
        Silencer {
            at: start,
            scope,
            indent: if ends_section { "\t" } else { indent },
            end,
        }
    }

    /// The line, with its end.
    pub fn line(&self, codes: &[&str], reason: &str) -> String {
        let word = match self.scope {
            Scope::File => "ignore-file",
            Scope::Line => "ignore",
        };
        let (indent, end, codes) = (self.indent, self.end, codes.join(","));
        format!("{indent}# ipsec-lint: {word}[{codes}] {reason}{end}")
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use ipsec_conf::Model;
    use ipsec_conf::model::{LoadOptions, MemoryFs};

    use super::*;
    use crate::{Lint, Selection, lint};

    #[test]
    fn a_layout_is_silenced_for_the_whole_file() {
        let text = "\n# about it\n\nconn a\n\n";
        let (files, target) = (
            MemoryFs::new([("a", text)]),
            ipsec_conf::Target::LIBRESWAN_4_10,
        );
        let model = Model::load(&files, Path::new("a"), target, &LoadOptions::default())
            .expect("it is there");
        let mut selection = Selection::default();
        selection.select(&["Y301"]).expect("there is such a rule");
        let found = lint(&model, &Lint::new(&selection)).diagnostics;
        let file = model.files().first().expect("there is one");
        let silencer = Silencer::of(&found[0], file, target.reader()).expect("a comment helps");
        let line = silencer.line(&["Y301"], "for a reason");
        assert_eq!(line, "# ipsec-lint: ignore-file[Y301] for a reason\n");
    }
}
