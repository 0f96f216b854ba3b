//! Puts a question into the queue and waits for its answer.

use tokio::sync::oneshot;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{TextDocumentPositionParams, Uri};

use super::Backend;
use crate::features::secrets::SecretsView;
use crate::view::View;
use crate::workspace::Workspace;

impl Backend {
    /// The answer to a request; one that the client has taken back by then is not worked on.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut Workspace) -> T + Send + 'static,
    ) -> Result<T> {
        let (reply, answer) = oneshot::channel();
        self.tell(move |workspace| {
            if !reply.is_closed() {
                let _ = reply.send(question(workspace));
            }
        });
        answer.await.map_err(|_| Error::internal_error())
    }

    /// Asks a feature about a document.
    pub(super) async fn on<T: Send + 'static>(
        &self,
        uri: Uri,
        feature: impl FnOnce(&View<'_>) -> Option<T> + Send + 'static,
    ) -> Result<Option<T>> {
        self.ask(move |workspace| workspace.view(&uri, feature))
            .await
    }

    /// Asks a feature about a place.
    pub(super) async fn at<T: Send + 'static>(
        &self,
        place: TextDocumentPositionParams,
        feature: impl FnOnce(&View<'_>, usize) -> Option<T> + Send + 'static,
    ) -> Result<Option<T>> {
        self.on(place.text_document.uri, move |view| {
            feature(view, view.offset(place.position))
        })
        .await
    }

    /// Asks about a document, a configuration or a file of secrets.
    pub(super) async fn on_either<T: Send + 'static>(
        &self,
        uri: Uri,
        conf: impl FnOnce(&View<'_>) -> Option<T> + Send + 'static,
        secrets: impl FnOnce(&SecretsView<'_>) -> Option<T> + Send + 'static,
    ) -> Result<Option<T>> {
        self.ask(move |workspace| workspace.either(&uri, conf, secrets))
            .await
    }

    /// The same about a place.
    pub(super) async fn at_either<T: Send + 'static>(
        &self,
        place: TextDocumentPositionParams,
        conf: impl FnOnce(&View<'_>, usize) -> Option<T> + Send + 'static,
        secrets: impl FnOnce(&SecretsView<'_>, usize) -> Option<T> + Send + 'static,
    ) -> Result<Option<T>> {
        let at = place.position;
        self.on_either(
            place.text_document.uri,
            move |view| conf(view, view.offset(at)),
            move |view| secrets(view, view.offset(at)),
        )
        .await
    }
}
