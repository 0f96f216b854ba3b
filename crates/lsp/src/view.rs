//! One document within its configuration: what a feature is given.

use std::ops::Range;

use ipsec_conf::model::{Item, Model, SectionId};
use ipsec_conf::syntax::{Line, SectionView};
use ipsec_conf::{File, FileId, Span};
use tower_lsp::ls_types::{Position, Range as LspRange, Uri};

use crate::analysis::Analysis;

#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) analysis: &'a Analysis,
    pub(crate) file: &'a File,
    pub(crate) uri: &'a Uri,
}

impl<'a> View<'a> {
    /// Nothing for a file that is no part of the model itself, such as one of secrets.
    pub(crate) fn new(analysis: &'a Analysis, id: FileId) -> Option<View<'a>> {
        Some(View {
            analysis,
            file: analysis.model.files().get(id.index())?,
            uri: analysis.uris.get(id.index())?.as_ref()?,
        })
    }

    pub(crate) fn model(&self) -> &'a Model {
        &self.analysis.model
    }

    pub(crate) fn text(&self) -> &'a str {
        self.file.text()
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

    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        self.file.span(range)
    }

    /// The logical line that holds an offset; the last one for the end of the text.
    pub(crate) fn line_at(&self, offset: usize) -> Option<(usize, &'a Line)> {
        let lines = self.file.lines();
        let at = lines.partition_point(|line| line.range().end <= offset);
        let at = at.min(lines.len().checked_sub(1)?);
        Some((at, &lines[at]))
    }

    /// The parameter on the line that holds an offset.
    pub(crate) fn item_at(&self, offset: usize) -> Option<(SectionId, &'a Item, &'a Line)> {
        let (at, line) = self.line_at(offset)?;
        let (section, item) = self.analysis.item_on(self.file.id(), at)?;
        Some((section, item, line))
    }

    /// The section that a header or any line behind it belongs to, as far as this file tells.
    pub(crate) fn section_at(&self, offset: usize) -> Option<SectionView<'a>> {
        let before = |section: &SectionView<'_>| section.header().range().start <= offset;
        self.file.sections().filter(before).last()
    }

    /// The section of the model that a header opens.
    pub(crate) fn section_id(&self, section: &SectionView<'_>) -> Option<SectionId> {
        let header = section.header().key_range().start;
        self.analysis.section_at(self.file.id(), header)
    }
}
