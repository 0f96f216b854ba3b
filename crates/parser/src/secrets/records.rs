//! From tokens to records, as each target joins them; what cannot be a record is a [`Problem`] with its cause.

mod charon;

use std::ops::Range;

use super::index_id::{IndexId, unquoted};
use super::problem::{Cause, Problem};
use super::secret_text::{Form, SecretText};
use super::tree::{SecretsFile, Shape, Token, TokenKind};
use crate::target::{Reader, Target, Version};
use crate::text::Span;
use crate::value::Id;

/// What a secret is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Psk,
    Xauth,
    /// A post-quantum preshared key.
    Ppks,
    Rsa,
    Ecdsa,
    Bliss,
    Pkcs8,
    P12,
    Pin,
    Eap,
    Ntlm,
    /// No target knows the word, or there is none.
    Unknown,
}

const KINDS: [(&str, Kind); 11] = [
    ("PSK", Kind::Psk),
    ("XAUTH", Kind::Xauth),
    ("PPKS", Kind::Ppks),
    ("RSA", Kind::Rsa),
    ("ECDSA", Kind::Ecdsa),
    ("BLISS", Kind::Bliss),
    ("PKCS8", Kind::Pkcs8),
    ("P12", Kind::P12),
    ("PIN", Kind::Pin),
    ("EAP", Kind::Eap),
    ("NTLM", Kind::Ntlm),
];

impl Kind {
    pub fn word(self) -> &'static str {
        KINDS
            .iter()
            .find(|(_, kind)| *kind == self)
            .map_or("", |(word, _)| word)
    }

    fn of(word: &str) -> Option<Kind> {
        KINDS
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(word))
            .map(|(_, kind)| *kind)
    }

    /// Whether the target stores secrets of this kind in the file.
    pub fn is_known_to(self, target: Target) -> bool {
        match target.reader() {
            Reader::StrongSwan => !matches!(self, Kind::Unknown | Kind::Ppks),
            // Libreswan 4.10: "ignored unrecognized keyword" for RSA; raw keys moved to the NSS database.
            Reader::Libreswan4 if target.version < Version::new(4, 0, 0) => {
                matches!(self, Kind::Psk | Kind::Xauth | Kind::Ppks | Kind::Rsa)
            }
            Reader::Libreswan4 | Reader::Libreswan5 => {
                matches!(self, Kind::Psk | Kind::Xauth | Kind::Ppks)
            }
            Reader::Openswan => matches!(self, Kind::Psk | Kind::Xauth | Kind::Rsa),
            Reader::Classic => matches!(self, Kind::Psk | Kind::Xauth | Kind::Rsa | Kind::Pin),
        }
    }
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// For whom; empty for everybody.
    pub ids: Vec<IndexId>,
    pub kind: Kind,
    pub kind_span: Span,
    pub secret: SecretText,
    /// From the first token to the last.
    pub span: Span,
    /// The indices; the colon when there is none.
    pub ids_span: Span,
    /// Whether the target has it after reading.
    pub stored: bool,
}

impl Record {
    /// The identities of the index, without `%any` and what cannot be read.
    pub fn named(&self) -> impl Iterator<Item = &Id> {
        let named = self.ids.iter().filter(|index| !index.is_any());
        named.filter_map(|index| index.id.as_ref())
    }
}

/// An `include` line.
pub(super) struct Include {
    pub(super) pattern: String,
    pub(super) span: Span,
}

pub(super) enum Entry {
    Record(Record),
    Include(Include),
}

/// What the lines of a file are.
#[derive(Default)]
pub(super) struct Entries {
    /// In order.
    pub(super) list: Vec<Entry>,
    pub(super) problems: Vec<Problem>,
    /// What may be secret, for the copy of the text that messages show.
    pub(super) hidden: Vec<Range<usize>>,
}

pub(super) fn entries(file: &SecretsFile, target: Target) -> Entries {
    let mut out = Assembly {
        file,
        target,
        reader: target.reader(),
        out: Entries::default(),
        stopped: None,
    };
    match Shape::of(target) {
        Shape::Pluto => out.pluto(),
        Shape::Charon => out.charon(),
    }
    out.out
}

