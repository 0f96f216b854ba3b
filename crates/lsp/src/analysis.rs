//! One configuration, read: what every feature asks.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use ipsec_conf::model::{Item, Model, SectionId};
use ipsec_conf::{FileId, Policies, Secrets, Span};
use ipsec_conf_host::Chosen;
use tower_lsp::ls_types::{Location, Position, Range, Uri};

use crate::convert::{Encoding, Lines};
use crate::overlay::plain;

/// A model with what belongs to it. Never changed: a newer text makes a newer one.
#[derive(Debug)]
pub(crate) struct Analysis {
    /// Never used twice in a session.
    pub(crate) revision: u64,
    pub(crate) model: Model,
    pub(crate) chosen: Chosen,
    pub(crate) target_is_given: bool,
    pub(crate) secrets: Option<Secrets>,
    pub(crate) policies: Option<Policies>,
    /// There is no configuration, only a file of secrets.
    pub(crate) is_secrets_alone: bool,
    pub(crate) encoding: Encoding,
    /// There is a newer text.
    pub(crate) is_outdated: AtomicBool,
    /// Of every source, as the client calls it.
    pub(crate) uris: Vec<Option<Uri>>,
    by_path: HashMap<PathBuf, FileId>,
    lines: Vec<OnceLock<Arc<Lines>>>,
    items: OnceLock<HashMap<(FileId, u32), (SectionId, u32)>>,
    /// The section that each header opens, by the start of the header.
    headers: OnceLock<HashMap<(FileId, u32), SectionId>>,
}

/// What an analysis is made of.
pub(crate) struct Parts {
    pub(crate) revision: u64,
    pub(crate) model: Model,
    pub(crate) chosen: Chosen,
    pub(crate) target_is_given: bool,
    pub(crate) secrets: Option<Secrets>,
    pub(crate) policies: Option<Policies>,
    pub(crate) is_secrets_alone: bool,
    pub(crate) encoding: Encoding,
}

impl Analysis {
    /// `uri` says how the client calls a file.
    pub(crate) fn new(parts: Parts, uri: impl Fn(&Path) -> Option<Uri>) -> Analysis {
        let model = parts.model;
        let mut by_path = HashMap::new();
        let mut uris = Vec::new();
        for (id, source) in model.sources().iter() {
            let is_file = id.index() >= model.files().len() || !model.is_builtin(id);
            if is_file {
                by_path.entry(plain(source.path())).or_insert(id);
            }
            uris.push(is_file.then(|| uri(source.path())).flatten());
        }
        let lines = uris.iter().map(|_| OnceLock::new()).collect();
        Analysis {
            revision: parts.revision,
            model,
            chosen: parts.chosen,
            target_is_given: parts.target_is_given,
            secrets: parts.secrets,
            policies: parts.policies,
            is_secrets_alone: parts.is_secrets_alone,
            encoding: parts.encoding,
            is_outdated: AtomicBool::new(false),
            uris,
            by_path,
            lines,
            items: OnceLock::new(),
            headers: OnceLock::new(),
        }
    }

    /// Whoever judges it need not go on.
    pub(crate) fn outdate(&self) {
        self.is_outdated.store(true, Ordering::Relaxed);
    }

    /// Takes over the lines of a file from who has them already.
    pub(crate) fn know_lines(&self, file: FileId, lines: Arc<Lines>) {
        // Both are the lines of one text.
        let _ = self.lines[file.index()].set(lines);
    }

    /// The file at a plain path, the first time it is read.
    pub(crate) fn file_at(&self, path: &Path) -> Option<FileId> {
        self.by_path.get(path).copied()
    }

    pub(crate) fn text(&self, file: FileId) -> &str {
        self.model.sources().get(file).text()
    }

    pub(crate) fn lines(&self, file: FileId) -> &Lines {
        self.lines[file.index()].get_or_init(|| Lines::new(self.text(file)).into())
    }

    pub(crate) fn offset(&self, file: FileId, position: Position) -> usize {
        let text = self.text(file);
        self.lines(file).offset(text, position, self.encoding)
    }

    pub(crate) fn offsets(&self, file: FileId, range: Range) -> std::ops::Range<usize> {
        let start = self.offset(file, range.start);
        start..self.offset(file, range.end).max(start)
    }

    pub(crate) fn range(&self, span: Span) -> Range {
        let (text, lines) = (self.text(span.file), self.lines(span.file));
        Range::new(
            lines.position(text, span.start as usize, self.encoding),
            lines.position(text, span.end as usize, self.encoding),
        )
    }

    /// Where the client finds a place; nowhere if the target made the file up.
    pub(crate) fn location(&self, span: Span) -> Option<Location> {
        let uri = self.uris.get(span.file.index())?.clone()?;
        Some(Location::new(uri, self.range(span)))
    }

    /// Whether a place touches what nobody may be told.
    pub(crate) fn is_secret(&self, span: Span) -> bool {
        let hidden = self.model.sources().get(span.file).secrets();
        let range = span.range();
        hidden
            .iter()
            .any(|secret| secret.start < range.end && range.start < secret.end)
    }

    /// The section whose header starts at an offset of a file.
    pub(crate) fn section_at(&self, file: FileId, header: usize) -> Option<SectionId> {
        let headers = self.headers.get_or_init(|| {
            let sections = self.model.sections();
            let header = |span: Span| (span.file, span.start);
            sections
                .map(|(id, section)| (header(section.header_span), id))
                .collect()
        });
        headers.get(&(file, header as u32)).copied()
    }

    /// The parameter on a line of a file, and its section.
    pub(crate) fn item_on(&self, file: FileId, line: usize) -> Option<(SectionId, &Item)> {
        let items = self.items.get_or_init(|| {
            let mut items = HashMap::new();
            for (id, _) in self.model.sections() {
                for (at, item) in self.model.items(id).iter().enumerate() {
                    items
                        .entry((item.file, item.line))
                        .or_insert((id, at as u32));
                }
            }
            items
        });
        let &(section, at) = items.get(&(file, line as u32))?;
        Some((section, &self.model.items(section)[at as usize]))
    }
}
