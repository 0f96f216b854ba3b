//! All files of one configuration, joined: sections in the order a reader meets them, each line with its keyword.
//!
//! [`Model::load`] judges everything that concerns the file as a whole; [`Model::conn`] resolves one conn as the target
//! does it and judges that. Order matters and differs: see [`Conn`].

mod conn;
mod ends;
pub(crate) mod glob;
mod include;
mod item;
mod keywords;
mod load;
mod resolve;
mod setup;
mod structure;
mod values;
mod vfs;
mod words;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

pub use conn::{Conn, OriginStep, Setting};
pub use ends::Locality;
pub use item::{Item, ItemState};
pub use load::{LoadError, read_source, secrets_in};
pub use setup::Setup;
pub use vfs::{MemoryFs, Vfs};

use crate::diagnostic::Diagnostic;
use crate::keyword::{Keyword, KeywordSpan};
use crate::syntax::{File, Line, LineKind, SectionKind};
use crate::target::{Reader, Target};
use crate::text::{FileId, Source, SourceMap, Span};
use crate::value::{Context, Reading};
use foldhash::{HashMap, HashSet};

/// How a configuration is read.
#[derive(Debug, Clone, Default)]
pub struct LoadOptions {
    /// Absolute paths named inside the configuration are looked up below this directory.
    pub root: Option<PathBuf>,
    /// Leave `include` lines out, as the classic `auto --noinclude` does.
    pub skip_includes: bool,
}

impl LoadOptions {
    /// Where an absolute path named inside the configuration lies; `None` for a relative one.
    pub(crate) fn below_root(&self, path: &Path) -> Option<PathBuf> {
        let relative = path.strip_prefix("/").ok()?;
        Some(match &self.root {
            Some(root) => root.join(relative),
            None => path.to_owned(),
        })
    }
}

/// One configuration as its target reads it.
#[derive(Debug)]
pub struct Model {
    target: Target,
    /// Of the target: each rule asks for it.
    reader: Reader,
    options: LoadOptions,
    sources: SourceMap,
    files: Vec<Arc<File>>,
    /// The include line that led to each file, in the order of their numbers.
    included_at: Vec<Option<Span>>,
    sections: Vec<Section>,
    items: Vec<Item>,
    /// The conns of each name, in order.
    conns: HashMap<Box<str>, Vec<SectionId>>,
    /// Those called `%default`, which every conn asks for.
    defaults: Vec<SectionId>,
    /// The names that some `also=` or `alsoflip=` gives.
    taken_in: HashSet<Box<str>>,
    diagnostics: Vec<Diagnostic>,
    folded_names: OnceLock<Vec<(Box<str>, u32)>>,
    /// The lines of the sections that strongSwan's conns take in, of each keyword the one that counts.
    layers: Mutex<HashMap<SectionId, resolve::Layer>>,
    /// What the target makes of lines that conns inherit.
    readings: Mutex<HashMap<(FileId, u32, Context), Arc<Reading>>>,
}

/// With more conns than this, a name is compared with its neighbours only.
const MANY_CONNS: usize = 500;

const NEIGHBOURS: usize = 32;

/// One section and the lines that belong to it, which strongSwan's includes may spread over files.
#[derive(Debug, Clone)]
pub struct Section {
    pub kind: SectionKind,
    /// Without quotes; empty for `config setup`.
    pub name: Box<str>,
    /// The name, or the header's words when there is none.
    pub name_span: Span,
    pub header_span: Span,
    items: std::ops::Range<u32>,
    /// Whether the header itself is so broken that the section stands for nothing.
    pub broken: bool,
    /// Whether the target defines it by itself, because no file does.
    pub builtin: bool,
    id: SectionId,
    /// Whether no other conn has its name.
    is_unique: bool,
    first: Part,
    more: Vec<Part>,
}

/// A run of lines of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    file: FileId,
    start: u32,
    end: u32,
}

/// The index of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(u32);

impl Section {
    pub fn is_default(&self) -> bool {
        self.kind != SectionKind::Setup && &*self.name == "%default"
    }

    /// A conn that can be loaded: not `%default` and with a header that a reader understands.
    pub fn is_conn(&self) -> bool {
        self.kind == SectionKind::Conn && !self.is_default() && !self.broken
    }

    /// Whether it is the only conn of its name.
    pub fn is_unique(&self) -> bool {
        self.is_unique
    }

    fn parts(&self) -> impl Iterator<Item = Part> {
        std::iter::once(self.first).chain(self.more.iter().copied())
    }
}

impl Model {
    pub fn target(&self) -> Target {
        self.target
    }

    #[inline]
    pub fn reader(&self) -> Reader {
        self.reader
    }

    pub fn sources(&self) -> &SourceMap {
        &self.sources
    }

