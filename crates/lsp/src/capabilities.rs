//! What the server announces: nothing that it does not do.

use tower_lsp::ls_types::{
    DiagnosticOptions, DiagnosticServerCapabilities, ServerCapabilities,
    TextDocumentSyncCapability, TextDocumentSyncKind,
};

use crate::client::Client;

pub(crate) fn announced(client: &Client) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(client.encoding.kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Kind(
            TextDocumentSyncKind::INCREMENTAL,
        )),
        diagnostic_provider: Some(DiagnosticServerCapabilities::Options(DiagnosticOptions {
            identifier: None,
            inter_file_dependencies: true,
            ..DiagnosticOptions::default()
        })),
        ..ServerCapabilities::default()
    }
}
