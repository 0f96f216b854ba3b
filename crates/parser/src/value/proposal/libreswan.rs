//! Proposals of Libreswan, as the parser of 4.10 was seen to read them; 5.4 agrees on every tested text.
//!
//! ```text
//! list := proposal ("," proposal)*
//! ike  := encr ("-" integ)? ("-" prf)? (("-" | ";") dh)?      the integ slot only when its words are no PRFs
//! esp  := encr ("-" integ)? (("-" | ";") dh)?
//! ah   := integ (("-" | ";") dh)?
//! slot := name ("+" name)*                                    with IKEv2
//! ```

use crate::diagnostic::{Effect, codes};
use crate::target::{Reader, Version};
use crate::text::printable;

use super::names::{self, Algorithm, Keys};
use super::tokens::{Cursor, tokens};
use super::{Kind, Proposal, Suite, Transform, empty, error, suite, unknown};
use crate::value::Value;
use crate::value::subject::Subject;
use crate::value::types::{IkeVersion, Reading, ValueError};
use crate::value::words::{self, Word};

struct Parser<'a, 'b> {
    subject: &'b Subject<'a>,
    suite: Suite,
    version: IkeVersion,
    /// Releases before 4.0 built more algorithms than the tables here tell.
    check_names: bool,
}

/// A transform with what the rules ask about it.
struct Read {
    transform: Transform,
    aead: bool,
}

pub(super) fn read(subject: &Subject<'_>) -> Reading {
    let parser = Parser {
        subject,
        suite: suite(subject),
        version: subject.ike_version(),
        check_names: subject.target.version >= Version::new(4, 0, 0),
    };
    let text = subject.text();
    if text.is_empty() {
        // "ESP proposal is empty"
        let message = format!("`{}=` holds no proposal", subject.keyword());
        return Reading::bad(
            subject
                .error(codes::BAD_PROPOSAL_SHAPE, Effect::ConnRefused, message)
                .help("write a proposal or remove the line, so that the default applies"),
        );
    }
    let mut proposals = Vec::new();
    for word in words::all(text).split(|c| c == ',') {
        match parser.proposal(word) {
            Ok(proposal) => proposals.push(proposal),
            Err(error) => return Reading::bad(error),
        }
    }
    match parser.check_groups(&proposals) {
        Some(error) => Reading::bad(error),
        None => Reading::good(Value::Proposals(proposals)),
    }
}

impl Parser<'_, '_> {
    fn proposal(&self, word: Word<'_>) -> Result<Proposal, ValueError> {
        if let Some(at) = word.text.find([':', '/', '|', '&', ' ', '\t']) {
            let separator = Word {
                text: &word.text[at..=at],
                start: word.start + at,
            };
            let message = format!(
                "`{}` does not separate the parts of a proposal",
                separator.text
            );
            return Err(error(codes::BAD_PROPOSAL_SHAPE, separator, message)
                .help("write `-`, or `;` before the group; proposals are separated by commas without blanks"));
        }
        // With IKEv1 a plus sign is a character of the name.
        let separators: &[char] = if self.version == IkeVersion::V1 {
            &['-', ';']
        } else {
            &['-', ';', '+']
        };
        let mut cursor = Cursor::new(tokens(word, separators));
        let mut read: Vec<Read> = Vec::new();
        if self.suite == Suite::Ah {
            let integrity = cursor.slot(&[]);
            self.push(&mut read, &integrity, Kind::Integrity)?;
        } else {
            self.ciphers(&mut cursor, &mut read)?;
            let middle = cursor.slot(&['-']);
            if self.suite == Suite::Ike {
                self.prf(&mut cursor, &middle, &mut read)?;
            } else {
                self.push(&mut read, &middle, Kind::Integrity)?;
            }
        }
        let groups = cursor.slot(&['-', ';']);
        self.push(&mut read, &groups, Kind::KeyExchange)?;
        self.check_rest(&cursor)?;
        self.check_rules(&read)?;
        let transforms = read.into_iter().map(|read| read.transform).collect();
        Ok(Proposal {
            transforms,
            range: word.range(),
            strict: true,
        })
    }

