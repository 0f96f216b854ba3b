//! The protocol: every handler puts one job into the queue of the worker, and at most waits for its answer.

mod asking;
mod colours;
mod folders;
mod reports;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::request::{GotoDeclarationParams, GotoDeclarationResponse};
use tower_lsp::ls_types::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem,
    CallHierarchyOutgoingCall, CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams,
    CodeActionOrCommand, CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams,
    CompletionItem, CompletionParams, CompletionResponse, DidChangeConfigurationParams,
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DocumentDiagnosticParams,
    DocumentDiagnosticReportResult, DocumentFormattingParams, DocumentHighlight,
    DocumentHighlightParams, DocumentLink, DocumentLinkParams, DocumentOnTypeFormattingParams,
    DocumentRangeFormattingParams, DocumentSymbolParams, DocumentSymbolResponse,
    ExecuteCommandParams, FoldingRange, FoldingRangeParams, GotoDefinitionParams,
    GotoDefinitionResponse, Hover, HoverParams, InitializeParams, InitializeResult,
    InitializedParams, InlayHint, InlayHintParams, LSPAny, LinkedEditingRangeParams,
    LinkedEditingRanges, Location, PrepareRenameResponse, ReferenceParams, RenameFilesParams,
    RenameParams, SelectionRange, SelectionRangeParams, SemanticTokens, SemanticTokensDeltaParams,
    SemanticTokensFullDeltaResult, SemanticTokensParams, SemanticTokensRangeParams,
    SemanticTokensRangeResult, SemanticTokensResult, ServerInfo, SignatureHelp,
    SignatureHelpParams, TextDocumentPositionParams, TextEdit, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReportResult, WorkspaceEdit, WorkspaceSymbolParams, WorkspaceSymbolResponse,
};
use tower_lsp::{Client as ClientHandle, LanguageServer, LspService, Server};

