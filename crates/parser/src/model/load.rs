//! Reads the files of a configuration and cuts them into sections, in the order their reader meets them.

use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::include::{Again, Open};
use super::structure;
use super::words::Words;
use super::{LoadOptions, Model, Part, Section, SectionId, keywords, resolve, values};
use crate::diagnostic::{Diagnostic, sort};
use crate::secrets;
use crate::syntax::{File, LineKind, Problem, SectionKind, Shape};
use crate::target::{Reader, Target};
use crate::text::{FileId, Source, SourceError, SourceMap, Span, cause};
use foldhash::{HashMap, HashMapExt, HashSet};

use super::vfs::Vfs;

/// Why there is nothing to judge: the first file cannot be read. What is wrong inside it is a [`Diagnostic`].
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("cannot read `{}`: {}", path.display(), cause(source))]
    Read { path: PathBuf, source: io::Error },
    #[error("cannot read `{}`: {source}", path.display())]
    Source { path: PathBuf, source: SourceError },
}

/// One file, as it is read.
pub fn read_source(vfs: &dyn Vfs, path: &Path) -> Result<Source, LoadError> {
    let bytes = vfs.read(path).map_err(|source| LoadError::Read {
        path: path.to_owned(),
        source,
    })?;
    Source::from_bytes(path, bytes).map_err(|source| LoadError::Source {
        path: path.to_owned(),
        source,
    })
}

impl Model {
    /// Reads `path` and everything it includes.
    pub fn load(
        vfs: &dyn Vfs,
        path: &Path,
        target: Target,
        options: &LoadOptions,
    ) -> Result<Model, LoadError> {
        let source = read_source(vfs, path)?;
        Ok(Model::from_source(vfs, source, target, options))
    }

    /// As [`Model::load`] with the text of the first file at hand, from standard input or an editor.
    pub fn from_source(
        vfs: &dyn Vfs,
        source: Source,
        target: Target,
        options: &LoadOptions,
    ) -> Model {
        Model::from_tree(vfs, source, None, target, options)
    }

    /// As [`Model::from_source`] with the tree of the text at hand, if it has the shape that the target reads.
    pub fn from_tree(
        vfs: &dyn Vfs,
        source: Source,
        tree: Option<Arc<File>>,
        target: Target,
        options: &LoadOptions,
    ) -> Model {
        let mut loader = Loader {
            vfs,
            target,
            options,
            sources: SourceMap::default(),
            files: Vec::new(),
            included_at: Vec::new(),
            sections: Vec::new(),
            diagnostics: Vec::new(),
            stack: Vec::new(),
            texts: HashSet::default(),
            again: Again::default(),
            open: Region::Top,
            version_seen: None,
        };
        loader.read(source, tree, None);
        loader.finish()
    }
}

/// What a parameter line would belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Region {
    /// Nothing: before the first section, or behind a line that ended one.
    Top,
    Section(u32),
    /// The lines of a section whose header nobody understands; one finding at the header speaks for them.
    Unknown,
}

/// The state of one load.
pub(super) struct Loader<'a> {
    pub(super) vfs: &'a dyn Vfs,
    pub(super) target: Target,
    pub(super) options: &'a LoadOptions,
    sources: SourceMap,
    files: Vec<Arc<File>>,
    included_at: Vec<Option<Span>>,
    sections: Vec<Section>,
    diagnostics: Vec<Diagnostic>,
    /// The files that are being read, outermost first.
    pub(super) stack: Vec<Open>,
    /// Of the files that were included.
    pub(super) texts: HashSet<Arc<str>>,
    pub(super) again: Again,
    open: Region,
    /// The first `version` line.
    version_seen: Option<Span>,
}