    /// Ciphers, each with a key length in its name or behind a hyphen.
    fn ciphers(&self, cursor: &mut Cursor<'_>, read: &mut Vec<Read>) -> Result<(), ValueError> {
        let mut next = cursor.next_after(&[]);
        while let Some(word) = next {
            if word.text.is_empty() {
                return Err(empty(self.subject, word, Kind::Encryption.describe()));
            }
            let found = names::cipher_with_length(word.text);
            let (algorithm, mut digits) = match found {
                Some((algorithm, digits)) => (Some(algorithm), digits),
                None if self.check_names => return Err(self.unknown(word, Kind::Encryption)),
                None => (None, None),
            };
            let mut end = word.range().end;
            let apart = cursor.peek().filter(|token| {
                digits.is_none()
                    && token.before == Some('-')
                    && token.word.text.starts_with(|c: char| c.is_ascii_digit())
            });
            if let Some(token) = apart {
                let length = token.word;
                cursor.next_after(&['-']);
                if !length.text.bytes().all(|b| b.is_ascii_digit()) {
                    let message = format!("`{}` is no key length", printable(length.text));
                    return Err(error(codes::BAD_KEY_LENGTH, length, message)
                        .help("write `128`, `192` or `256`"));
                }
                digits = Some(length.text);
                end = length.range().end;
            }
            let whole = Word {
                text: &self.subject.text()[word.start..end],
                start: word.start,
            };
            if let Some(algorithm) = algorithm {
                self.check_use(whole, algorithm)?;
            }
            let key_length = digits
                .map(|digits| key_length(whole, algorithm, digits))
                .transpose()?;
            read.push(Read {
                transform: Transform {
                    kind: Kind::Encryption,
                    id: algorithm.map(|algorithm| algorithm.id),
                    key_length,
                    text: word.text.to_owned(),
                    range: whole.range(),
                },
                aead: algorithm.is_some_and(|algorithm| algorithm.aead),
            });
            next = cursor.next_after(&['+']);
        }
        let aead = read.iter().filter(|read| read.aead).count();
        if aead != 0 && aead != read.len() && self.check_names {
            let first = read.first().map_or(0, |read| read.transform.range.start);
            let last = read.last().map_or(first, |read| read.transform.range.end);
            let word = Word {
                text: &self.subject.text()[first..last],
                start: first,
            };
            return Err(error(
                codes::BAD_PROPOSAL_SHAPE,
                word,
                "AEAD and other ciphers stand in one proposal".to_owned(),
            )
            .label("the one kind needs an integrity algorithm, the other has it built in")
            .help("write two proposals with a comma between them"));
        }
        Ok(())
    }

    /// The second slot of `ike=`: PRFs, or integrity algorithms and then PRFs.
    fn prf(
        &self,
        cursor: &mut Cursor<'_>,
        middle: &[Word<'_>],
        read: &mut Vec<Read>,
    ) -> Result<(), ValueError> {
        let is = |kind, word: &Word<'_>| {
            names::find(kind, word.text)
                .is_some_and(|algorithm| algorithm.usable(Suite::Ike, self.version))
        };
        let prfs = middle.iter().all(|word| is(Kind::Prf, word));
        let integrity = !prfs && middle.iter().all(|word| is(Kind::Integrity, word));
        if !integrity {
            return self.push(read, middle, Kind::Prf);
        }
        self.push(read, middle, Kind::Integrity)?;
        let prfs = cursor.slot(&['-']);
        self.push(read, &prfs, Kind::Prf)
    }

