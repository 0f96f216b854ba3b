//! From pest's pairs to tokens. The only module that knows the rules of the grammar of secrets.

use pest::Parser as _;
use pest::iterators::Pair;

use super::tree::{Line, SecretsFile, Shape, Token, TokenKind};

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/ipsec_secrets.pest"]
struct Grammar;

/// Adds the lines of `chunk`, which starts at a line's start and ends at a line's end, `base` bytes into the file.
pub(super) fn lines(chunk: &str, base: u32, shape: Shape, file: &mut SecretsFile) {
    let rule = match shape {
        Shape::Pluto => Rule::pluto,
        Shape::Charon => Rule::charon,
    };
    let pairs = Grammar::parse(rule, chunk).expect("bug: the grammar is total, every text parses");
    let all = pairs
        .into_iter()
        .next()
        .expect("bug: a parse has its rule as the only pair");
    for pair in all.into_inner() {
        // Behind the last newline there is no line.
        let is_line = pair.as_rule() != Rule::EOI && pair.as_span().start() < chunk.len();
        if is_line {
            line(pair, chunk, base, file);
        }
    }
}

fn line(pair: Pair<'_, Rule>, chunk: &str, base: u32, file: &mut SecretsFile) {
    let span = pair.as_span();
    let newline = usize::from(chunk.as_bytes().get(span.end()) == Some(&b'\n'));
    let first = file.tokens.len() as u32;
    for token in pair.into_inner() {
        let at = token.as_span();
        let kind = kind(token.as_rule());
        file.tokens.push(Token {
            kind,
            start: base + at.start() as u32,
            end: base + at.end() as u32,
        });
    }
    file.lines.push(Line {
        start: base + span.start() as u32,
        end: base + (span.end() + newline) as u32,
        first,
        last: file.tokens.len() as u32,
    });
}

fn kind(rule: Rule) -> TokenKind {
    match rule {
        Rule::quoted | Rule::charon_quoted => TokenKind::Quoted,
        Rule::unclosed_quote => TokenKind::UnclosedQuote,
        Rule::verbatim => TokenKind::Verbatim,
        Rule::colon | Rule::separator => TokenKind::Colon,
        Rule::comment => TokenKind::Comment,
        Rule::behind_nul => TokenKind::BehindNul,
        Rule::rest => TokenKind::Rest,
        Rule::word | Rule::charon_word | Rule::charon_id | Rule::include_word => TokenKind::Word,
        other => unreachable!("bug: `{other:?}` is no token"),
    }
}
