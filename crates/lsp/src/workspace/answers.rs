//! Answers to clients that ask for diagnostics by themselves.

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
            if is_project_file(&path) {
                let _ = reply.send(Pulled::new(self.project_findings(&path)));
                continue;
            }
            let root = self.root_of(&path);
            let analysis = self.analyses.get(&root);
            let shown = self
                .shown
                .get(&path)
                .filter(|it| analysis.is_none() && it.is_current());
            if let Some(shown) = shown {
                let list = diagnostics::bounded(&shown.list, self.documents[&path].edited);
                let _ = reply.send(Pulled::new(list));
                continue;
            }
            let verdict = self.verdicts.get(&root).filter(|verdict| {
                analysis.is_some_and(|analysis| analysis.revision == verdict.analysis.revision)
            });
            let is_open = self.documents.contains_key(&path);
            match verdict {
                Some(verdict) if is_open => {
                    let uri = self.documents.get(&path).map(|document| &document.uri);
                    let list =
                        uri.and_then(|uri| diagnostics::by_file(verdict, &self.client).remove(uri));
                    let list = list.unwrap_or_default();
                    let edited = self.documents[&path].edited;
                    let _ = reply.send(Pulled::new(diagnostics::bounded(&list, edited)));
                }
                _ if !is_open => {
                    let _ = reply.send(Pulled::new(Vec::new()));
                }
                _ => self.waiting.push((path, reply)),
            }
        }
    }
}
