//! The protocol: every handler puts one job into the queue of the worker, and at most waits for its answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::request::{GotoDeclarationParams, GotoDeclarationResponse};
use tower_lsp::ls_types::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem,
    CallHierarchyOutgoingCall, CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams,
    CodeActionOrCommand, CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams,
    CompletionItem, CompletionParams, CompletionResponse, ConfigurationItem,
    DidChangeConfigurationParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DocumentDiagnosticParams,
    DocumentDiagnosticReport, DocumentDiagnosticReportResult, DocumentFormattingParams,
    DocumentHighlight, DocumentHighlightParams, DocumentLink, DocumentLinkParams,
    DocumentRangeFormattingParams, DocumentSymbolParams, DocumentSymbolResponse,
    ExecuteCommandParams, FoldingRange, FoldingRangeParams, FullDocumentDiagnosticReport,
    GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverParams, InitializeParams,
    InitializeResult, InitializedParams, InlayHint, InlayHintParams, LSPAny,
    LinkedEditingRangeParams, LinkedEditingRanges, Location, PrepareRenameResponse,
    ReferenceParams, Registration, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, RenameParams, SelectionRange, SelectionRangeParams,
    SemanticTokens, SemanticTokensParams, SemanticTokensRangeParams, SemanticTokensRangeResult,
    SemanticTokensResult, ServerInfo, SignatureHelp, SignatureHelpParams,
    TextDocumentPositionParams, TextEdit, UnchangedDocumentDiagnosticReport, Uri, WorkspaceEdit,
    WorkspaceSymbolParams, WorkspaceSymbolResponse,
};
use tower_lsp::{Client as ClientHandle, LanguageServer, LspService, Server};

use crate::capabilities;
use crate::client::{Client, Message};
use crate::features::{
    call_hierarchy, code_action, code_lens, command, completion, definition, document_link,
    folding, formatting, hover, inlay_hint, linked_editing, references, rename, selection,
    semantic_tokens, signature_help, symbols,
};
use crate::lenient::Lenient;
use crate::settings;
use crate::view::View;
use crate::worker::{self, Job};
use crate::workspace::Workspace;

/// More than a client has under way at once; a request that waits for the judge must not hold up the rest.
const REQUESTS: usize = 64;