    /// Whether a file stands for conns that the target defines by itself; nobody can change what it says.
    pub fn is_builtin(&self, file: FileId) -> bool {
        resolve::is_builtin(self.sources.get(file).path())
    }

    /// The same files as another target reads them, from the texts at hand. Offsets in a text stay what they are; the
    /// numbers of included files may be others.
    #[must_use]
    pub fn read_as(&self, target: Target) -> Model {
        let first = self.sources.get(self.files[0].id());
        let names_others = |file: &Arc<File>| {
            let mut lines = file.lines().iter();
            lines.any(|line| line.kind == LineKind::Include)
        };
        // A copy of what nobody will read is dear with a large file.
        let written = self
            .sources
            .iter()
            .map(|(_, source)| source)
            .filter(|_| self.files.iter().any(names_others))
            .filter(|source| !resolve::is_builtin(source.path()));
        let vfs = MemoryFs::new(written.map(|source| (source.path(), source.text())));
        Model::from_tree(
            &vfs,
            Source::new(first.path(), first.shared_text()),
            Some(Arc::clone(&self.files[0])),
            target,
            &self.options,
        )
    }

    /// For files that belong to the configuration without being a part of it: secrets, policy groups.
    pub fn sources_mut(&mut self) -> &mut SourceMap {
        &mut self.sources
    }

    /// In the order they were read; the first is the one that was asked for.
    pub fn files(&self) -> &[Arc<File>] {
        &self.files
    }

    pub fn file(&self, id: FileId) -> &File {
        &self.files[id.index()]
    }

    /// The path of the include line that led to a file; `None` for the first one.
    pub fn included_at(&self, file: FileId) -> Option<Span> {
        self.included_at.get(file.index()).copied().flatten()
    }

    /// What is wrong with the files as a whole, and with lines whatever conn they belong to.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Takes the sources along, for a report after the model is gone.
    pub fn into_parts(self) -> (SourceMap, Vec<Diagnostic>) {
        (self.sources, self.diagnostics)
    }

    pub fn sections(&self) -> impl ExactSizeIterator<Item = (SectionId, &Section)> {
        self.sections
            .iter()
            .enumerate()
            .map(|(i, section)| (SectionId(i as u32), section))
    }

    pub fn section(&self, id: SectionId) -> &Section {
        &self.sections[id.0 as usize]
    }

    /// The conns of the files that can be loaded, in order; a name may come twice.
    pub fn conns(&self) -> impl Iterator<Item = (SectionId, &Section)> {
        self.sections()
            .filter(|(_, section)| section.is_conn() && !section.builtin)
    }

    /// As [`Model::conns`], but each name once, with its first section: for all readers that is the one which stands for
    /// the conn.
    pub fn named_conns(&self) -> impl Iterator<Item = (SectionId, &Section)> {
        self.conns()
            .filter(|&(id, section)| self.is_first(id, section))
    }

    /// As [`Model::conns`], but once where the reader makes one conn of all sections of a name, or finds the others on its
    /// way to the first.
    pub fn distinct_conns(&self) -> impl Iterator<Item = (SectionId, &Section)> {
        let is_by_name = matches!(self.reader(), Reader::Classic | Reader::StrongSwan);
        self.conns()
            .filter(move |&(id, section)| !is_by_name || self.is_first(id, section))
    }

    /// Whether no section of its name stands before it.
    pub fn is_first(&self, id: SectionId, section: &Section) -> bool {
        self.namesakes(section).first() == Some(&id)
    }

    /// The lines of a section, without its header: one span for each file it is spread over.
    pub fn section_span(&self, id: SectionId) -> Vec<Span> {
        let parts = self
            .section(id)
            .parts()
            .filter(|part| part.start < part.end);
        parts
            .map(|part| {
                let file = self.file(part.file);
                let lines = &file.lines()[part.start as usize..part.end as usize];
                let last = lines.last().map_or(lines[0].range(), Line::range);
                file.span(lines[0].range().start..last.end)
            })
            .collect()
    }

    /// The lines of a section that hold keywords, understood or not.
    pub fn items(&self, section: SectionId) -> &[Item] {
        let range = &self.section(section).items;
        &self.items[range.start as usize..range.end as usize]
    }

    /// The absolute path that a keyword of `config setup` names, as `secretsfile=` does.
    pub fn setup_path(&self, id: &str) -> Option<PathBuf> {
        let value = self.setup().get(id)?;
        self.options.below_root(Path::new(&*value.text))
    }

    /// The lines that the target has understood, with their keywords.
    pub fn set_items(
        &self,
    ) -> impl Iterator<Item = (&Item, &'static Keyword, &'static KeywordSpan)> {
        self.all_items()
            .filter(|item| item.state == ItemState::Set)
            .filter_map(|item| Some((item, item.keyword?, item.span?)))
    }

