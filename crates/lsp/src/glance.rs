//! A glance at an edit of a large file: what it changes nearby is known at once, and the whole is judged when the typing
//! pauses.
//!
//! A glance sees the sections that were edited, those that they take in, some that take them in, `config setup` and
//! `%default`, as they were and as they are. What the rules say of both tells what the edit adds to the list that is shown
//! and what it takes away; what they say only because the rest is out of sight is in both, and changes nothing.

use std::ops::Range;
use std::sync::Arc;

use foldhash::HashSet;
use ipsec_conf::File;
use ipsec_conf::diagnostic::codes;
use ipsec_conf::syntax::{Line, LineKind, SectionKind, SectionView};
use tower_lsp::ls_types::{Diagnostic, NumberOrString, Position, Range as LspRange, Uri};

use crate::convert::{Encoding, Lines};
use crate::document::{Document, Replaced};

/// Smaller files are judged whole at once.
pub(crate) const LARGE: usize = 16 * 1024;

/// An edit of more sections than this is no matter for a glance.
const MOST_TOUCHED: usize = 64;
/// Sections that take edited ones in; more than some would show nothing new.
const MOST_USERS: usize = 16;
/// Chains of `also=` are followed so far.
const MOST_NAMES: usize = 256;

/// A document as its diagnostics were shown last.
#[derive(Debug)]
pub(crate) struct Shown {
    tree: Arc<File>,
    outline: Outline,
    pub(crate) lines: Arc<Lines>,
    pub(crate) list: Vec<Diagnostic>,
    /// What was edited since.
    edit: Option<Replaced>,
}

impl Shown {
    pub(crate) fn new(tree: Arc<File>, lines: Arc<Lines>, list: Vec<Diagnostic>) -> Shown {
        Shown {
            outline: Outline::of(&tree),
            tree,
            lines,
            list,
            edit: None,
        }
    }

    /// Whether the list is that of the newest text.
    pub(crate) fn is_current(&self) -> bool {
        self.edit.is_none()
    }

    pub(crate) fn edited(&mut self, replaced: &Replaced) {
        self.edit = Some(match &self.edit {
            None => replaced.clone(),
            Some(before) => before.then(replaced),
        });
    }

    /// What a glance has to look at; `None` when nothing was edited, or too much.
    pub(crate) fn glance(&self, now: &Arc<File>) -> Option<Glance> {
        let edit = self.edit.clone()?;
        let (was, is) = (&self.outline, Outline::of(now));
        let (old, new) = (
            was.touched(&self.tree, &edit.old)?,
            is.touched(now, &edit.new)?,
        );
        let names: HashSet<&str> = old.into_iter().chain(new).collect();
        let names = around(&names, [(&self.tree, was), (now, &is)]);
        Some(Glance {
            before: self.tree.part(&was.numbers(&self.tree, &names)).into(),
            after: now.part(&is.numbers(now, &names)).into(),
            outline: is,
            edit,
        })
    }
}

/// The parts of a file around an edit.
#[derive(Debug)]
pub(crate) struct Glance {
    pub(crate) before: Arc<File>,
    pub(crate) after: Arc<File>,
    /// Of the file as it is.
    outline: Outline,
    edit: Replaced,
}

impl Glance {
    /// The document as it is to be shown now, from what is found in both parts.
    pub(crate) fn shown(
        self,
        tree: Arc<File>,
        shown: Shown,
        document: &Document,
        encoding: Encoding,
        before: Vec<Diagnostic>,
        after: &[Diagnostic],
    ) -> Shown {
        let moves = Moves::new(&self.edit, &shown, document, encoding);
        let old_list = shown.list;
        let uri = &document.uri;
        let before: Vec<Diagnostic> = before
            .into_iter()
            .map(|it| moves.shifted(it, uri))
            .collect();
        let had: HashSet<Key<'_>> = before.iter().map(Key::of).collect();
        let has: HashSet<Key<'_>> = after.iter().map(Key::of).collect();
        let mut list: Vec<Diagnostic> = old_list
            .into_iter()
            .map(|it| moves.shifted(it, uri))
            .collect();
        list.retain(|it| {
            let key = Key::of(it);
            has.contains(&key) || !had.contains(&key)
        });
        let news = after.iter().filter(|it| {
            let may_be_wrong =
                is_about_all(it) || (self.outline.has_includes && is_unknown_name(it));
            !had.contains(&Key::of(it)) && !may_be_wrong && !list.contains(it)
        });
        let news: Vec<Diagnostic> = news.cloned().collect();
        list.extend(news);
        list.sort_by_key(|it| (it.range.start, it.range.end));
        Shown {
            tree,
            outline: self.outline,
            lines: Arc::clone(document.lines()),
            list,
            edit: None,
        }
    }
}

