//! A glance at an edit of a large file: what it changes nearby is known at once, and the whole is judged when the typing
//! pauses.
//!
//! A glance sees the sections that were edited, those that they take in, some that take them in, `config setup` and
//! `%default`, as they were and as they are. What the rules say of both tells what the edit adds to the list that is shown
//! and what it takes away; what they say only because the rest is out of sight is in both, and changes nothing.

use std::hash::BuildHasher as _;
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

const DEFAULT: &str = "%default";

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
        let (old, new) = (was.touched(&edit.old)?, is.touched(&edit.new)?);
        let names = around(&old.chain(new).collect(), [was, &is]);
        Some(Glance {
            before: self.tree.part(&was.numbers(&names)).into(),
            after: now.part(&is.numbers(&names)).into(),
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
    taken_in: Vec<TakenIn>,
    has_includes: bool,
}

#[derive(Debug)]
struct Heading {
    kind: SectionKind,
    /// From the header to the end of the last line.
    range: Range<u32>,
    /// As it is written, without quotes.
    name: Name,
}

/// A word of a line `also=` or `alsoflip=`, and the section in which it stands.
#[derive(Debug)]
struct TakenIn {
    by: Name,
    name: Name,
}

/// Stands for a name: each key looks at all names of a file, and a glance that sees another section for once sees no less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Name(u64);

impl Name {
    fn of(name: &str) -> Name {
        Name(foldhash::quality::FixedState::default().hash_one(name))
    }
}

impl Outline {
    fn of(file: &File) -> Outline {
        let mut outline = Outline {
            sections: Vec::with_capacity(file.sections().len()),
            taken_in: Vec::new(),
            has_includes: file
                .lines()
                .iter()
                .any(|line| line.kind == LineKind::Include),
        };
        for section in file.sections() {
            let heading = Heading::of(file, section);
            for line in section.lines().iter().filter(|line| is_also(file, line)) {
                let words = file.text()[line.value_range()].trim_matches('"');
                outline
                    .taken_in
                    .extend(words.split([' ', '\t']).map(|word| TakenIn {
                        by: heading.name,
                        name: Name::of(word),
                    }));
            }
            outline.sections.push(heading);
        }
        outline
    }

    /// The names of the sections that a range touches; `None` when they are too many.
    fn touched(&self, range: &Range<usize>) -> Option<impl Iterator<Item = Name>> {
        let from = self
            .sections
            .partition_point(|it| (it.range.end as usize) < range.start);
        let behind =
            self.sections[from..].partition_point(|it| it.range.start as usize <= range.end);
        let touched = &self.sections[from..from + behind];
        (behind <= MOST_TOUCHED).then(|| touched.iter().map(|it| it.name))
    }

    /// The sections of these names, and those that concern every conn.
    fn numbers(&self, names: &HashSet<Name>) -> Vec<usize> {
        let default = Name::of(DEFAULT);
        let concerns = |it: &Heading| {
            it.kind == SectionKind::Setup || it.name == default || names.contains(&it.name)
        };
        let sections = self.sections.iter().enumerate();
        sections
            .filter(|(_, it)| concerns(it))
            .map(|(number, _)| number)
            .collect()
    }
}

impl Heading {
    fn of(file: &File, section: SectionView<'_>) -> Heading {
        let (range, name) = (section.span(), section.name_span());
        let written = &file.text()[name.range()];
        let bare = written
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        Heading {
            kind: section.kind(),
            range: range.start..range.end,
            name: Name::of(bare.unwrap_or(written)),
        }
    }
}

fn is_also(file: &File, line: &Line) -> bool {
    // Every line of a file comes by here, with every key: most are out by their length.
    let key = line.key_range();
    let word: &[u8] = match key.len() {
        4 => b"also",
        8 => b"alsoflip",
        _ => return false,
    };
    file.text().as_bytes()[key].eq_ignore_ascii_case(word)
}

/// With the names of what those sections take in, and of some that take them in.
fn around(touched: &HashSet<Name>, outlines: [&Outline; 2]) -> HashSet<Name> {
    let mut names = touched.clone();
    let is_common = touched.contains(&Name::of(DEFAULT));
    for outline in outlines {
        let takers = outline.taken_in.iter();
        let takers = takers.filter(|it| touched.contains(&it.name));
        names.extend(takers.map(|it| it.by).take(MOST_USERS));
        if is_common {
            // All conns inherit from what was edited: the first ones that stand for themselves stand for them.
            let parts: HashSet<Name> = outline.taken_in.iter().map(|it| it.name).collect();
            let conns = outline
                .sections
                .iter()
                .filter(|it| it.kind == SectionKind::Conn);
            let conns = conns.map(|it| it.name).filter(|name| !parts.contains(name));
            names.extend(conns.take(MOST_USERS));
        }
    }
    let mut known = 0;
    while known < names.len() && names.len() < MOST_NAMES {
        known = names.len();
        for it in outlines.into_iter().flat_map(|it| &it.taken_in) {
            if names.contains(&it.by) {
                names.insert(it.name);
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use ipsec_conf::FileId;
    use ipsec_conf::syntax::Shape;

    use super::*;

    /// What is taken in, and by which section.
    fn taken_in(text: &str, shape: Shape) -> Vec<(Name, Name)> {
        let outline = Outline::of(&File::from_text(FileId::default(), text.into(), shape));
        let pairs = outline.taken_in.iter().map(|it| (it.by, it.name));
        pairs.collect()
    }

    #[test]
    fn names_are_the_same_with_quotes_and_without() {
        let of = |by: &str, name: &str| (Name::of(by), Name::of(name));
        for shape in Shape::ALL {
            let plain = "conn ä\n\talso=ß\n\tleft=also\n";
            assert_eq!(taken_in(plain, shape), [of("ä", "ß")], "{shape:?}");
        }
        let quoted = "conn \"b\"\n\tALSO=ß\n\talsoflip=\"c d\"\n\talsa=e\n";
        assert_eq!(
            taken_in(quoted, Shape::Swan),
            [of("b", "ß"), of("b", "c"), of("b", "d")]
        );
    }

    #[test]
    fn a_quote_that_is_not_closed_belongs_to_the_name() {
        let text = "conn \"ß\n\tleft=1\n";
        let outline = Outline::of(&File::from_text(
            FileId::default(),
            text.into(),
            Shape::Swan,
        ));
        let names: Vec<Name> = outline.sections.iter().map(|it| it.name).collect();
        assert_eq!(names, [Name::of("\"ß")]);
    }
}