    /// The lines of all sections that hold keywords, understood or not.
    pub fn all_items(&self) -> impl Iterator<Item = &Item> {
        self.sections().flat_map(|(id, _)| self.items(id))
    }

    /// All sections named so, in order.
    pub fn sections_named(&self, name: &str) -> &[SectionId] {
        if name == "%default" {
            return &self.defaults;
        }
        self.conns.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether some `also=` or `alsoflip=` names a conn.
    pub fn is_taken_in(&self, id: SectionId) -> bool {
        self.taken_in.contains(&self.section(id).name)
    }

    fn shared_reading(
        &self,
        item: &Item,
        context: Context,
        read: impl FnOnce() -> Reading,
    ) -> Arc<Reading> {
        let mut readings = self.readings.lock().unwrap_or_else(PoisonError::into_inner);
        let known = readings.entry((item.file, item.line, context));
        Arc::clone(known.or_insert_with(|| Arc::new(read())))
    }

    /// All conns of the same name, in order.
    fn namesakes(&self, conn: &'_ Section) -> &[SectionId] {
        if conn.is_unique {
            std::slice::from_ref(&self.section(conn.id).id)
        } else {
            self.sections_named(&conn.name)
        }
    }

    /// The section that stands for conn `name`: the first of that name, else the first whose `connalias=` lists it.
    pub fn find_conn(&self, name: &str) -> Option<SectionId> {
        let named = self
            .sections_named(name)
            .iter()
            .find(|&&id| self.section(id).is_conn());
        named.copied().or_else(|| self.find_alias(name))
    }

    fn find_alias(&self, name: &str) -> Option<SectionId> {
        if matches!(self.reader(), Reader::Classic | Reader::StrongSwan) {
            return None;
        }
        let lists_it = |id: SectionId| {
            self.items(id).iter().any(|item| {
                item.is_setting_of("connalias")
                    && self
                        .value(item)
                        .text
                        .split([' ', '\t', ','])
                        .any(|alias| alias == name)
            })
        };
        self.conns().map(|(id, _)| id).find(|&id| lists_it(id))
    }

    /// The names of conns that look like `name`, best first.
    ///
    /// Among very many conns only those are looked at that stand near it in the alphabet, or a file full of wrong names
    /// would take quadratic time.
    pub fn similar_conns(&self, name: &str) -> Vec<&str> {
        let folded = name.to_lowercase();
        let names = self.folded_names();
        let around = if names.len() <= MANY_CONNS {
            names
        } else {
            let at = names.partition_point(|(known, _)| **known < *folded);
            &names[at.saturating_sub(NEIGHBOURS)..names.len().min(at + NEIGHBOURS)]
        };
        let mut scored: Vec<(f64, u32)> = around
            .iter()
            .map(|(known, section)| (strsim::jaro_winkler(known, &folded), *section))
            .filter(|(score, _)| *score > 0.8)
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut similar: Vec<&str> = scored
            .into_iter()
            .map(|(_, section)| &*self.sections[section as usize].name)
            .collect();
        similar.dedup();
        similar.truncate(3);
        similar
    }

    /// The first conn whose name differs from `name` in the case of ASCII letters alone.
    pub(crate) fn conn_but_for_case(&self, name: &str) -> Option<&Section> {
        let folded = name.to_lowercase();
        let names = self.folded_names();
        let from = names.partition_point(|(known, _)| **known < *folded);
        names[from..]
            .iter()
            .take_while(|(known, _)| **known == *folded)
            .map(|(_, section)| &self.sections[*section as usize])
            .find(|section| section.name.eq_ignore_ascii_case(name))
    }

    /// The names of the conns in lower case, in the order of the alphabet.
    fn folded_names(&self) -> &[(Box<str>, u32)] {
        self.folded_names.get_or_init(|| {
            let mut names: Vec<(Box<str>, u32)> = self
                .conns()
                .map(|(id, section)| (section.name.to_lowercase().into_boxed_str(), id.0))
                .collect();
            names.sort();
            names
        })
    }

    pub fn line(&self, item: &Item) -> &Line {
        &self.file(item.file).lines()[item.line as usize]
    }

    pub fn value(&self, item: &Item) -> crate::syntax::ValueText<'_> {
        self.file(item.file).value(self.line(item))
    }

    /// The whole line, without its newline.
    pub fn line_span(&self, item: &Item) -> Span {
        self.file(item.file).span(self.line(item).range())
    }

    pub fn key_span(&self, item: &Item) -> Span {
        self.file(item.file).span(self.line(item).key_range())
    }

    /// The value with its quotes; empty, behind `=`, when there is none.
    pub fn value_span(&self, item: &Item) -> Span {
        self.file(item.file).span(self.line(item).value_range())
    }
}