use crate::capabilities;
use crate::client::{Client, Message, Status};
use crate::features::{
    call_hierarchy, code_action, code_lens, command, completion, definition, document_link,
    folding, formatting, hover, inlay_hint, linked_editing, references, rename, secrets, selection,
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
            Message::Status(status) => client.send_notification::<Status>(status).await,
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
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let client = Client::new(&params.capabilities);
        let capabilities = capabilities::announced(&client);
        let folders = folders::of(&params);
        self.tell(move |workspace| {
            workspace.client = client;
            workspace.folders = folders;
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

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.change_folders(params).await;
    }

    async fn will_rename_files(&self, params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
        self.edits_for(params).await
    }

    async fn did_rename_files(&self, _: RenameFilesParams) {
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
        self.document_report(params).await
    }

    async fn workspace_diagnostic(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        self.workspace_report(params).await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        self.ask(move |workspace| {
            let uri = params.text_document.uri;
            let verdict = workspace.verdict(&uri)?;
            let (client, versions) = (workspace.client.clone(), workspace.versions());
            let (context, versions) = (&params.context, versions.as_ref());
            let actions = workspace.either(
                &uri,
                |view| {
                    let at = view.span(view.offsets(params.range));
                    let found =
                        code_action::actions(view, &verdict, at, context, &client, versions);
                    Some(found)
                },
                |view| {
                    let at = view.offsets(params.range);
                    let found =
                        code_action::of_secrets(view, &verdict, &at, context, &client, versions);
                    Some(found)
                },
            )?;
            let actions = actions.into_iter().map(CodeActionOrCommand::CodeAction);
            Some(actions.collect())
        })
        .await
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        self.at_either(
            params.text_document_position_params,
            hover::hover,
            secrets::hover,
        )
        .await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        self.ask(move |workspace| {
            let place = params.text_document_position;
            let client = workspace.client.clone();
            let (conf, secrets) = (&client, &client);
            let items = workspace.either(
                &place.text_document.uri,
                |view| {
                    Some(completion::complete(
                        view,
                        view.offset(place.position),
                        conf,
                    ))
                },
                |view| {
                    Some(secrets::complete(
                        view,
                        view.offset(place.position),
                        secrets,
                    ))
                },
            )?;
            Some(CompletionResponse::Array(items))
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
            .at_either(
                params.text_document_position_params,
                definition::definition,
                secrets::definition,
            )
            .await?;
        Ok(places.map(GotoDefinitionResponse::Array))
    }

    async fn goto_declaration(
        &self,
        params: GotoDeclarationParams,
    ) -> Result<Option<GotoDeclarationResponse>> {
        let places = self
            .at_either(
                params.text_document_position_params,
                definition::definition,
                secrets::definition,
            )
            .await?;
        Ok(places.map(GotoDeclarationResponse::Array))
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let with_headers = params.context.include_declaration;
        self.at_either(
            params.text_document_position,
            move |view, offset| references::references(view, offset, with_headers),
            move |view, offset| secrets::references(view, offset, with_headers),
        )
        .await
    }

    async fn document_highlight(
        &self,
        params: DocumentHighlightParams,
    ) -> Result<Option<Vec<DocumentHighlight>>> {
        self.at_either(
            params.text_document_position_params,
            references::highlights,
            secrets::highlights,
        )
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
            let uri = &params.text_document.uri;
            if is_nested {
                let conf = |view: &View<'_>| Some(symbols::of_document(view));
                let found = workspace.either(uri, conf, |view| Some(secrets::symbols(view)));
                return found.map(DocumentSymbolResponse::Nested);
            }
            let conf = |view: &View<'_>| Some(symbols::flat(view));
            let found = workspace.either(uri, conf, |view| Some(secrets::flat(view)));
            found.map(DocumentSymbolResponse::Flat)
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
        self.on_either(
            params.text_document.uri,
            |view| Some(folding::ranges(view)),
            |view| Some(secrets::folds(view)),
        )
        .await
    }

    async fn selection_range(
        &self,
        params: SelectionRangeParams,
    ) -> Result<Option<Vec<SelectionRange>>> {
        let places = params.positions;
        let in_secrets = places.clone();
        self.on_either(
            params.text_document.uri,
            move |view| {
                let around = places
                    .iter()
                    .map(|&at| selection::around(view, view.offset(at)));
                Some(around.collect())
            },
            move |view| {
                let places = in_secrets.iter().map(|&at| view.offset(at));
                let around = places.map(|offset| selection::around_secret(view, offset));
                Some(around.collect())
            },
        )
        .await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.on_either(
            params.text_document.uri,
            |view| Some(document_link::links(view)),
            |view| Some(secrets::links(view)),
        )
        .await
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.ask(move |workspace| {
            let options = workspace.layout(&params.text_document.uri);
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
            let options = workspace.layout(&params.text_document.uri);
            workspace.view(&params.text_document.uri, |view| {
                formatting::edits(view, &options, Some(view.offsets(params.range)))
            })
        })
        .await
    }

    async fn on_type_formatting(
        &self,
        params: DocumentOnTypeFormattingParams,
    ) -> Result<Option<Vec<TextEdit>>> {
        let place = params.text_document_position;
        self.ask(move |workspace| {
            let options = workspace.layout(&place.text_document.uri);
            workspace.view(&place.text_document.uri, |view| {
                formatting::on_type(view, &options, view.offset(place.position))
            })
        })
        .await
    }

    async fn semantic_tokens_full(
        &self,
        params: SemanticTokensParams,
    ) -> Result<Option<SemanticTokensResult>> {
        let painted = self.paint(params.text_document.uri).await?;
        Ok(painted.map(|(id, data, _)| {
            SemanticTokensResult::Tokens(SemanticTokens {
                result_id: Some(id),
                data,
            })
        }))
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        let known = params.previous_result_id;
        let painted = self.paint(params.text_document.uri).await?;
        Ok(painted.map(|(id, data, before)| colours::difference(&known, id, data, before)))
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        let range = params.range;
        let data = self
            .on_either(
                params.text_document.uri,
                move |view| Some(semantic_tokens::tokens(view, Some(&view.offsets(range)))),
                move |view| Some(secrets::tokens(view, Some(&view.offsets(range)))),
            )
            .await?;
        let result_id = None;
        let tokens = data.map(|data| SemanticTokens { result_id, data });
        Ok(tokens.map(SemanticTokensRangeResult::Tokens))
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
            let whom = call_hierarchy::whom(&params.item)?;
            let analysis = workspace.analysis_with(&params.item.uri)?;
            Some(whom.incoming(&analysis))
        })
        .await
    }

    async fn outgoing_calls(
        &self,
        params: CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
        self.ask(move |workspace| {
            let whom = call_hierarchy::whom(&params.item)?;
            let analysis = workspace.analysis_with(&params.item.uri)?;
            Some(whom.outgoing(&analysis))
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