/// What is said of all conns, or of none, is not for a glance to add: M193, P128, R106, Y307.
fn is_about_all(diagnostic: &Diagnostic) -> bool {
    matches!(code(diagnostic), "M193" | "P128" | "R106" | "Y307")
}

/// A name that nobody defines here may be defined in an included file.
fn is_unknown_name(diagnostic: &Diagnostic) -> bool {
    [codes::UNDEFINED_ALSO.id, codes::ALSO_CASE_MISMATCH.id].contains(&code(diagnostic))
}

/// The code of the rule; empty for a word about the list itself.
fn code(diagnostic: &Diagnostic) -> &str {
    match &diagnostic.code {
        Some(NumberOrString::String(code)) => code,
        _ => "",
    }
}

/// What makes two diagnostics the same.
#[derive(PartialEq, Eq, Hash)]
struct Key<'a> {
    start: (u32, u32),
    end: (u32, u32),
    code: &'a str,
    message: &'a str,
}

impl Key<'_> {
    fn of(diagnostic: &Diagnostic) -> Key<'_> {
        let place = |position: Position| (position.line, position.character);
        Key {
            start: place(diagnostic.range.start),
            end: place(diagnostic.range.end),
            code: code(diagnostic),
            message: &diagnostic.message,
        }
    }
}

/// Where an edit moves what lies behind it.
struct Moves {
    start: Position,
    old_end: Position,
    new_end: Position,
}

impl Moves {
    fn new(edit: &Replaced, shown: &Shown, document: &Document, encoding: Encoding) -> Moves {
        let before = |offset: usize| shown.lines.position(shown.tree.text(), offset, encoding);
        Moves {
            start: before(edit.old.start),
            old_end: before(edit.old.end),
            new_end: document
                .lines()
                .position(document.text(), edit.new.end, encoding),
        }
    }

    fn shifted(&self, mut diagnostic: Diagnostic, uri: &Uri) -> Diagnostic {
        diagnostic.range = self.range(diagnostic.range);
        for related in diagnostic.related_information.iter_mut().flatten() {
            if related.location.uri == *uri {
                related.location.range = self.range(related.location.range);
            }
        }
        diagnostic
    }

    /// What was edited inside a range belongs to it.
    fn range(&self, range: LspRange) -> LspRange {
        let start = if range.start >= self.old_end {
            self.behind(range.start)
        } else {
            range.start.min(self.start)
        };
        let end = if range.end <= self.start {
            range.end
        } else if range.end >= self.old_end {
            self.behind(range.end)
        } else {
            self.new_end
        };
        LspRange::new(start, end.max(start))
    }

    fn behind(&self, place: Position) -> Position {
        if place.line > self.old_end.line {
            let line = place.line - self.old_end.line + self.new_end.line;
            return Position::new(line, place.character);
        }
        let character = place.character - self.old_end.character + self.new_end.character;
        Position::new(self.new_end.line, character)
    }
}

/// The sections of a file, as far as a glance asks for them.
#[derive(Debug)]
struct Outline {
    sections: Vec<Heading>,
    has_includes: bool,
}

#[derive(Debug)]
struct Heading {
    kind: SectionKind,
    /// From the header to the end of the last line.
    range: Range<u32>,
    /// As it is written, without quotes.
    name: Range<u32>,
    /// Whether it has `also=` or `alsoflip=`.
    takes_in: bool,
}