/// `RequestFailed` of the protocol.
const REQUEST_FAILED: i64 = -32803;

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
        .serve(Lenient(service))
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

    /// Asks a feature about a document.
    async fn on<T: Send + 'static>(
        &self,
        uri: Uri,
        feature: impl FnOnce(&View<'_>) -> Option<T> + Send + 'static,
    ) -> Result<Option<T>> {
        self.ask(move |workspace| workspace.view(&uri, feature))
            .await
    }

    /// Asks a feature about a place.
    async fn at<T: Send + 'static>(
        &self,
        place: TextDocumentPositionParams,
        feature: impl FnOnce(&View<'_>, usize) -> Option<T> + Send + 'static,
    ) -> Result<Option<T>> {
        self.on(place.text_document.uri, move |view| {
            feature(view, view.offset(place.position))
        })
        .await
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

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        self.ask(move |workspace| {
            let uri = params.text_document.uri;
            let verdict = workspace.verdict(&uri)?;
            let (client, versions) = (workspace.client.clone(), workspace.versions());
            workspace.view(&uri, |view| {
                let at = view.span(view.offsets(params.range));
                let actions = code_action::actions(
                    view,
                    &verdict,
                    at,
                    &params.context,
                    &client,
                    versions.as_ref(),
                );
                Some(
                    actions
                        .into_iter()
                        .map(CodeActionOrCommand::CodeAction)
                        .collect(),
                )
            })
        })
        .await
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        self.at(params.text_document_position_params, hover::hover)
            .await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        self.ask(move |workspace| {
            let place = params.text_document_position;
            let client = workspace.client.clone();
            workspace.view(&place.text_document.uri, |view| {
                let items = completion::complete(view, view.offset(place.position), &client);
                Some(CompletionResponse::Array(items))
            })
        })
        .await
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        Ok(completion::resolve(item))
    }

    async fn signature_help(&self, params: SignatureHelpParams) -> Result<Option<SignatureHelp>> {
        self.at(params.text_document_position_params, signature_help::help)
            .await
    }

    async fn goto_definition(
        &self,
        params: GotoDefinitionParams,
    ) -> Result<Option<GotoDefinitionResponse>> {
        let places = self
            .at(params.text_document_position_params, definition::definition)
            .await?;
        Ok(places.map(GotoDefinitionResponse::Array))
    }

    async fn goto_declaration(
        &self,
        params: GotoDeclarationParams,
    ) -> Result<Option<GotoDeclarationResponse>> {
        let places = self
            .at(params.text_document_position_params, definition::definition)
            .await?;
        Ok(places.map(GotoDeclarationResponse::Array))
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let with_headers = params.context.include_declaration;
        self.at(params.text_document_position, move |view, offset| {
            references::references(view, offset, with_headers)
        })
        .await
    }

    async fn document_highlight(
        &self,
        params: DocumentHighlightParams,
    ) -> Result<Option<Vec<DocumentHighlight>>> {
        self.at(params.text_document_position_params, references::highlights)
            .await
    }

    async fn prepare_rename(
        &self,
        params: TextDocumentPositionParams,
    ) -> Result<Option<PrepareRenameResponse>> {
        self.at(params, rename::prepare).await
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let renamed = self
            .ask(move |workspace| {
                let place = params.text_document_position;
                let versions = workspace.versions();
                workspace.view(&place.text_document.uri, |view| {
                    let offset = view.offset(place.position);
                    Some(rename::rename(
                        view,
                        offset,
                        &params.new_name,
                        versions.as_ref(),
                    ))
                })
            })
            .await?;
        renamed.transpose().map_err(refused)
    }

    async fn document_symbol(
        &self,
        params: DocumentSymbolParams,
    ) -> Result<Option<DocumentSymbolResponse>> {
        self.ask(move |workspace| {
            let is_nested = workspace.client.nested_symbols;
            workspace.view(&params.text_document.uri, |view| {
                Some(if is_nested {
                    DocumentSymbolResponse::Nested(symbols::of_document(view))
                } else {
                    DocumentSymbolResponse::Flat(symbols::flat(view))
                })
            })
        })
        .await
    }

    async fn symbol(
        &self,
        params: WorkspaceSymbolParams,
    ) -> Result<Option<WorkspaceSymbolResponse>> {
        let found = self
            .ask(move |workspace| {
                let analyses = workspace.all_analyses();
                let of_all = analyses
                    .iter()
                    .map(|it| symbols::of_workspace(it, &params.query));
                of_all.flatten().collect()
            })
            .await?;
        Ok(Some(WorkspaceSymbolResponse::Flat(found)))
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        self.on(params.text_document.uri, |view| Some(folding::ranges(view)))
            .await
    }

    async fn selection_range(
        &self,
        params: SelectionRangeParams,
    ) -> Result<Option<Vec<SelectionRange>>> {
        self.on(params.text_document.uri, move |view| {
            let places = params.positions.iter();
            Some(
                places
                    .map(|&at| selection::around(view, view.offset(at)))
                    .collect(),
            )
        })
        .await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.on(params.text_document.uri, |view| {
            Some(document_link::links(view))
        })
        .await
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.ask(move |workspace| {
            let options = workspace.settings.format;
            workspace.view(&params.text_document.uri, |view| {
                formatting::edits(view, &options, None)
            })
        })
        .await
    }

    async fn range_formatting(
        &self,
        params: DocumentRangeFormattingParams,
    ) -> Result<Option<Vec<TextEdit>>> {
        self.ask(move |workspace| {
            let options = workspace.settings.format;
            workspace.view(&params.text_document.uri, |view| {
                formatting::edits(view, &options, Some(view.offsets(params.range)))
            })
        })
        .await
    }

    async fn semantic_tokens_full(
        &self,
        params: SemanticTokensParams,
    ) -> Result<Option<SemanticTokensResult>> {
        self.on(params.text_document.uri, |view| {
            let data = semantic_tokens::tokens(view, None);
            Some(SemanticTokensResult::Tokens(SemanticTokens {
                result_id: None,
                data,
            }))
        })
        .await
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        self.on(params.text_document.uri, move |view| {
            let data = semantic_tokens::tokens(view, Some(&view.offsets(params.range)));
            Some(SemanticTokensRangeResult::Tokens(SemanticTokens {
                result_id: None,
                data,
            }))
        })
        .await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        self.on(params.text_document.uri, move |view| {
            Some(inlay_hint::hints(view, &view.offsets(params.range)))
        })
        .await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        self.on(params.text_document.uri, |view| {
            Some(code_lens::lenses(view))
        })
        .await
    }

    async fn prepare_call_hierarchy(
        &self,
        params: CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<CallHierarchyItem>>> {
        self.at(
            params.text_document_position_params,
            call_hierarchy::prepare,
        )
        .await
    }

    async fn incoming_calls(
        &self,
        params: CallHierarchyIncomingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
        self.ask(move |workspace| {
            let name = call_hierarchy::name_of(&params.item)?;
            let analysis = workspace.analysis_with(&params.item.uri)?;
            Some(call_hierarchy::incoming(&analysis, &name))
        })
        .await
    }

    async fn outgoing_calls(
        &self,
        params: CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
        self.ask(move |workspace| {
            let name = call_hierarchy::name_of(&params.item)?;
            let analysis = workspace.analysis_with(&params.item.uri)?;
            Some(call_hierarchy::outgoing(&analysis, &name))
        })
        .await
    }

    async fn linked_editing_range(
        &self,
        params: LinkedEditingRangeParams,
    ) -> Result<Option<LinkedEditingRanges>> {
        self.at(params.text_document_position_params, linked_editing::ranges)
            .await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        let done = self
            .ask(move |workspace| command::execute(workspace, &params.command, &params.arguments))
            .await?;
        done.map(Some).map_err(refused)
    }
}

/// A request that cannot be done, and why, for the user.
fn refused(reason: String) -> Error {
    Error {
        code: ErrorCode::ServerError(REQUEST_FAILED),
        message: reason.into(),
        data: None,
    }
}
