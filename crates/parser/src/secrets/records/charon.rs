//! The records of strongSwan: one a line, and none behind the first malformed one.

use super::{Assembly, Entry, Kind, Record, is_trivia};
use crate::secrets::problem::{Cause, Problem};
use crate::secrets::secret_text::SecretText;
use crate::secrets::tree::{Token, TokenKind};

impl Assembly<'_> {
    /// Every line is a record of its own; the first that is none ends the file.
    pub(super) fn charon(&mut self) {
        let file = self.file;
        for line in &file.lines {
            let tokens = file.tokens_of(line);
            if tokens.iter().all(is_trivia) {
                continue;
            }
            if self.stopped.is_some() {
                self.behind_the_stop(tokens);
                continue;
            }
            let before = self.out.problems.len();
            self.charon_line(tokens);
            let stops = |problem: &Problem| problem.cause.stops_charon();
            self.stopped =
                (before..self.out.problems.len()).find(|&at| stops(&self.out.problems[at]));
        }
        self.comments();
    }

    fn behind_the_stop(&mut self, tokens: &[Token]) {
        self.hide(tokens);
        if let Some(at) = self.stopped {
            self.out.problems[at].lost += 1;
        }
    }

    fn charon_line(&mut self, tokens: &[Token]) {
        let first = &tokens[0];
        let text = self.file.text.as_bytes();
        let has_blank = |token: &Token| text.get(token.end as usize) == Some(&b' ');
        if first.kind == TokenKind::Word && self.file.word(first) == "include" && has_blank(first) {
            let words: Vec<Token> = tokens
                .iter()
                .filter(|token| token.kind != TokenKind::Rest)
                .copied()
                .collect();
            return self.include(&words);
        }
        let is_separator = |token: &Token| {
            let behind_blank = token.start == first.start || text[token.start as usize - 1] == b' ';
            token.kind == TokenKind::Colon && behind_blank && has_blank(token)
        };
        let Some(colon) = tokens.iter().position(is_separator) else {
            return self.charon_without_colon(tokens);
        };
        let mut record = self.start(tokens, &tokens[..colon], &tokens[colon]);
        self.charon_data(&mut record, &tokens[colon], &tokens[colon + 1..]);
        self.out.list.push(Entry::Record(record));
    }

    fn charon_without_colon(&mut self, tokens: &[Token]) {
        let near = tokens.iter().find(|token| {
            let word = self.file.word(token);
            token.kind == TokenKind::Colon
                || token.kind == TokenKind::Word
                    && (word.starts_with(':') && Kind::of(&word[1..]).is_some())
        });
        let Some(colon) = near else {
            return self.without_colon(tokens);
        };
        let at = tokens.iter().position(|token| token == colon).unwrap_or(0);
        let is_word = colon.kind == TokenKind::Word;
        self.hide(&tokens[at + 1..]);
        let kind = tokens
            .get(at + 1)
            .filter(|token| !is_word && Kind::of(self.file.word(token)).is_some());
        if let Some(kind) = kind {
            self.show(kind);
        }
        // A blank goes where there is none: before the colon, or behind it.
        let before_missing = colon.start > 0
            && self.file.text.as_bytes()[colon.start as usize - 1] != b' '
            && colon.start != tokens[0].start;
        let insert = if before_missing {
            colon.start as usize
        } else {
            colon.start as usize + 1
        };
        self.problem(
            Cause::ColonNotSeparated { insert },
            colon.start as usize..colon.start as usize + 1,
        );
    }

    fn charon_data(&mut self, record: &mut Record, colon: &Token, behind: &[Token]) {
        self.hide(behind);
        let Some((word, data)) = behind
            .split_first()
            .filter(|(word, _)| word.kind == TokenKind::Word)
        else {
            return self.problem(Cause::MissingKind, colon.range());
        };
        let text = self.file.word(word);
        let Some(kind) = Kind::of(text).filter(|kind| kind.is_known_to(self.target)) else {
            return self.problem(
                Kind::of(text).map_or(Cause::UnknownKind, Cause::ForeignKind),
                word.range(),
            );
        };
        self.show(word);
        record.kind = kind;
        record.kind_span = self.file.span(word.range());
        if kind.word() != text {
            return self.problem(Cause::KindInLowerCase(kind), word.range());
        }
        let has_blank = self.file.text.as_bytes().get(word.end as usize) == Some(&b' ');
        let Some((first, rest)) = data
            .split_first()
            .filter(|(first, _)| first.kind != TokenKind::Comment)
        else {
            return self.problem(Cause::MissingSecret(kind), word.range());
        };
        if !has_blank {
            return self.problem(Cause::TabBehindKind, word.range());
        }
        if first.kind == TokenKind::UnclosedQuote {
            return self.problem(Cause::UnclosedQuote, first.range());
        }
        let junk = rest
            .first()
            .filter(|token| token.kind != TokenKind::Comment);
        match kind {
            Kind::Psk | Kind::Eap | Kind::Xauth | Kind::Ntlm => {
                record.secret = self.text(first);
                match (first.kind, junk) {
                    (TokenKind::Word, Some(junk)) => {
                        self.problem(Cause::SecretEndsAtBlank, junk.range());
                    }
                    (_, Some(junk)) => self.problem(Cause::IgnoredRest, junk.range()),
                    _ => {}
                }
            }
            _ if self.file.word(first) == "{" => {
                return self.problem(Cause::BlockNotRead, first.range());
            }
            _ => {
                if first.kind == TokenKind::Word {
                    self.show(first);
                }
                if let Some(open) = rest
                    .iter()
                    .find(|token| token.kind == TokenKind::UnclosedQuote)
                {
                    return self.problem(Cause::UnclosedQuote, open.range());
                }
                record.secret = junk.map_or_else(
                    || SecretText::none(self.file.span(first.range())),
                    |token| self.text(token),
                );
            }
        }
        record.stored = true;
    }
}
