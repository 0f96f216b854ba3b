//! What is wrong with project files themselves.

use std::path::Path;

use tower_lsp::ls_types::{Diagnostic, MessageType};

use super::Workspace;
use crate::client::Message;
use crate::features::diagnostics;

impl Workspace {
    /// Tells the client what is wrong with project files.
    pub(super) fn publish_projects(&mut self) {
        for fault in self.projects.take_faults() {
            self.send(Message::Show(MessageType::WARNING, fault));
        }
        let mut before = std::mem::take(&mut self.published_projects);
        for (path, config) in self.projects.all(&self.documents) {
            let document = self.documents.get(&path);
            // A client that asks for diagnostics asks for those of its documents.
            if document.is_some() && self.client.pulls {
                continue;
            }
            let Some(uri) = self.uri_of(&path) else {
                continue;
            };
            let version = document.map(|document| document.version);
            let list = diagnostics::of_project(&config, self.client.encoding);
            let now = (version, list);
            let known = before.remove(&uri);
            let is_silent = document.is_none() && now.1.is_empty();
            if known.as_ref() != Some(&now) && !(is_silent && known.is_none()) {
                self.tell(uri.clone(), now.0, &now.1);
            }
            if !is_silent {
                self.published_projects.insert(uri, now);
            }
        }
        for (uri, _) in before {
            self.tell(uri, None, &[]);
        }
    }

    pub(super) fn project_findings(&mut self, path: &Path) -> Vec<Diagnostic> {
        let all = self.projects.all(&self.documents);
        let config = all.into_iter().find(|(known, _)| known == path);
        config.map_or_else(Vec::new, |(_, config)| {
            diagnostics::of_project(&config, self.client.encoding)
        })
    }
}
