//! Diagnostics of a large file while it is typed in; see [`crate::glance`].

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use ipsec_conf::model::{LoadOptions, Model};
use ipsec_conf::syntax::Shape;
use ipsec_conf::{File, FileId, Source};
use tower_lsp::ls_types::{Diagnostic, Uri};

use super::Workspace;
use crate::analysis::{Analysis, Parts};
use crate::convert::Lines;
use crate::features::diagnostics;
use crate::glance::{LARGE, Shown};
use crate::judge::Verdict;
use crate::overlay::Overlay;

impl Workspace {
    /// Nobody has typed for a while: what was only glanced at is judged as a whole.
    pub(crate) fn pause(&mut self) {
        self.is_paused = true;
    }

    /// Keeps the list of a large document, for glances at what is edited next.
    pub(super) fn keep_shown(&mut self, root: &Path, lists: &HashMap<Uri, Vec<Diagnostic>>) {
        self.shown.remove(root);
        let Some(verdict) = self.verdicts.get(root) else {
            return;
        };
        let shape = Shape::of(verdict.analysis.chosen.target);
        let document = self
            .documents
            .get_mut(root)
            .filter(|it| it.text().len() >= LARGE && !verdict.analysis.is_secrets_alone);
        if let Some(document) = document {
            let list = lists.get(&document.uri).cloned().unwrap_or_default();
            let shown = Shown::new(document.tree(shape), Arc::clone(document.lines()), list);
            self.shown.insert(root.to_owned(), shown);
        }
    }

    /// Shows at once what the newest edit changes nearby. Whether the diagnostics of the newest text are shown by that, as
    /// far as a glance tells.
    pub(super) fn glance(&mut self, root: &Path) -> bool {
        let Some(shown) = self.shown.get(root) else {
            return false;
        };
        if shown.is_current() {
            return true;
        }
        let known = self.verdicts.get(root).map(|it| Arc::clone(&it.analysis));
        let (Some(known), Some(document)) = (known, self.documents.get_mut(root)) else {
            return false;
        };
        let tree = document.tree(Shape::of(known.chosen.target));
        let (uri, version) = (document.uri.clone(), document.version);
        let lines = Arc::clone(document.lines());
        let Some(glance) = shown.glance(&tree) else {
            self.shown.remove(root);
            return false;
        };
        let old_lines = Arc::clone(&shown.lines);
        let before = self.judge_part(root, &known, &glance.before, old_lines);
        let after = self.judge_part(root, &known, &glance.after, lines);
        let [old, new] = [&before, &after].map(|it| {
            diagnostics::by_file(it, &self.client)
                .remove(&uri)
                .unwrap_or_default()
        });
        let (Some(shown), Some(document)) = (self.shown.remove(root), self.documents.get(root))
        else {
            return false;
        };
        let shown = glance.shown(tree, shown, document, self.client.encoding, old, &new);
        if !self.client.pulls {
            self.tell(uri, Some(version), &shown.list);
        }
        self.shown.insert(root.to_owned(), shown);
        self.glances.insert(root.to_owned(), after);
        // Whoever waits for a pause lives as long as the workspace does.
        let _ = self.typing.send(());
        true
    }

    fn judge_part(
        &mut self,
        root: &Path,
        known: &Analysis,
        part: &Arc<File>,
        lines: Arc<Lines>,
    ) -> Verdict {
        let options = LoadOptions {
            root: self.in_force(root).root.clone(),
            skip_includes: true,
        };
        let source = Source::new(root, part.shared_text());
        let tree = Some(Arc::clone(part));
        let vfs = Overlay(&self.documents);
        self.revisions += 1;
        let parts = Parts {
            revision: self.revisions,
            model: Model::from_tree(&vfs, source, tree, known.chosen.target, &options),
            chosen: known.chosen.clone(),
            target_is_given: known.target_is_given,
            secrets: None,
            policies: None,
            is_secrets_alone: false,
            encoding: self.client.encoding,
        };
        let analysis = Analysis::new(parts, |path| self.uri_of(path));
        analysis.know_lines(FileId::default(), lines);
        self.case(root.to_owned(), Arc::new(analysis)).judge()
    }
}
