//! Which target is in force for each document, and why, for clients that show it.

use super::Workspace;
use crate::client::{Message, Status};
use crate::project::is_project_file;

impl Workspace {
    /// Tells what changed.
    pub(super) fn tell_targets(&mut self) {
        if !self.client.shows_status {
            return;
        }
        let mut documents: Vec<_> = self
            .documents
            .iter()
            .map(|(path, it)| (path.clone(), it.uri.clone()))
            .collect();
        documents.retain(|(path, _)| !is_project_file(path));
        documents.sort();
        for (path, uri) in documents {
            let root = self.root_of(&path);
            let Some(analysis) = self.analyses.get(&root) else {
                continue;
            };
            let chosen = analysis.chosen.clone();
            if self.told.get(&uri) == Some(&chosen) {
                continue;
            }
            self.send(Message::Status(Status {
                uri: uri.clone(),
                target: chosen.target.to_string(),
                program: chosen.target.program(),
                reason: chosen.reason.clone(),
            }));
            self.told.insert(uri, chosen);
        }
    }
}
