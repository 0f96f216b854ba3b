//! Answers to clients that ask for diagnostics by themselves.

use std::path::Path;

use tokio::sync::oneshot;
use tower_lsp::ls_types::{Diagnostic, Uri};

use super::{Workspace, path_of};
use crate::features::diagnostics;
use crate::project::is_project_file;

/// The answer to a client that asks for the diagnostics of a document.
#[derive(Debug)]
pub(crate) struct Pulled {
    pub(crate) id: String,
    pub(crate) list: Vec<Diagnostic>,
}

impl Pulled {
    fn new(list: Vec<Diagnostic>) -> Pulled {
        Pulled {
            id: diagnostics::name_of(&list),
            list,
        }
    }
}

impl Workspace {
    /// Answers with the diagnostics of the newest text, when they are known.
    pub(crate) fn pull(&mut self, uri: &Uri, reply: oneshot::Sender<Pulled>) {
        self.waiting.push((path_of(uri), reply));
    }

    pub(super) fn answer(&mut self) {
        for (path, reply) in std::mem::take(&mut self.waiting) {
            if reply.is_closed() {
                continue;
            }
            match self.known(&path) {
                Some(list) => _ = reply.send(Pulled::new(list)),
                None => self.waiting.push((path, reply)),
            }
        }
    }

    /// What a document is shown, if it has been judged as it is now.
    fn known(&mut self, path: &Path) -> Option<Vec<Diagnostic>> {
        if is_project_file(path) {
            return Some(self.project_findings(path));
        }
        let Some(uri) = self.documents.get(path).map(|it| it.uri.clone()) else {
            return Some(Vec::new());
        };
        let root = self.root_of(path);
        let Some(analysis) = self.analyses.get(&root) else {
            let shown = self.shown.get(path).filter(|it| it.is_current())?;
            return Some(self.bounded(&uri, &shown.list));
        };
        let verdict = self.verdicts.get(&root)?;
        if verdict.analysis.revision != analysis.revision {
            return None;
        }
        let list = diagnostics::by_file(verdict, &self.client).remove(&uri);
        Some(self.bounded(&uri, &list.unwrap_or_default()))
    }
}