impl Loader<'_> {
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn read(
        &mut self,
        source: Source,
        tree: Option<Arc<File>>,
        included_at: Option<Span>,
    ) {
        let path = source.path().to_owned();
        let id = self.sources.add(source);
        self.included_at.push(included_at);
        let shape = Shape::of(self.target);
        let text = self.sources.get(id).text();
        // Mostly both share one text.
        let is_its = |tree: &Arc<File>| {
            tree.id() == id
                && tree.shape() == shape
                && (std::ptr::eq(tree.text(), text) || tree.text() == text)
        };
        let tree = tree.filter(is_its);
        let file = tree.unwrap_or_else(|| Arc::new(File::parse(id, self.sources.get(id), shape)));
        let secrets = secrets_of(&file, self.sources.get(id), self.target);
        self.sources.get_mut(id).keep_secret(secrets);
        // Included files get their number when they are met, which is before this one is done.
        self.files.push(Arc::clone(&file));
        self.stack.push(Open {
            path: path.clone(),
            included_at,
        });
        structure::whole_file(
            &file,
            self.sources.get(id),
            self.target,
            &mut self.diagnostics,
        );
        self.lines(&file, &path);
        self.stack.pop();
    }

    fn lines(&mut self, file: &File, path: &Path) {
        let is_strongswan = self.target.reader() == Reader::StrongSwan;
        if !is_strongswan {
            // An included file of the other dialects cannot go on with the section that includes it.
            self.open = Region::Top;
        }
        let mut part_start = 0;
        for (i, line) in file.lines().iter().enumerate() {
            let i = i as u32;
            match line.kind {
                LineKind::Blank | LineKind::Comment | LineKind::Entry | LineKind::CommentEntry => {
                    if self.ends_classic_section(file, i) {
                        self.close_part(file.id(), part_start, i);
                        self.open = Region::Top;
                        part_start = i + 1;
                    } else if line.kind == LineKind::Entry && self.open == Region::Top {
                        structure::outside(file, line, self.target, &mut self.diagnostics);
                    }
                }
                LineKind::Bad => {
                    let opens_unknown = line.problem == Some(Problem::UnknownSection)
                        && !structure::is_merge_marker(file, line);
                    if opens_unknown {
                        self.close_part(file.id(), part_start, i);
                        self.open = Region::Unknown;
                        part_start = i + 1;
                    }
                    if !matches!(self.open, Region::Section(_)) {
                        structure::bad_line(file, i, None, self.target, &mut self.diagnostics);
                    }
                }
                LineKind::Header(kind) => {
                    self.close_part(file.id(), part_start, i);
                    part_start = i + 1;
                    self.open_section(file, i, kind);
                }
                LineKind::Include => {
                    self.close_part(file.id(), part_start, i);
                    part_start = i + 1;
                    if !is_strongswan {
                        self.open = Region::Top;
                    }
                    structure::odd_characters(file, line, self.target, &mut self.diagnostics);
                    self.include(file, line, path);
                    if !is_strongswan {
                        self.open = Region::Top;
                    }
                }
                LineKind::Version => {
                    if !is_strongswan {
                        self.close_part(file.id(), part_start, i);
                        part_start = i + 1;
                        self.open = Region::Top;
                    }
                    structure::odd_characters(file, line, self.target, &mut self.diagnostics);
                    self.version(file, i);
                }
            }
        }
        self.close_part(file.id(), part_start, file.lines().len() as u32);
    }

    /// Openswan 2.4's awk reader: an empty line, or a comment in column 1, ends a section.
    fn ends_classic_section(&self, file: &File, line: u32) -> bool {
        if self.target.reader() != Reader::Classic {
            return false;
        }
        let line = &file.lines()[line as usize];
        let text = file.text();
        match line.kind {
            LineKind::Blank => line.content_end(text) == line.range().start,
            LineKind::Comment => text.as_bytes()[line.range().start] == b'#',
            _ => false,
        }
    }

    fn open_section(&mut self, file: &File, line: u32, kind: SectionKind) {
        let header = &file.lines()[line as usize];
        let name = if kind == SectionKind::Setup {
            String::new()
        } else {
            file.value(header).text.into_owned()
        };
        let header_span = file
            .span(header.key_range())
            .to(file.span(header.value_range()));
        let name_span = if header.value_range().is_empty() {
            header_span
        } else {
            file.span(header.value_range())
        };
        let broken = structure::header(
            file,
            header,
            kind,
            &name,
            self.target,
            &mut self.diagnostics,
        );
        let nothing = Part {
            file: file.id(),
            start: line + 1,
            end: line + 1,
        };
        self.open = Region::Section(self.sections.len() as u32);
        self.sections.push(Section {
            kind,
            name: name.into_boxed_str(),
            name_span,
            header_span,
            items: 0..0,
            broken,
            builtin: self.sources.get(file.id()).path() == Path::new(resolve::BUILTIN_PATH),
            id: SectionId(self.sections.len() as u32),
            is_unique: false,
            first: nothing,
            more: Vec::new(),
        });
    }

    /// Gives the lines `start..end` to the open section.
    fn close_part(&mut self, file: FileId, start: u32, end: u32) {
        if let Region::Section(section) = self.open
            && start < end
        {
            let section = &mut self.sections[section as usize];
            let part = Part { file, start, end };
            if section.first.start == section.first.end {
                section.first = part;
            } else {
                section.more.push(part);
            }
        }
    }

    fn version(&mut self, file: &File, line: u32) {
        let is_first = self.version_seen.is_none();
        let at_top = self.sections.is_empty() && self.stack.len() == 1;
        let line = &file.lines()[line as usize];
        self.version_seen.get_or_insert(file.span(line.range()));
        structure::version(
            file,
            line,
            is_first && at_top,
            self.target,
            &mut self.diagnostics,
        );
    }

    /// What the classic reader adds by itself, behind everything that the files say.
    fn add_builtin_conns(&mut self) {
        let defined: HashSet<&str> = self.sections.iter().map(|section| &*section.name).collect();
        if let Some(text) = resolve::missing_conns(&defined) {
            self.read(Source::new(resolve::BUILTIN_PATH, text), None, None);
        }
    }

    fn finish(mut self) -> Model {
        if self.target.reader() == Reader::Classic {
            self.add_builtin_conns();
            structure::missing_version(&self.files[0], self.version_seen, &mut self.diagnostics);
        }
        let mut conns: HashMap<Box<str>, Vec<SectionId>> =
            HashMap::with_capacity(self.sections.len());
        for (i, section) in self.sections.iter().enumerate() {
            if section.kind == SectionKind::Conn {
                conns
                    .entry(section.name.clone())
                    .or_default()
                    .push(SectionId(i as u32));
            }
        }
        for id in conns
            .values()
            .filter_map(|ids| <[SectionId; 1]>::try_from(&**ids).ok())
        {
            self.sections[id[0].0 as usize].is_unique = true;
        }
        let mut model = Model {
            target: self.target,
            reader: self.target.reader(),
            options: self.options.clone(),
            sources: self.sources,
            files: self.files,
            included_at: self.included_at,
            sections: self.sections,
            items: Vec::new(),
            defaults: conns.get("%default").cloned().unwrap_or_default(),
            conns,
            taken_in: HashSet::default(),
            diagnostics: self.diagnostics,
            folded_names: std::sync::OnceLock::new(),
            layers: std::sync::Mutex::default(),
            readings: std::sync::Mutex::default(),
        };
        model.find_items();
        model.taken_in = model.names_taken_in();
        model.judge_while_reading();
        super::setup::several_sections(&mut model);
        super::resolve::names(&mut model);
        sort(&mut model.diagnostics);
        model
    }
}

