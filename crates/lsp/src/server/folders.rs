//! The folders of the client: their settings, and files that get other names in them.

use std::path::PathBuf;

use tokio::sync::oneshot;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    ConfigurationItem, DidChangeWorkspaceFoldersParams, InitializeParams, Registration,
    RenameFilesParams, Uri, WorkspaceEdit,
};

use super::Backend;
use crate::features::file_rename::{self, Moved};
use crate::features::workspace_edit;
use crate::settings;
use crate::workspace::path_of;

/// Those that the client starts with.
#[allow(deprecated, reason = "older clients know one folder only")]
pub(super) fn of(params: &InitializeParams) -> Vec<PathBuf> {
    match &params.workspace_folders {
        Some(folders) => folders.iter().map(|folder| path_of(&folder.uri)).collect(),
        None => params.root_uri.iter().map(path_of).collect(),
    }
}

impl Backend {
    pub(super) async fn change_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        let event = params.event;
        self.tell(move |workspace| {
            let gone: Vec<PathBuf> = event.removed.iter().map(|it| path_of(&it.uri)).collect();
            workspace.folders.retain(|folder| !gone.contains(folder));
            workspace
                .folder_settings
                .retain(|folder, _| !gone.contains(folder));
            let new = event.added.iter().map(|it| path_of(&it.uri));
            workspace.folders.extend(new);
            workspace.forget();
        });
        let client = self.ask(|workspace| workspace.client.clone()).await;
        if client.is_ok_and(|client| client.has_configuration) {
            self.configure().await;
        }
    }

    /// Asks the client for its settings, those of each folder as well.
    pub(super) async fn configure(&self) {
        let Ok(folders) = self.ask(|workspace| workspace.folders.clone()).await else {
            return;
        };
        let uris = folders.iter().map(Uri::from_file_path);
        let scopes: Vec<Option<Uri>> = std::iter::once(None).chain(uris).collect();
        let item = |scope_uri: &Option<Uri>| ConfigurationItem {
            scope_uri: scope_uri.clone(),
            section: Some(settings::SECTION.to_owned()),
        };
        let values = self
            .client
            .configuration(scopes.iter().map(item).collect())
            .await;
        let mut values = values.unwrap_or_default().into_iter();
        let general = values.next().filter(serde_json::Value::is_object);
        let own: Vec<_> = folders.into_iter().zip(values).collect();
        self.tell(move |workspace| {
            if let Some(general) = &general {
                workspace.configure(general);
            }
            for (folder, value) in own {
                if value.is_object() && Some(&value) != general.as_ref() {
                    workspace.configure_folder(folder, &value);
                }
            }
        });
    }

    /// What other files have to say when some get other names.
    pub(super) async fn edits_for(
        &self,
        params: RenameFilesParams,
    ) -> Result<Option<WorkspaceEdit>> {
        let path = |uri: &str| Some(path_of(&uri.parse::<Uri>().ok()?));
        let moved = params.files.iter().filter_map(|file| {
            Some(Moved {
                from: path(&file.old_uri)?,
                to: path(&file.new_uri)?,
            })
        });
        let moved: Vec<Moved> = moved.collect();
        // A file that is not open may name it too; folders may be large, so others do not wait.
        let (versions, mut copy) = self
            .ask(|workspace| (workspace.versions(), workspace.copy()))
            .await?;
        let (reply, answer) = oneshot::channel();
        std::thread::spawn(move || {
            let mut places = Vec::new();
            for root in copy.roots_below(&|| !reply.is_closed()) {
                if let Some((analysis, below)) = copy.read(&root) {
                    places.extend(file_rename::edits(&analysis, below.as_deref(), &moved));
                }
            }
            let edit =
                (!places.is_empty()).then(|| workspace_edit::joined(places, versions.as_ref()));
            // The request may have been taken back.
            let _ = reply.send(edit);
        });
        answer.await.map_err(|_| Error::internal_error())
    }

    /// Asks the client to tell about files that change on disk.
    pub(super) async fn watch(&self) {
        let options = serde_json::json!({"watchers": [
            {"globPattern": "**/*.conf"}, {"globPattern": "**/*.secrets"}, {"globPattern": "**/policies/*"},
            {"globPattern": "**/ipsec-lint.toml"}, {"globPattern": "**/.editorconfig"},
            {"globPattern": "**/*baseline*.json"},
        ]});
        let registration = Registration {
            id: "files".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: Some(options),
        };
        // A client that cannot do it after all sends no events.
        let _ = self.client.register_capability(vec![registration]).await;
    }
}
