//! The protocol: every handler puts one job into the queue of the worker, and at most waits for its answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    ConfigurationItem, DidChangeConfigurationParams, DidChangeTextDocumentParams,
    DidChangeWatchedFilesParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportResult,
    FullDocumentDiagnosticReport, InitializeParams, InitializeResult, InitializedParams,
    Registration, RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
    ServerInfo, UnchangedDocumentDiagnosticReport,
};
use tower_lsp::{Client as ClientHandle, LanguageServer, LspService, Server};

use crate::capabilities;
use crate::client::{Client, Message};
use crate::settings;
use crate::worker::{self, Job};
use crate::workspace::Workspace;

/// More than a client has under way at once; a request that waits for the judge must not hold up the rest.
const REQUESTS: usize = 64;

/// Serves one client; whether it said good-bye before it left.
pub async fn serve<I, O>(input: I, output: O) -> bool
where
    I: AsyncRead + Unpin,
    O: AsyncWrite,
{
    let was_shut_down = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&was_shut_down);
    let (service, socket) = LspService::new(|client| {
        let (sender, messages) = unbounded_channel();
        tokio::spawn(deliver(client.clone(), messages));
        Backend {
            client,
            jobs: worker::start(sender),
            was_shut_down: flag,
        }
    });
    Server::new(input, output, socket)
        .concurrency_level(REQUESTS)
        .serve(service)
        .await;
    was_shut_down.load(Ordering::Relaxed)
}

/// Sends what the worker has to say, in its order.
async fn deliver(client: ClientHandle, mut messages: UnboundedReceiver<Message>) {
    while let Some(message) = messages.recv().await {
        match message {
            Message::Diagnostics { uri, version, list } => {
                client.publish_diagnostics(uri, list, version).await;
            }
            Message::RefreshDiagnostics => {
                let client = client.clone();
                // Its answer is nothing to wait for.
                tokio::spawn(async move { client.workspace_diagnostic_refresh().await });
            }
            Message::Show(kind, text) => client.show_message(kind, text).await,
        }
    }
}

struct Backend {
    client: ClientHandle,
    jobs: UnboundedSender<Job>,
    was_shut_down: Arc<AtomicBool>,
}

impl Backend {
    fn tell(&self, job: impl FnOnce(&mut Workspace) + Send + 'static) {
        // The worker ends after the last sender.
        let _ = self.jobs.send(Box::new(job));
    }

    /// The answer to a request; one that the client has taken back by then is not worked on.
    async fn ask<T: Send + 'static>(
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

    /// Asks the client for its settings.
    async fn configure(&self) {
        let item = ConfigurationItem {
            scope_uri: None,
            section: Some(settings::SECTION.to_owned()),
        };
        let values = self.client.configuration(vec![item]).await;
        if let Some(value) = values.ok().and_then(|values| values.into_iter().next())
            && value.is_object()
        {
            self.tell(move |workspace| workspace.configure(&value));
        }
    }

    async fn watch(&self) {
        let options = serde_json::json!({"watchers": [
            {"globPattern": "**/*.conf"}, {"globPattern": "**/*.secrets"}, {"globPattern": "**/policies/*"},
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

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let client = Client::new(&params.capabilities);
        let capabilities = capabilities::announced(&client);
        self.tell(move |workspace| {
            workspace.client = client;
            if let Some(options) = params.initialization_options {
                workspace.configure(&options);
            }
        });
        Ok(InitializeResult {
            capabilities,
            server_info: Some(ServerInfo {
                name: "ipsec-lsp".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
            ..InitializeResult::default()
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        let Ok(client) = self.ask(|workspace| workspace.client.clone()).await else {
            return;
        };
        if client.watches_files {
            self.watch().await;
        }
        if client.has_configuration {
            self.configure().await;
        }
    }

    async fn shutdown(&self) -> Result<()> {
        self.was_shut_down.store(true, Ordering::Relaxed);
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.tell(move |workspace| workspace.open(params.text_document));
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        self.tell(move |workspace| {
            let document = &params.text_document;
            workspace.change(&document.uri, document.version, params.content_changes);
        });
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.tell(move |workspace| workspace.close(&params.text_document.uri));
    }

    async fn did_change_watched_files(&self, _: DidChangeWatchedFilesParams) {
        self.tell(Workspace::forget);
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        if params
            .settings
            .get(settings::SECTION)
            .is_some_and(Value::is_object)
        {
            self.tell(move |workspace| workspace.configure(&params.settings));
            return;
        }
        let client = self.ask(|workspace| workspace.client.clone()).await;
        if client.is_ok_and(|client| client.has_configuration) {
            self.configure().await;
        }
    }

    async fn diagnostic(
        &self,
        params: DocumentDiagnosticParams,
    ) -> Result<DocumentDiagnosticReportResult> {
        let (reply, answer) = oneshot::channel();
        self.tell(move |workspace| workspace.pull(&params.text_document.uri, reply));
        let pulled = answer.await.map_err(|_| Error::internal_error())?;
        let result_id = pulled.revision.to_string();
        let report = if params.previous_result_id.as_ref() == Some(&result_id) {
            DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
                related_documents: None,
                unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport {
                    result_id,
                },
            })
        } else {
            DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
                related_documents: None,
                full_document_diagnostic_report: FullDocumentDiagnosticReport {
                    result_id: Some(result_id),
                    items: pulled.list,
                },
            })
        };
        Ok(DocumentDiagnosticReportResult::Report(report))
    }
}