    fn push(&self, read: &mut Vec<Read>, slot: &[Word<'_>], kind: Kind) -> Result<(), ValueError> {
        for &word in slot {
            if word.text.is_empty() {
                return Err(empty(self.subject, word, kind.describe()));
            }
            let algorithm = names::find(kind, word.text);
            match algorithm {
                Some(algorithm) => self.check_use(word, algorithm)?,
                None if self.check_names => return Err(self.unknown(word, kind)),
                None => {}
            }
            read.push(Read {
                transform: Transform {
                    kind,
                    id: algorithm.map(|algorithm| algorithm.id),
                    key_length: None,
                    text: word.text.to_owned(),
                    range: word.range(),
                },
                aead: false,
            });
        }
        Ok(())
    }

    fn check_use(&self, word: Word<'_>, algorithm: &Algorithm) -> Result<(), ValueError> {
        if !self.check_names || algorithm.usable(self.suite, self.version) {
            return Ok(());
        }
        let (suite, shown) = (self.suite.name(), printable(word.text));
        let error = if algorithm.usable_at_all(self.suite) {
            let version = if self.version == IkeVersion::V1 {
                "IKEv1"
            } else {
                "IKEv2"
            };
            error(
                codes::UNKNOWN_ALGORITHM,
                word,
                format!("`{shown}` does not work for {suite} with {version}"),
            )
            .label(format!("not supported with {version}"))
        } else {
            error(
                codes::UNKNOWN_ALGORITHM,
                word,
                format!(
                    "`{shown}` does not work for {suite} in {}",
                    self.subject.program()
                ),
            )
            .label(format!("not supported for {suite}"))
        };
        Err(error.help(format!(
            "known are {}",
            words::one_of(&self.known(algorithm.kind))
        )))
    }

    fn known(&self, kind: Kind) -> Vec<&'static str> {
        let usable = |algorithm: &&Algorithm| {
            algorithm.kind == kind && algorithm.usable(self.suite, self.version)
        };
        names::LIBRESWAN
            .iter()
            .filter(usable)
            .map(|algorithm| algorithm.names[0])
            .collect()
    }

    fn unknown(&self, word: Word<'_>, kind: Kind) -> ValueError {
        if names::is_not_built(kind, word.text) {
            let message = format!(
                "`{}` is not built into {}",
                printable(word.text),
                self.subject.program()
            );
            let error = error(codes::ALGORITHM_NOT_IN_BUILD, word, message)
                .label("known by name, and not supported")
                .help(format!("known are {}", words::one_of(&self.known(kind))));
            return match kind {
                Kind::KeyExchange => error.guess("modp2048"),
                Kind::Encryption => error.guess("aes256"),
                _ => error,
            };
        }
        let group_too_early =
            kind != Kind::KeyExchange && names::kind_of(word.text) == Some(Kind::KeyExchange);
        if group_too_early && word.start > 0 {
            let message = format!(
                "`{}` stands in the place of the {}",
                printable(word.text),
                kind.describe()
            );
            let range = word.start - 1..word.range().end;
            let error = ValueError::new(
                codes::BAD_PROPOSAL_SHAPE,
                Effect::ConnRefused,
                range,
                message,
            );
            return error
                .label(format!("a key exchange group, not a {}", kind.describe()))
                .help(format!(
                    "write `;{}` to leave the {} to the default",
                    printable(word.text),
                    kind.describe()
                ))
                .guess(format!(";{}", word.text));
        }
        unknown(self.subject, word, kind, &self.known(kind))
    }

    /// Nothing may follow the group, except 5.4's `;<transform>=...`.
    fn check_rest(&self, cursor: &Cursor<'_>) -> Result<(), ValueError> {
        let Some(token) = cursor.peek() else {
            return Ok(());
        };
        let word = token.word;
        let assignment = self.subject.reader() == Reader::Libreswan5
            && token.before == Some(';')
            && word.text.contains('=');
        if assignment {
            return Ok(());
        }
        if word.text.is_empty() {
            return Err(empty(self.subject, word, "algorithm"));
        }
        let message = format!("`{}` is one part too many", printable(word.text));
        let shape = match self.suite {
            Suite::Ike => "`ENCRYPTION-PRF-GROUP`",
            Suite::Esp => "`ENCRYPTION-INTEGRITY-GROUP`",
            Suite::Ah => "`INTEGRITY-GROUP`",
        };
        Err(error(codes::BAD_PROPOSAL_SHAPE, word, message)
            .label("nothing is expected here")
            .help(format!(
                "a proposal is {shape}; alternatives of one part are joined by `+`"
            )))
    }