/// What no report may show of a file; one that is called a file of secrets is read as such, too.
fn secrets_of(file: &File, source: &Source, target: Target) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = file
        .secrets()
        .into_iter()
        .map(|secret| secret.range)
        .collect();
    let name = source.path().file_name().unwrap_or_default();
    if name.to_string_lossy().contains("secrets") {
        ranges.extend(secrets::hidden(source, target));
    }
    ranges
}

/// As the model of a configuration has it for its files: where a text holds what no report may show.
pub fn secrets_in(source: &Source, target: Target) -> Vec<Range<usize>> {
    let file = File::parse(FileId(0), source, Shape::of(target));
    secrets_of(&file, source, target)
}

impl Model {
    /// The values that make a reader refuse the file while it reads.
    fn judge_while_reading(&mut self) {
        let mut diagnostics = std::mem::take(&mut self.diagnostics);
        for (id, section) in self.sections() {
            for item in self.items(id) {
                values::while_reading(self, section, item, &mut diagnostics);
            }
        }
        self.diagnostics = diagnostics;
    }

    /// What `also=` and `alsoflip=` name, but for a section that names itself.
    fn names_taken_in(&self) -> HashSet<Box<str>> {
        let mut names = HashSet::default();
        for (id, section) in self.sections() {
            for item in self
                .items(id)
                .iter()
                .filter(|item| item.is_setting_of("also") || item.is_setting_of("alsoflip"))
            {
                let value = self.value(item);
                let words = value.text.split([' ', '\t']).chain([&*value.text]);
                for word in words.filter(|word| !word.is_empty() && **word != *section.name) {
                    if !names.contains(word) {
                        names.insert(Box::from(word));
                    }
                }
            }
        }
        names
    }

    /// A conn without settings, to hang findings on.
    pub(super) fn empty_conn(&self, id: super::SectionId) -> super::Conn<'_> {
        super::Conn {
            model: self,
            id,
            settings: Vec::new(),
            steps: Vec::new(),
            sections: vec![id],
            diagnostics: Vec::new(),
            ids: u128::MAX,
            slots: 0,
            places: Vec::new(),
            context: std::cell::OnceCell::new(),
        }
    }

    /// Looks every parameter line up, once.
    fn find_items(&mut self) {
        let mut items = Vec::new();
        let mut words = Words::default();
        let mut diagnostics = std::mem::take(&mut self.diagnostics);
        for i in 0..self.sections.len() {
            let start = items.len() as u32;
            let section = &self.sections[i];
            for part in section.parts() {
                let file = &self.files[part.file.index()];
                let lines = &file.lines()[part.start as usize..part.end as usize];
                let mut judge = keywords::Judge {
                    target: self.target,
                    file,
                    section,
                    diagnostics: &mut diagnostics,
                    words: &mut words,
                };
                for (line, index) in lines.iter().zip(part.start..) {
                    match file.entry(line) {
                        Some(entry) => {
                            let is_sound = structure::entry(
                                file,
                                index,
                                section,
                                self.target,
                                judge.diagnostics,
                            );
                            items.push(judge.item(entry, index, is_sound));
                        }
                        None => structure::bad_line(
                            file,
                            index,
                            Some(section),
                            self.target,
                            judge.diagnostics,
                        ),
                    }
                }
            }
            self.sections[i].items = start..items.len() as u32;
        }
        self.items = items;
        self.diagnostics = diagnostics;
    }
}
