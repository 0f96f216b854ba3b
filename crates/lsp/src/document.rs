//! A document that a client has open: its text as the client has it, and its tree.

use std::ops::Range;
use std::sync::Arc;

use ipsec_conf::syntax::Shape;
use ipsec_conf::{File, FileId};
use tower_lsp::ls_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};

use crate::convert::{Encoding, Lines};

/// How the language of `ipsec.secrets` is called.
const SECRETS: &str = "ipsec-secrets";

/// A piece of a text, before and after it was edited; both start at the same offset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Replaced {
    pub(crate) old: Range<usize>,
    pub(crate) new: Range<usize>,
}

impl Replaced {
    /// This edit and then another one as one edit, which covers what lies between them.
    #[must_use]
    pub(crate) fn then(&self, next: &Replaced) -> Replaced {
        let start = self.old.start.min(next.old.start);
        // What the second one replaces behind the first one stands elsewhere in the first text.
        let behind = next.old.end.saturating_sub(self.new.end);
        let kept = self.new.end.saturating_sub(next.old.end);
        Replaced {
            old: start..self.old.end + behind,
            new: start..next.new.end + kept,
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Document {
    pub(crate) uri: Uri,
    pub(crate) version: i32,
    /// The client says that it holds secrets.
    pub(crate) is_secrets: bool,
    text: Arc<str>,
    lines: Arc<Lines>,
    /// The line that was edited last.
    pub(crate) edited: u32,
    /// In the shape in which it was asked for last; edits read only the sections around them anew.
    tree: Option<Arc<File>>,
}

impl Document {
    pub(crate) fn new(item: TextDocumentItem) -> Document {
        Document {
            uri: item.uri,
            version: item.version,
            is_secrets: item.language_id == SECRETS,
            lines: Lines::new(&item.text).into(),
            text: item.text.into(),
            edited: 0,
            tree: None,
        }
    }

    pub(crate) fn text(&self) -> &Arc<str> {
        &self.text
    }

    pub(crate) fn lines(&self) -> &Arc<Lines> {
        &self.lines
    }

    /// Applies one change, the range of which is one of the text before it; says what it replaced, if not everything.
    pub(crate) fn change(
        &mut self,
        change: TextDocumentContentChangeEvent,
        encoding: Encoding,
    ) -> Option<Replaced> {
        let Some(range) = change.range else {
            self.lines = Lines::new(&change.text).into();
            self.text = change.text.into();
            self.tree = None;
            return None;
        };
        self.edited = range.start.line;
        let start = self.lines.offset(&self.text, range.start, encoding);
        let end = self
            .lines
            .offset(&self.text, range.end, encoding)
            .max(start);
        self.replace(start..end, &change.text);
        Some(Replaced {
            old: start..end,
            new: start..start + change.text.len(),
        })
    }

    fn replace(&mut self, range: Range<usize>, new: &str) {
        let mut text = String::with_capacity(self.text.len() + new.len());
        text.push_str(&self.text[..range.start]);
        text.push_str(new);
        text.push_str(&self.text[range.end..]);
        self.lines = self.lines.replaced(&text, &range, new.len()).into();
        self.text = text.into();
        if let Some(tree) = &self.tree {
            let tree = tree.reparse(Arc::clone(&self.text), range, new.len());
            self.tree = Some(Arc::new(tree));
        }
    }

    /// Its tree as the first file of a configuration.
    pub(crate) fn tree(&mut self, shape: Shape) -> Arc<File> {
        match &self.tree {
            Some(tree) if tree.shape() == shape => Arc::clone(tree),
            _ => {
                let tree = File::from_text(FileId::default(), Arc::clone(&self.text), shape);
                Arc::clone(self.tree.insert(Arc::new(tree)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use ipsec_conf_texts::{configuration, edits, pieces};
    use proptest::prelude::*;
    use proptest::sample::select;
    use tower_lsp::ls_types::{Position, Range};

    use super::*;

    #[test]
    fn an_edited_tree_is_the_tree_of_the_edited_text() {
        let uri: Uri = "file:///etc/ipsec.conf".parse().expect("a URI");
        let text = "conn a\n\tleft=1\n\nconn ß\n\tright=2\n";
        let language = "ipsec-conf".to_owned();
        let item = TextDocumentItem::new(uri, language, 1, text.to_owned());
        let mut document = Document::new(item);
        document.tree(Shape::Swan);
        let edits = [
            ((3, 6), (3, 6), "x"),
            ((1, 6), (1, 7), "192.0.2.1\n\tauto=add"),
            ((0, 0), (1, 0), ""),
            ((0, 0), (0, 0), "conn \"q\n"),
            ((9, 0), (9, 0), "conn z"),
        ];
        for (start, end, new) in edits {
            let change = TextDocumentContentChangeEvent {
                range: Some(Range::new(
                    Position::new(start.0, start.1),
                    Position::new(end.0, end.1),
                )),
                range_length: None,
                text: new.to_owned(),
            };
            document.change(change, Encoding::Utf16);
            let anew = File::from_text(FileId::default(), Arc::clone(document.text()), Shape::Swan);
            assert_eq!(*document.tree(Shape::Swan), anew, "{new:?}");
        }
        assert_eq!(
            &**document.text(),
            "conn \"q\n\tleft=192.0.2.1\n\tauto=add\n\nconn ßx\n\tright=2\nconn z"
        );
    }

    proptest! {
        /// Text, lines and tree, after any edits.
        #[test]
        fn an_edited_document_is_one_of_the_edited_text(
            text in prop_oneof![configuration(), pieces()],
            edits in edits(8),
            encoding in select(&[Encoding::Utf8, Encoding::Utf16, Encoding::Utf32][..]),
            shape in select(&Shape::ALL[..]),
        ) {
            let document_of = |text: &str| {
                let uri: Uri = "file:///etc/ipsec.conf".parse().expect("a URI");
                Document::new(TextDocumentItem::new(uri, "ipsec-conf".to_owned(), 1, text.to_owned()))
            };
            let mut document = document_of(&text);
            let mut text = text;
            for edit in edits {
                let of_text = |at: usize| document.lines().position(&text, at, encoding);
                let range = edit.range(&text);
                let range = Range::new(of_text(range.start), of_text(range.end));
                // A place between CR and LF is the one before both.
                let place = |position| document.lines().offset(&text, position, encoding);
                let (start, end) = (place(range.start), place(range.end));
                document.tree(shape);
                let typed = edit.text.clone();
                let change = TextDocumentContentChangeEvent { range: Some(range), range_length: None, text: typed };
                let replaced = document.change(change, encoding);
                let new = start..start + edit.text.len();
                prop_assert_eq!(replaced, Some(Replaced { old: start..end, new }));
                text.replace_range(start..end, &edit.text);
                let mut anew = document_of(&text);
                prop_assert_eq!(&**document.text(), &*text);
                prop_assert_eq!(document.lines(), anew.lines());
                prop_assert_eq!(document.tree(shape), anew.tree(shape));
            }
        }

        /// Edits one after the other replace what one edit replaces that covers them all.
        #[test]
        fn edits_joined_are_one_edit(text in pieces(), edits in edits(6)) {
            let mut now = text.clone();
            let mut joined: Option<Replaced> = None;
            for edit in edits {
                let range = edit.range(&now);
                let new = range.start..range.start + edit.text.len();
                let next = Replaced { old: range, new };
                now = edit.apply(&now);
                joined = Some(joined.map_or_else(|| next.clone(), |before| before.then(&next)));
            }
            if let Some(Replaced { old, new }) = joined {
                prop_assert_eq!(&text[..old.start], &now[..new.start]);
                prop_assert_eq!(&text[old.end..], &now[new.end..]);
            }
        }
    }
}
