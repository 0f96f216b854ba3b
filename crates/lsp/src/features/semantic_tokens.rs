//! What every word is, for colours.

use std::ops::Range;

use ipsec_conf::keyword::{self, Lookup, Status, ValueType};
use ipsec_conf::syntax::{Line, LineKind, TokenKind};
use tower_lsp::ls_types::{
    Range as LspRange, SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokensEdit,
    SemanticTokensLegend,
};

use crate::view::View;

const TYPES: [SemanticTokenType; 9] = [
    SemanticTokenType::KEYWORD,
    SemanticTokenType::CLASS,
    SemanticTokenType::PROPERTY,
    SemanticTokenType::OPERATOR,
    SemanticTokenType::STRING,
    SemanticTokenType::NUMBER,
    SemanticTokenType::ENUM_MEMBER,
    SemanticTokenType::COMMENT,
    SemanticTokenType::NAMESPACE,
];

/// A token is so many numbers on the wire.
const NUMBERS: usize = 5;

const DEPRECATED: u32 = 1;
const DECLARATION: u32 = 2;

pub(crate) fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: TYPES.to_vec(),
        token_modifiers: vec![
            SemanticTokenModifier::DEPRECATED,
            SemanticTokenModifier::DECLARATION,
        ],
    }
}

/// The tokens of the whole document or of the lines that a range touches.
pub(crate) fn tokens(view: &View<'_>, only: Option<&Range<usize>>) -> Vec<SemanticToken> {
    let mut painter = Painter::new(view.text(), |range| view.range(range));
    for line in view.file.lines() {
        let range = line.range();
        let is_wanted = only.is_none_or(|only| {
            range.start < only.end.max(only.start + 1) && only.start < range.end
        });
        if !is_wanted {
            continue;
        }
        let found = found(view, line);
        for token in view.file.line_tokens(line) {
            let (kind, modifiers) = match token.kind {
                TokenKind::SectionWord => (SemanticTokenType::KEYWORD, 0),
                TokenKind::Name => match line.kind {
                    LineKind::Header(_) => (SemanticTokenType::CLASS, DECLARATION),
                    LineKind::Include => (SemanticTokenType::NAMESPACE, 0),
                    _ => (SemanticTokenType::NUMBER, 0),
                },
                TokenKind::Keyword => (
                    SemanticTokenType::PROPERTY,
                    u32::from(found.is_old) * DEPRECATED,
                ),
                TokenKind::Equals => (SemanticTokenType::OPERATOR, 0),
                TokenKind::Value => (found.value(&view.text()[token.range.clone()]), 0),
                TokenKind::Comment => (SemanticTokenType::COMMENT, 0),
                TokenKind::Blank | TokenKind::Newline | TokenKind::Junk => continue,
            };
            painter.push(token.range, &kind, modifiers);
        }
    }
    painter.list
}

/// What a document was given, for the difference to what it is given next.
#[derive(Debug, Clone)]
pub(crate) struct Colours {
    pub(crate) id: String,
    pub(crate) tokens: Vec<SemanticToken>,
}

impl Colours {
    /// One edit from these tokens to others; none if they are the same.
    pub(crate) fn to(&self, new: &[SemanticToken]) -> Vec<SemanticTokensEdit> {
        let old = &self.tokens;
        let same = |(a, b): &(&SemanticToken, &SemanticToken)| a == b;
        let head = old.iter().zip(new).take_while(same).count();
        let (old, new) = (&old[head..], &new[head..]);
        let tail = old.iter().rev().zip(new.iter().rev()).take_while(same);
        let tail = tail.count();
        let (gone, come) = (old.len() - tail, &new[..new.len() - tail]);
        if gone == 0 && come.is_empty() {
            return Vec::new();
        }
        vec![SemanticTokensEdit {
            start: (head * NUMBERS) as u32,
            delete_count: (gone * NUMBERS) as u32,
            data: Some(come.to_vec()),
        }]
    }
}

/// Puts tokens in the order of the text into numbers.
pub(crate) struct Painter<'a, F> {
    text: &'a str,
    place: F,
    pub(crate) list: Vec<SemanticToken>,
    line: u32,
    character: u32,
}

impl<'a, F: Fn(Range<usize>) -> LspRange> Painter<'a, F> {
    /// `place` says how the client calls a place.
    pub(crate) fn new(text: &'a str, place: F) -> Painter<'a, F> {
        Painter {
            text,
            place,
            list: Vec::new(),
            line: 0,
            character: 0,
        }
    }

    /// A token is on one line: a value over several is several tokens.
    pub(crate) fn push(&mut self, range: Range<usize>, kind: &SemanticTokenType, modifiers: u32) {
        let kind = TYPES.iter().position(|known| known == kind);
        let kind = kind.expect("bug: the type is in the legend") as u32;
        let mut start = range.start;
        for piece in self.text[range].split_inclusive(['\n', '\r']) {
            let content = piece.trim_end_matches(['\n', '\r']);
            if !content.is_empty() {
                let place = (self.place)(start..start + content.len());
                let is_same_line = place.start.line == self.line;
                self.list.push(SemanticToken {
                    delta_line: place.start.line - self.line,
                    delta_start: place.start.character
                        - if is_same_line { self.character } else { 0 },
                    length: place.end.character - place.start.character,
                    token_type: kind,
                    token_modifiers_bitset: modifiers,
                });
                (self.line, self.character) = (place.start.line, place.start.character);
            }
            start += piece.len();
        }
    }
}

/// What is known of a line's keyword.
struct Found {
    is_old: bool,
    ty: Option<ValueType>,
}

fn found(view: &View<'_>, line: &Line) -> Found {
    let nothing = Found {
        is_old: false,
        ty: None,
    };
    if line.kind != LineKind::Entry {
        return nothing;
    }
    let word = view.text()[line.key_range()].trim_matches('"');
    match keyword::lookup(word, view.model().target()) {
        Lookup::Known { span, .. } => Found {
            is_old: !matches!(span.status, Status::Ok | Status::Alias),
            ty: Some(span.ty),
        },
        _ => nothing,
    }
}

impl Found {
    fn value(&self, text: &str) -> SemanticTokenType {
        match self.ty {
            Some(ValueType::Bool | ValueType::Enum | ValueType::EnumList | ValueType::AuthList) => {
                SemanticTokenType::ENUM_MEMBER
            }
            Some(ValueType::SectionRef) => SemanticTokenType::CLASS,
            _ if text.starts_with(|c: char| c.is_ascii_digit()) => SemanticTokenType::NUMBER,
            _ => SemanticTokenType::STRING,
        }
    }
}
