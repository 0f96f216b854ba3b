//! What the client can do, and the way to it.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower_lsp::ls_types::notification::Notification;
use tower_lsp::ls_types::{ClientCapabilities, Diagnostic, MessageType, Uri};

use crate::convert::Encoding;

/// What we need to know of the client's capabilities.
#[derive(Debug, Clone, Default)]
pub(crate) struct Client {
    pub(crate) encoding: Encoding,
    /// It asks for diagnostics by itself.
    pub(crate) pulls: bool,
    pub(crate) refreshes_diagnostics: bool,
    pub(crate) related_information: bool,
    pub(crate) has_configuration: bool,
    pub(crate) watches_files: bool,
    pub(crate) nested_symbols: bool,
    pub(crate) versioned_edits: bool,
    pub(crate) snippets: bool,
    /// It draws the progress of what nobody asked for.
    pub(crate) shows_progress: bool,
    /// It takes [`Status`].
    pub(crate) shows_status: bool,
}

impl Client {
    pub(crate) fn new(capabilities: &ClientCapabilities) -> Client {
        let value = serde_json::to_value(capabilities).unwrap_or_default();
        let has = |pointer: &str| value.pointer(pointer).and_then(Value::as_bool) == Some(true);
        let general = capabilities.general.as_ref();
        let offered = general.and_then(|general| general.position_encodings.as_deref());
        Client {
            encoding: Encoding::negotiated(offered),
            pulls: value
                .pointer("/textDocument/diagnostic")
                .is_some_and(Value::is_object),
            refreshes_diagnostics: has("/workspace/diagnostics/refreshSupport")
                || has("/workspace/diagnostic/refreshSupport"),
            related_information: has("/textDocument/publishDiagnostics/relatedInformation"),
            has_configuration: has("/workspace/configuration"),
            watches_files: has("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            nested_symbols: has("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            versioned_edits: has("/workspace/workspaceEdit/documentChanges"),
            shows_progress: has("/window/workDoneProgress"),
            shows_status: has("/experimental/ipsecStatus"),
            snippets: has("/textDocument/completion/completionItem/snippetSupport"),
        }
    }
}

/// The target that is in force for a document, and why.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Status {
    pub(crate) uri: Uri,
    pub(crate) target: String,
    pub(crate) program: String,
    pub(crate) reason: String,
}

impl Notification for Status {
    type Params = Status;
    const METHOD: &'static str = "ipsec/status";
}

/// What is sent to the client without being asked.
#[derive(Debug)]
pub(crate) enum Message {
    Diagnostics {
        uri: Uri,
        version: Option<i32>,
        list: Vec<Diagnostic>,
    },
    RefreshDiagnostics,
    Status(Status),
    Show(MessageType, String),
}
