//! What can be asked about `ipsec.secrets`.
//!
//! Everything is drawn from the text in which the secrets are blotted out: byte for byte it is as long, so that places
//! are the same, and nothing that is answered can hold what it does not have.

mod completion;
mod hover;
mod ids;
mod names;
mod structure;
mod tokens;

use std::ops::Range;

use ipsec_conf::secrets::{Record, SecretsFile};
use ipsec_conf::text::printable;
use ipsec_conf::{FileId, Secrets, Span};
use tower_lsp::ls_types::{Position, Range as LspRange, Uri};

use crate::analysis::Analysis;

pub(crate) use completion::complete;
pub(crate) use hover::hover;
pub(crate) use ids::named_in_secrets;
pub(crate) use names::{definition, highlights, of_conf_id, references, references_of_conf_id};
pub(crate) use structure::{flat, folds, links, symbols};
pub(crate) use tokens::tokens;

/// A file of secrets within its configuration.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SecretsView<'a> {
    pub(crate) analysis: &'a Analysis,
    pub(crate) secrets: &'a Secrets,
    pub(crate) file: &'a SecretsFile,
    pub(crate) uri: &'a Uri,
}

impl<'a> SecretsView<'a> {
    /// Nothing for a file of another kind.
    pub(crate) fn new(analysis: &'a Analysis, id: FileId) -> Option<SecretsView<'a>> {
        let secrets = analysis.secrets.as_ref()?;
        Some(SecretsView {
            analysis,
            secrets,
            file: secrets.files().iter().find(|file| file.id() == id)?,
            uri: analysis.uris.get(id.index())?.as_ref()?,
        })
    }

    /// Without the secrets.
    pub(crate) fn text(&self) -> &'a str {
        self.analysis.text(self.file.id())
    }

    pub(crate) fn offset(&self, position: Position) -> usize {
        self.analysis.offset(self.file.id(), position)
    }

    pub(crate) fn offsets(&self, range: LspRange) -> Range<usize> {
        self.analysis.offsets(self.file.id(), range)
    }

    pub(crate) fn range(&self, range: Range<usize>) -> LspRange {
        self.analysis.range(self.file.span(range))
    }

    /// The records of this file.
    fn records(&self) -> impl Iterator<Item = &'a Record> {
        let id = self.file.id();
        let records = self.secrets.records().iter();
        records.filter(move |record| record.span.file == id)
    }

    pub(crate) fn record_at(&self, offset: usize) -> Option<&'a Record> {
        self.records().find(|record| touches(record.span, offset))
    }
}

/// What stands at a place, without secrets, fit for everybody's eyes.
fn shown(analysis: &Analysis, span: Span) -> String {
    let text = analysis.text(span.file).get(span.range());
    printable(text.unwrap_or_default()).into_owned()
}

fn touches(span: Span, offset: usize) -> bool {
    let range = span.range();
    range.start <= offset && offset <= range.end
}

/// `PSK for @a, @b`.
fn title(analysis: &Analysis, record: &Record) -> String {
    let kind = match record.kind.word() {
        "" => "secret of an unknown kind",
        word => word,
    };
    if record.ids.is_empty() {
        return format!("{kind} for everybody");
    }
    let ids = record.ids.iter().map(|index| shown(analysis, index.span));
    format!("{kind} for {}", ids.collect::<Vec<_>>().join(", "))
}
