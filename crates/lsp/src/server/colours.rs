//! Colours, and the difference to those that a client has.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    SemanticToken, SemanticTokens, SemanticTokensDelta, SemanticTokensFullDeltaResult, Uri,
};

use super::Backend;
use crate::features::secrets;
use crate::features::semantic_tokens::{self, Colours};

impl Backend {
    /// The colours of a document with their name, and those before.
    pub(super) async fn paint(
        &self,
        uri: Uri,
    ) -> Result<Option<(String, Vec<SemanticToken>, Option<Colours>)>> {
        self.ask(move |workspace| {
            let tokens = workspace.either(
                &uri,
                |view| Some(semantic_tokens::tokens(view, None)),
                |view| Some(secrets::tokens(view, None)),
            )?;
            let (id, before) = workspace.paint(&uri, tokens.clone());
            Some((id, tokens, before))
        })
        .await
    }
}

/// All of them for a client that has others than we think.
pub(super) fn difference(
    known: &str,
    id: String,
    data: Vec<SemanticToken>,
    before: Option<Colours>,
) -> SemanticTokensFullDeltaResult {
    match before.filter(|before| before.id == known) {
        Some(before) => SemanticTokensFullDeltaResult::TokensDelta(SemanticTokensDelta {
            result_id: Some(id),
            edits: before.to(&data),
        }),
        None => SemanticTokensFullDeltaResult::Tokens(SemanticTokens {
            result_id: Some(id),
            data,
        }),
    }
}
