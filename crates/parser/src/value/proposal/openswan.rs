//! Proposals of Openswan and of the classic scripts.
//!
//! Openswan 2.6 reads `ENCR[-HASH[-modpN]]` with `-` or `;`, commas between proposals and an optional `!`; which
//! names it knows depends on the build, so only words that no swan ever knew are reported. The classic scripts hand
//! the text to whack.

use crate::diagnostic::{Effect, codes};
use crate::target::Reader;

use super::names::{self, split_length};
use super::tokens::tokens;
use super::{Kind, Proposal, Suite, Transform, empty, suite, unknown};
use crate::value::Value;
use crate::value::subject::Subject;
use crate::value::types::{Reading, ValueError};
use crate::value::words::{self, Word};

pub(super) fn read(subject: &Subject<'_>) -> Reading {
    let text = subject.text();
    let strict = text.ends_with('!');
    let list = words::all(text.strip_suffix('!').unwrap_or(text));
    let checks = subject.reader() == Reader::Openswan;
    let mut proposals = Vec::new();
    let mut problems = Vec::new();
    for word in list.split(|c| c == ',') {
        let (proposal, problem) = proposal(subject, word.trim(), strict);
        proposals.push(proposal);
        problems.extend(problem.filter(|_| checks));
    }
    if problems.is_empty() {
        return Reading::good(Value::Proposals(proposals));
    }
    Reading::default().with_all(problems)
}

fn proposal(subject: &Subject<'_>, word: Word<'_>, strict: bool) -> (Proposal, Option<ValueError>) {
    let mut transforms = Vec::new();
    let mut problem = None;
    for token in tokens(word, &['-', ';', '/']) {
        let part = token.word;
        if part.text.is_empty() {
            problem = problem.or_else(|| Some(empty(subject, part, "algorithm")));
            continue;
        }
        let place = place(suite(subject), transforms.len());
        let whole = names::kind_of(part.text);
        let (name, length) = match whole {
            Some(_) => (part.text, None),
            None => split_length(part.text).map_or((part.text, None), |(name, digits)| {
                (name, digits.parse().ok())
            }),
        };
        let kind = if whole == Some(Kind::KeyExchange) {
            Kind::KeyExchange
        } else {
            place
        };
        let known = names::kind_of(name).is_some() || extra(name);
        if !known {
            problem = problem.or_else(|| {
                let error = unknown(
                    subject,
                    part,
                    kind,
                    &[
                        "aes", "3des", "md5", "sha1", "sha2_256", "modp1536", "modp2048",
                    ],
                );
                Some(ValueError {
                    code: codes::UNKNOWN_ALGORITHM,
                    effect: Effect::ConnRefused,
                    ..error
                })
            });
        }
        transforms.push(Transform {
            kind,
            id: names::find(kind, name).map(|algorithm| algorithm.id),
            key_length: length.filter(|_| kind == Kind::Encryption),
            text: part.text.to_owned(),
            range: part.range(),
        });
    }
    (
        Proposal {
            transforms,
            range: word.range(),
            strict,
        },
        problem,
    )
}

fn place(suite: Suite, index: usize) -> Kind {
    match (suite, index) {
        (Suite::Ah, 0) | (Suite::Ike | Suite::Esp, 1) => Kind::Integrity,
        (_, 0) => Kind::Encryption,
        _ => Kind::KeyExchange,
    }
}

/// Names that only the older programs had.
fn extra(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let prefixes = [
        "modp",
        "dh",
        "aes",
        "sha",
        "hmac",
        "auth_",
        "oakley_",
        "esp_",
        "ripemd",
        "md5",
        "hmac_ripemd",
    ];
    prefixes.iter().any(|prefix| lower.starts_with(prefix))
}
