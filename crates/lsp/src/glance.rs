//! A glance at an edit of a large file: what it changes nearby is known at once, and the whole is judged when the typing
//! pauses.
//!
//! A glance sees the sections that were edited, those that they take in, some that take them in, `config setup` and
//! `%default`, as they were and as they are. What the rules say of both tells what the edit adds to the list that is shown
//! and what it takes away; what they say only because the rest is out of sight is in both, and changes nothing.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use ipsec_conf::File;
use ipsec_conf::syntax::{LineKind, SectionKind, SectionView};
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
    pub(crate) tree: Arc<File>,
    pub(crate) lines: Lines,
    pub(crate) list: Vec<Diagnostic>,
    /// What was edited since.
    edit: Option<Replaced>,
}

impl Shown {
    pub(crate) fn new(tree: Arc<File>, lines: Lines, list: Vec<Diagnostic>) -> Shown {
        Shown {
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
        let (old, new) = (touched(&self.tree, &edit.old)?, touched(now, &edit.new)?);
        let names: HashSet<&str> = old.into_iter().chain(new).collect();
        let names = around(names, [&self.tree, now]);
        Some(Glance {
            before: self.tree.part(&numbers(&self.tree, &names)).into(),
            after: now.part(&numbers(now, &names)).into(),
            has_includes: now
                .lines()
                .iter()
                .any(|line| line.kind == LineKind::Include),
            edit,
        })
    }
}

/// The parts of a file around an edit.
#[derive(Debug)]
pub(crate) struct Glance {
    pub(crate) before: Arc<File>,
    pub(crate) after: Arc<File>,
    has_includes: bool,
    edit: Replaced,
}

impl Glance {
    /// The list as it is to be shown now, from what is found in both parts.
    pub(crate) fn list(
        &self,
        shown: Shown,
        document: &Document,
        encoding: Encoding,
        before: Vec<Diagnostic>,
        after: Vec<Diagnostic>,
    ) -> Vec<Diagnostic> {
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
            let may_be_elsewhere = self.has_includes && is_unknown_name(it);
            !had.contains(&Key::of(it)) && !may_be_elsewhere && !list.contains(it)
        });
        let news: Vec<Diagnostic> = news.cloned().collect();
        list.extend(news);
        list.sort_by_key(|it| (it.range.start, it.range.end));
        list
    }
}

/// A name that nobody defines here may be defined in an included file.
fn is_unknown_name(diagnostic: &Diagnostic) -> bool {
    use ipsec_conf::diagnostic::codes::{ALSO_CASE_MISMATCH, UNDEFINED_ALSO};
    let is =
        |id: &str| matches!(&diagnostic.code, Some(NumberOrString::String(code)) if code == id);
    is(UNDEFINED_ALSO.id) || is(ALSO_CASE_MISMATCH.id)
}

/// What makes two diagnostics the same.
#[derive(PartialEq, Eq, Hash)]
struct Key<'a> {
    start: (u32, u32),
    end: (u32, u32),
    code: Option<&'a str>,
    message: &'a str,
}

impl Key<'_> {
    fn of(diagnostic: &Diagnostic) -> Key<'_> {
        let place = |position: Position| (position.line, position.character);
        Key {
            start: place(diagnostic.range.start),
            end: place(diagnostic.range.end),
            code: match &diagnostic.code {
                Some(NumberOrString::String(code)) => Some(code),
                _ => None,
            },
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

/// The names of the sections that a range touches; `None` when they are too many.
fn touched<'a>(file: &'a File, range: &Range<usize>) -> Option<Vec<&'a str>> {
    let touches = |section: &SectionView<'_>| {
        let span = section.span().range();
        span.start <= range.end && range.start <= span.end
    };
    let names: Vec<&str> = file
        .sections()
        .filter(touches)
        .map(|it| name(&it))
        .collect();
    (names.len() <= MOST_TOUCHED).then_some(names)
}

/// The name as it is written.
fn name<'a>(section: &SectionView<'a>) -> &'a str {
    let file = section.file();
    file.text()[section.name_span().range()].trim_matches('"')
}

/// With the names of what those sections take in, and of some that take them in.
fn around<'a>(touched: HashSet<&'a str>, files: [&'a File; 2]) -> HashSet<&'a str> {
    let mut names = touched.clone();
    // Where all conns inherit from what was edited, the first ones stand for them.
    let is_common = touched.contains("%default");
    for file in files {
        let mut users = 0;
        for section in file.sections().filter(|it| it.kind() == SectionKind::Conn) {
            let takes_in = || also(&section).any(|word| touched.contains(word));
            if users < MOST_USERS && (is_common || takes_in()) {
                users += 1;
                names.insert(name(&section));
            }
        }
    }
    let mut known = 0;
    while known < names.len() && names.len() < MOST_NAMES {
        known = names.len();
        for file in files {
            let taken_in: Vec<&str> = file
                .sections()
                .filter(|section| names.contains(name(section)))
                .flat_map(|section| also(&section).collect::<Vec<_>>())
                .collect();
            names.extend(taken_in);
        }
    }
    names
}

/// The words of a section's `also=` and `alsoflip=`.
fn also<'a>(section: &SectionView<'a>) -> impl Iterator<Item = &'a str> {
    let text = section.file().text();
    let lines = section.lines().iter().filter(move |line| {
        let key = &text[line.key_range()];
        matches!(key.len(), 4 | 8)
            && (key.eq_ignore_ascii_case("also") || key.eq_ignore_ascii_case("alsoflip"))
    });
    lines.flat_map(move |line| {
        text[line.value_range()]
            .trim_matches('"')
            .split([' ', '\t'])
    })
}

/// The sections of these names, and those that concern every conn.
fn numbers(file: &File, names: &HashSet<&str>) -> Vec<usize> {
    let concerns = |section: &SectionView<'_>| {
        section.kind() == SectionKind::Setup
            || name(section) == "%default"
            || names.contains(name(section))
    };
    let sections = file.sections().enumerate();
    sections
        .filter(|(_, section)| concerns(section))
        .map(|(number, _)| number)
        .collect()
}