impl Outline {
    fn of(file: &File) -> Outline {
        let heading = |section: SectionView<'_>| {
            let (range, name) = (section.span(), section.name_span());
            let written = &file.text()[name.range()];
            let quotes = u32::from(written.len() > 1 && written.starts_with('"'));
            Heading {
                kind: section.kind(),
                range: range.start..range.end,
                name: name.start + quotes..name.end - quotes,
                takes_in: section.lines().iter().any(|line| is_also(file, line)),
            }
        };
        Outline {
            sections: file.sections().map(heading).collect(),
            has_includes: file
                .lines()
                .iter()
                .any(|line| line.kind == LineKind::Include),
        }
    }

    /// The names of the sections that a range touches; `None` when they are too many.
    fn touched<'a>(&self, file: &'a File, range: &Range<usize>) -> Option<Vec<&'a str>> {
        let from = self
            .sections
            .partition_point(|it| (it.range.end as usize) < range.start);
        let behind =
            self.sections[from..].partition_point(|it| it.range.start as usize <= range.end);
        let touched = &self.sections[from..from + behind];
        (behind <= MOST_TOUCHED).then(|| touched.iter().map(|it| it.name(file)).collect())
    }

    /// The sections of these names, and those that concern every conn.
    fn numbers(&self, file: &File, names: &HashSet<&str>) -> Vec<usize> {
        let concerns = |it: &Heading| {
            it.kind == SectionKind::Setup
                || it.name(file) == "%default"
                || names.contains(it.name(file))
        };
        let sections = self.sections.iter().enumerate();
        sections
            .filter(|(_, it)| concerns(it))
            .map(|(number, _)| number)
            .collect()
    }

    /// What a section takes in.
    fn also(file: &File, number: usize) -> Vec<&str> {
        let lines = file.section(number).lines().iter();
        lines
            .filter(|line| is_also(file, line))
            .flat_map(|line| {
                file.text()[line.value_range()]
                    .trim_matches('"')
                    .split([' ', '\t'])
            })
            .collect()
    }
}

impl Heading {
    fn name<'a>(&self, file: &'a File) -> &'a str {
        &file.text()[self.name.start as usize..self.name.end as usize]
    }
}

fn is_also(file: &File, line: &Line) -> bool {
    let key = &file.text()[line.key_range()];
    match key.len() {
        4 => key.eq_ignore_ascii_case("also"),
        8 => key.eq_ignore_ascii_case("alsoflip"),
        _ => false,
    }
}

/// With the names of what those sections take in, and of some that take them in.
fn around<'a>(touched: &HashSet<&'a str>, files: [(&'a File, &Outline); 2]) -> HashSet<&'a str> {
    let mut names = touched.clone();
    let is_common = touched.contains("%default");
    for (file, outline) in files {
        let takers = || {
            outline
                .sections
                .iter()
                .enumerate()
                .filter(|(_, it)| it.takes_in)
        };
        let also = |number: usize| Outline::also(file, number).into_iter();
        let takes_in = takers()
            .filter(|(number, _)| also(*number).any(|word| touched.contains(word)))
            .map(|(_, it)| it.name(file));
        names.extend(takes_in.take(MOST_USERS));
        if is_common {
            // All conns inherit from what was edited: the first ones that stand for themselves stand for them.
            let parts: HashSet<&str> = takers().flat_map(|(number, _)| also(number)).collect();
            let conns = outline
                .sections
                .iter()
                .filter(|it| it.kind == SectionKind::Conn);
            let conns = conns
                .map(|it| it.name(file))
                .filter(|name| !parts.contains(name));
            names.extend(conns.take(MOST_USERS));
        }
    }
    let mut known = 0;
    while known < names.len() && names.len() < MOST_NAMES {
        known = names.len();
        for (file, outline) in files {
            let takes_in =
                |(_, it): &(usize, &Heading)| it.takes_in && names.contains(it.name(file));
            let sections = outline.sections.iter().enumerate();
            let more: Vec<&str> = sections
                .filter(takes_in)
                .flat_map(|(number, _)| Outline::also(file, number))
                .collect();
            names.extend(more);
        }
    }
    names
}
