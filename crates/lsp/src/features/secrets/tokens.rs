//! What every word of a file of secrets is, for colours. A secret is a string, whatever stands in it.

use std::collections::HashSet;
use std::ops::Range;

use ipsec_conf::secrets::{Token, TokenKind};
use tower_lsp::ls_types::{SemanticToken, SemanticTokenType};

use super::SecretsView;
use crate::features::semantic_tokens::Painter;

/// The tokens of the whole file or of the lines that a range touches.
pub(crate) fn tokens(view: &SecretsView<'_>, only: Option<&Range<usize>>) -> Vec<SemanticToken> {
    let text = view.text();
    let (mut kinds, mut ids) = (HashSet::new(), HashSet::new());
    for record in view.records() {
        kinds.insert(record.kind_span.start);
        ids.extend(record.ids.iter().map(|index| index.span.start));
    }
    let mut painter = Painter::new(text, |range| view.range(range));
    for (range, tokens) in view.file.lines() {
        let is_wanted = only.is_none_or(|only| {
            range.start < only.end.max(only.start + 1) && only.start < range.end
        });
        if !is_wanted {
            continue;
        }
        let is_include = |token: &Token| {
            token.kind == TokenKind::Word
                && token.start as usize == range.start
                && text[token.range()].eq_ignore_ascii_case("include")
        };
        let includes = tokens.first().is_some_and(is_include);
        for (at, token) in tokens.iter().enumerate() {
            let kind = match token.kind {
                TokenKind::Comment | TokenKind::BehindNul => SemanticTokenType::COMMENT,
                TokenKind::Colon => SemanticTokenType::OPERATOR,
                TokenKind::Word if includes && at == 0 => SemanticTokenType::KEYWORD,
                TokenKind::Word if includes => SemanticTokenType::NAMESPACE,
                _ if ids.contains(&token.start) => SemanticTokenType::CLASS,
                TokenKind::Word if kinds.contains(&token.start) => SemanticTokenType::KEYWORD,
                TokenKind::Rest => continue,
                _ => SemanticTokenType::STRING,
            };
            painter.push(token.range(), &kind, 0);
        }
    }
    painter.list
}