    fn check_rules(&self, read: &[Read]) -> Result<(), ValueError> {
        let of = |kind| read.iter().filter(move |read| read.transform.kind == kind);
        let is_none = |read: &Read| read.transform.id == Some("none");
        let word = |read: &Read| {
            let range = read.transform.range.clone();
            Word {
                start: range.start,
                text: &self.subject.text()[range],
            }
        };
        let aead = of(Kind::Encryption).any(|read| read.aead);
        let integrity: Vec<&Read> = of(Kind::Integrity).collect();
        let nothing = integrity.iter().find(|read| is_none(read));
        let something = integrity.iter().find(|read| !is_none(read));
        match (self.suite, nothing, something) {
            (Suite::Ah, Some(none), _) => {
                return Err(error(
                    codes::BAD_PROPOSAL_SHAPE,
                    word(none),
                    "AH needs an integrity algorithm".to_owned(),
                )
                .help("write one, such as `sha2_256`"));
            }
            (Suite::Ike | Suite::Esp, _, Some(some)) if aead => {
                let range = some.transform.range.start - 1
                    ..integrity.last().map_or(0, |read| read.transform.range.end);
                let message = format!(
                    "`{}` stands beside a cipher that has its integrity built in",
                    some.transform.text
                );
                let error = ValueError::new(
                    codes::BAD_PROPOSAL_SHAPE,
                    Effect::ConnRefused,
                    range,
                    message,
                )
                .label("not with an AEAD cipher");
                return Err(error.help("remove the integrity algorithm").guess(""));
            }
            (Suite::Ike | Suite::Esp, Some(none), None) if !aead && self.check_names => {
                return Err(error(
                    codes::BAD_PROPOSAL_SHAPE,
                    word(none),
                    "the cipher needs an integrity algorithm".to_owned(),
                )
                .label("only an AEAD cipher goes without")
                .help("write one, such as `sha2_256`"));
            }
            _ => {}
        }
        match of(Kind::KeyExchange).find(|read| is_none(read)) {
            Some(none) if self.suite == Suite::Ike => Err(error(
                codes::BAD_PROPOSAL_SHAPE,
                word(none),
                "IKE needs a key exchange group".to_owned(),
            )
            .help("write one, such as `dh19`")),
            _ => Ok(()),
        }
    }

    /// With PFS the groups of all ESP or AH proposals must agree.
    fn check_groups(&self, proposals: &[Proposal]) -> Option<ValueError> {
        if self.suite == Suite::Ike || !self.subject.context.pfs {
            return None;
        }
        let group = |proposal: &Proposal| proposal.of(Kind::KeyExchange).next().cloned();
        let with = proposals
            .iter()
            .filter(|proposal| group(proposal).is_some())
            .count();
        let refuse = |range, message: String| {
            ValueError::new(
                codes::BAD_PROPOSAL_SHAPE,
                Effect::ConnRefused,
                range,
                message,
            )
            .help("give every proposal the same key exchange group, or none")
        };
        if with != 0 && with != proposals.len() {
            let lone = proposals
                .iter()
                .find(|proposal| group(proposal).is_none())?;
            return Some(
                refuse(
                    lone.range.clone(),
                    "some proposals name a key exchange group, and some do not".to_owned(),
                )
                .label("no group here"),
            );
        }
        let mut seen: Option<Transform> = None;
        for transform in proposals
            .iter()
            .filter_map(group)
            .filter(|transform| transform.id != Some("none"))
        {
            match &seen {
                Some(first) if first.id != transform.id => {
                    let message = format!(
                        "the proposals name two key exchange groups, `{}` and `{}`",
                        first.text, transform.text
                    );
                    return Some(
                        refuse(transform.range.clone(), message).label("another group than before"),
                    );
                }
                _ => seen = Some(transform),
            }
        }
        None
    }
}

fn key_length(
    whole: Word<'_>,
    algorithm: Option<&Algorithm>,
    digits: &str,
) -> Result<u32, ValueError> {
    let shown = printable(whole.text);
    let length = digits.parse::<u32>().ok().filter(|&length| length != 0);
    let Some(length) = length else {
        return Err(error(
            codes::BAD_KEY_LENGTH,
            whole,
            format!("`{shown}` has no possible key length"),
        )
        .help("write `128`, `192` or `256`"));
    };
    let name = algorithm.map_or("", |algorithm| algorithm.names[0]);
    match algorithm.map(|algorithm| algorithm.keys) {
        Some(Keys::Fixed) => Err(error(
            codes::BAD_KEY_LENGTH,
            whole,
            format!("`{name}` takes no key length"),
        )
        .label("its key has one length")
        .help(format!("write `{name}`"))
        .guess(name)),
        Some(Keys::Aes) if !matches!(length, 128 | 192 | 256) => Err(error(
            codes::BAD_KEY_LENGTH,
            whole,
            format!("`{name}` has no key of {length} bits"),
        )
        .label("valid are 128, 192 and 256")
        .help(format!("write `{name}256`"))
        .guess(format!("{name}256"))),
        Some(Keys::Aes) | None => Ok(length),
    }
}