struct Assembly<'a> {
    file: &'a SecretsFile,
    target: Target,
    reader: Reader,
    out: Entries,
    /// strongSwan reads no further than its first malformed line: the problem that stopped it.
    stopped: Option<usize>,
}

impl Assembly<'_> {
    fn pluto(&mut self) {
        let file = self.file;
        let mut open: Vec<Token> = Vec::new();
        let mut is_orphan = false;
        for line in &file.lines {
            let mut tokens = file
                .tokens_of(line)
                .iter()
                .filter(|token| !is_trivia(token))
                .copied()
                .peekable();
            let Some(first) = tokens.peek() else { continue };
            if first.start == line.start {
                let done = std::mem::take(&mut open);
                self.record(&done);
                is_orphan = false;
            } else if open.is_empty() && !is_orphan {
                is_orphan = true;
                let range = first.range();
                self.problem(Cause::StartsIndented, range);
            }
            if is_orphan {
                let rest: Vec<_> = tokens.map(|token| token.range()).collect();
                self.out.hidden.extend(rest);
            } else {
                open.extend(tokens);
            }
        }
        self.record(&open);
        self.comments();
    }

    /// A comment may hold an old secret.
    fn comments(&mut self) {
        for token in self.file.tokens.iter().filter(|token| is_trivia(token)) {
            let is_ours = self.file.word(token).contains("ipsec-lint:");
            if !is_ours {
                self.out
                    .hidden
                    .push(token.start as usize + 1..token.end as usize);
            }
        }
    }

    fn problem(&mut self, cause: Cause, range: Range<usize>) {
        self.out.problems.push(Problem {
            cause,
            span: self.file.span(range),
            lost: 0,
        });
    }

    fn hide(&mut self, tokens: &[Token]) {
        self.out.hidden.extend(tokens.iter().map(Token::range));
    }

    /// Takes back what was hidden of the record at hand, which is near the end of the list.
    fn show(&mut self, token: &Token) {
        let range = token.range();
        if let Some(at) = self.out.hidden.iter().rposition(|hidden| *hidden == range) {
            self.out.hidden.swap_remove(at);
        }
    }

    fn span(&self, tokens: &[Token]) -> Span {
        match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => self.file.span(first.start as usize..last.end as usize),
            _ => self.file.span(0..0),
        }
    }

    /// One record of the flex dialects: all tokens up to the next one in the first column.
    fn record(&mut self, tokens: &[Token]) {
        let Some(first) = tokens.first() else { return };
        if first.kind == TokenKind::Word && self.file.word(first).eq_ignore_ascii_case("include") {
            return self.include(tokens);
        }
        let Some(colon) = tokens
            .iter()
            .position(|token| token.kind == TokenKind::Colon)
        else {
            return self.without_colon(tokens);
        };
        let (before, behind) = (&tokens[..colon], &tokens[colon + 1..]);
        // `2001:db8:: :` is read as `2001:db8:`, `:` and `:`.
        let glued = before.last().filter(|token| {
            token.end == tokens[colon].start && self.file.word(token).ends_with(':')
        });
        if let (Some(address), Some(TokenKind::Colon)) =
            (glued, behind.first().map(|token| token.kind))
        {
            let range = address.start as usize..tokens[colon].end as usize;
            self.hide(&behind[1..]);
            return self.problem(Cause::AddressEndsInColons, range);
        }
        let mut record = self.start(tokens, before, &tokens[colon]);
        self.kind_and_data(&mut record, &tokens[colon], behind);
        self.indices(&mut record);
        self.out.list.push(Entry::Record(record));
    }

    fn start(&mut self, tokens: &[Token], before: &[Token], colon: &Token) -> Record {
        let ids_span = if before.is_empty() {
            self.file.span(colon.range())
        } else {
            self.span(before)
        };
        let mut ids = Vec::with_capacity(before.len());
        for token in before {
            let index = IndexId::new(
                self.file.word(token),
                self.file.span(token.range()),
                self.reader,
            );
            if token.kind == TokenKind::UnclosedQuote {
                self.hide(std::slice::from_ref(token));
                self.problem(Cause::UnclosedQuote, token.range());
            } else if index.id.is_none() {
                self.hide(std::slice::from_ref(token));
            }
            ids.push(index);
        }
        let at = self.file.span(colon.end as usize..colon.end as usize);
        Record {
            ids,
            kind: Kind::Unknown,
            kind_span: at,
            secret: SecretText::none(at),
            span: self.span(tokens),
            ids_span,
            stored: false,
        }
    }

    /// Indices that make the record another one than it seems; the target never gets to those of one that it leaves out.
    fn indices(&mut self, record: &mut Record) {
        let is_only = record.ids.len() == 1;
        let is_stored = record.stored;
        for index in record.ids.iter().filter(|_| is_stored) {
            match index.id {
                None => self.problem(Cause::BadIndex { is_only }, index.span.range()),
                Some(Id::Name(_)) => self.problem(Cause::NameIndex, index.span.range()),
                Some(_) => {}
            }
        }
        record.ids.retain(|index| index.id.is_some());
    }

    /// What stands behind the colon, in the flex dialects.
    fn kind_and_data(&mut self, record: &mut Record, colon: &Token, behind: &[Token]) {
        let Some((word, data)) = behind.split_first() else {
            return self.problem(Cause::MissingKind, colon.range());
        };
        if word.kind == TokenKind::Quoted
            && matches!(self.reader, Reader::Openswan | Reader::Classic)
        {
            // The old way to write a PSK: no kind.
            record.kind = Kind::Psk;
            record.kind_span = self.file.span(word.range());
            return self.shared(record, word, behind);
        }
        record.kind_span = self.file.span(word.range());
        self.hide(data);
        let Some(kind) = Kind::of(self.file.word(word)).filter(|_| word.kind == TokenKind::Word)
        else {
            self.hide(std::slice::from_ref(word));
            return self.problem(Cause::UnknownKind, word.range());
        };
        record.kind = kind;
        if !kind.is_known_to(self.target) {
            record.secret = self.any_text(data, word);
            return self.problem(Cause::ForeignKind(kind), word.range());
        }
        match kind {
            Kind::Psk | Kind::Xauth => self.shared(record, word, data),
            Kind::Ppks => match data {
                [_, key] => self.shared(record, word, std::slice::from_ref(key)),
                [_, _, junk, ..] => self.problem(Cause::RecordBoundary, junk.range()),
                _ => self.problem(Cause::MissingSecret(kind), word.range()),
            },
            Kind::Rsa => self.key(record, word, data),
            _ => {
                record.secret = self.any_text(data, word);
                record.stored = true;
            }
        }
    }

    /// The data of a secret that both ends have.
    fn shared(&mut self, record: &mut Record, word: &Token, data: &[Token]) {
        self.hide(data);
        let Some((secret, junk)) = data.split_first() else {
            return self.problem(Cause::MissingSecret(record.kind), word.range());
        };
        record.secret = self.text(secret);
        let text = self.file.word(secret);
        let lower = text.get(..2).unwrap_or_default().to_ascii_lowercase();
        let cause = match secret.kind {
            TokenKind::Quoted if text.starts_with('`') => Some(Cause::Backquotes),
            TokenKind::Quoted | TokenKind::Verbatim => None,
            TokenKind::UnclosedQuote => Some(Cause::UnclosedQuote),
            TokenKind::Word if lower == "0x" => (!is_hex(&text[2..])).then_some(Cause::BadData),
            TokenKind::Word if lower == "0s" => (!is_base64(&text[2..])).then_some(Cause::BadData),
            _ => Some(Cause::UnquotedSecret {
                is_one_word: junk.is_empty(),
            }),
        };
        if let Some(cause) = cause {
            return self.problem(cause, secret.range());
        }
        if let Some(junk) = junk.first() {
            return self.problem(Cause::RecordBoundary, junk.range());
        }
        record.stored = true;
    }

    /// `RSA { ... }`, or the file of a key and its passphrase.
    fn key(&mut self, record: &mut Record, word: &Token, data: &[Token]) {
        let Some((first, rest)) = data.split_first() else {
            return self.problem(Cause::MissingSecret(record.kind), word.range());
        };
        if !self.file.word(first).starts_with('{') {
            if first.kind == TokenKind::Word {
                self.show(first);
            }
            record.secret = rest.first().map_or_else(
                || SecretText::none(self.file.span(first.range())),
                |token| self.text(token),
            );
            record.stored = true;
            return;
        }
        let block = self.span(data);
        record.secret = SecretText::new(block, Form::Block, &self.file.text[block.range()]);
        match data
            .iter()
            .position(|token| self.file.word(token).ends_with('}'))
        {
            None => self.problem(Cause::UnclosedBlock, first.range()),
            Some(end) if end + 1 < data.len() => {
                self.problem(Cause::RecordBoundary, data[end + 1].range());
            }
            Some(_) => record.stored = true,
        }
    }

    fn any_text(&self, data: &[Token], word: &Token) -> SecretText {
        data.last().map_or_else(
            || SecretText::none(self.file.span(word.range())),
            |token| self.text(token),
        )
    }

    fn text(&self, token: &Token) -> SecretText {
        let text = self.file.word(token);
        let span = self.file.span(token.range());
        let lower = text.get(..2).unwrap_or_default().to_ascii_lowercase();
        match token.kind {
            TokenKind::Quoted | TokenKind::UnclosedQuote => {
                SecretText::new(span, Form::Quoted, unquoted(text))
            }
            TokenKind::Verbatim => SecretText::new(span, Form::Text, &text[2..]),
            _ if lower == "0x" => SecretText::new(span, Form::Hex, &text[2..]),
            _ if lower == "0s" => SecretText::new(span, Form::Base64, &text[2..]),
            _ if text == "%prompt" => SecretText::new(span, Form::Prompt, ""),
            _ => SecretText::new(span, Form::Text, text),
        }
    }

    fn include(&mut self, tokens: &[Token]) {
        match &tokens[1..] {
            [path] => {
                let pattern = unquoted(self.file.word(path)).to_owned();
                self.out.list.push(Entry::Include(Include {
                    pattern,
                    span: self.file.span(path.range()),
                }));
            }
            [] => self.problem(Cause::IncludeWithoutPath, tokens[0].range()),
            [_, rest @ ..] => {
                self.hide(rest);
                let range = rest[0].start as usize..rest[rest.len() - 1].end as usize;
                self.problem(Cause::IncludeWords, range);
            }
        }
    }

    /// Everything but the words before a kind may be secret.
    fn without_colon(&mut self, tokens: &[Token]) {
        let kind = tokens.iter().position(|token| {
            let word = self.file.word(token);
            token.kind == TokenKind::Word && Kind::of(word.trim_start_matches(':')).is_some()
        });
        let Some(kind) = kind else {
            self.hide(tokens);
            let first = &tokens[0];
            let cause = if first.kind == TokenKind::UnclosedQuote {
                Cause::UnclosedQuote
            } else {
                Cause::MissingColon { before: None }
            };
            return self.problem(cause, first.range());
        };
        self.hide(&tokens[kind + 1..]);
        let word = &tokens[kind];
        let glued = self.file.word(word).starts_with(':');
        let at = word.start as usize;
        let cause = if glued {
            Cause::ColonNotSeparated { insert: at + 1 }
        } else {
            Cause::MissingColon { before: Some(at) }
        };
        self.problem(cause, word.range());
    }
}

fn is_trivia(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Comment | TokenKind::BehindNul)
}

fn is_hex(digits: &str) -> bool {
    let count = digits.bytes().filter(u8::is_ascii_hexdigit).count();
    count > 0 && count % 2 == 0 && digits.bytes().all(|b| b.is_ascii_hexdigit() || b == b'_')
}

fn is_base64(digits: &str) -> bool {
    !digits.is_empty()
        && digits
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='))
}
