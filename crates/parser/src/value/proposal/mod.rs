//! Cryptographic proposals: `ike=`, `esp=`, `ah=`, `phase2alg=`.

mod libreswan;
mod names;
mod openswan;
mod strongswan;
mod tokens;

use std::fmt;
use std::ops::Range;

use crate::diagnostic::{Code, Effect, codes};
use crate::target::Reader;
use crate::text::printable;

use super::Value;
use super::subject::Subject;
use super::types::{Phase2, Reading, ValueError};
use super::words::{self, Word};

/// What a transform does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Encryption,
    Integrity,
    Prf,
    KeyExchange,
    /// strongSwan's `esn` and `noesn`.
    SequenceNumbers,
}

impl Kind {
    pub(super) fn describe(self) -> &'static str {
        match self {
            Kind::Encryption => "encryption algorithm",
            Kind::Integrity => "integrity algorithm",
            Kind::Prf => "PRF",
            Kind::KeyExchange => "key exchange group",
            Kind::SequenceNumbers => "kind of sequence numbers",
        }
    }
}

/// What a proposal is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Suite {
    Ike,
    Esp,
    Ah,
}

impl Suite {
    pub(super) fn name(self) -> &'static str {
        match self {
            Suite::Ike => "IKE",
            Suite::Esp => "ESP",
            Suite::Ah => "AH",
        }
    }
}

/// One algorithm of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transform {
    pub kind: Kind,
    /// The id in the algorithm tables; `None` for a word that the target does not check and the tables do not know.
    pub id: Option<&'static str>,
    pub key_length: Option<u32>,
    /// As written, without the key length that may stand apart.
    pub text: String,
    /// In bytes of the value.
    pub range: Range<usize>,
}

/// Algorithms that go together; several of one kind are alternatives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub transforms: Vec<Transform>,
    /// In bytes of the value.
    pub range: Range<usize>,
    /// strongSwan and Openswan: nothing but what is listed (`!`). Libreswan is always strict.
    pub strict: bool,
}

impl Proposal {
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Transform> {
        self.transforms
            .iter()
            .filter(move |transform| transform.kind == kind)
    }
}

impl fmt::Display for Proposal {
    /// Ids, with alternatives joined by `+` and kinds by `-`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before: Option<Kind> = None;
        for transform in &self.transforms {
            match before {
                None => {}
                Some(kind) if kind == transform.kind => f.write_str("+")?,
                Some(_) => f.write_str("-")?,
            }
            before = Some(transform.kind);
            f.write_str(transform.id.unwrap_or(&transform.text))?;
            if let Some(length) = transform.key_length {
                write!(f, "_{length}")?;
            }
        }
        if self.strict {
            f.write_str("!")
        } else {
            Ok(())
        }
    }
}

pub(super) fn read(subject: &Subject<'_>) -> Reading {
    match (subject.id, subject.reader()) {
        // Openswan's `pfsgroup=` and the like hold one name.
        ("ike" | "esp" | "ah" | "phase2alg", Reader::Libreswan4 | Reader::Libreswan5) => {
            libreswan::read(subject)
        }
        ("ike" | "esp" | "ah", Reader::StrongSwan) => strongswan::read(subject),
        ("ike" | "esp" | "ah" | "phase2alg", Reader::Openswan | Reader::Classic) => {
            openswan::read(subject)
        }
        _ => Reading::good(Value::Text(subject.text().to_owned())),
    }
}

/// Which parser reads the keyword.
///
/// Libreswan 4.10 stores `esp=`, `ah=` and `phase2alg=` in one place, and `phase2=` decides; in 5.4 the names decide.
fn suite(subject: &Subject<'_>) -> Suite {
    let by_phase2 = match subject.context.phase2 {
        Some(Phase2::Ah) => Suite::Ah,
        Some(Phase2::Esp) | None => Suite::Esp,
    };
    match (subject.id, subject.reader()) {
        ("ike", _) => Suite::Ike,
        (_, Reader::Libreswan4) => by_phase2,
        ("esp", _) => Suite::Esp,
        ("ah", _) => Suite::Ah,
        _ => by_phase2,
    }
}

fn error(code: Code, word: Word<'_>, message: String) -> ValueError {
    ValueError::new(code, Effect::ConnRefused, word.range(), message)
}

fn empty(subject: &Subject<'_>, word: Word<'_>, what: &str) -> ValueError {
    let start = word.start.saturating_sub(1);
    let end = word.start.max(start + 1).min(subject.text().len());
    ValueError::new(
        codes::BAD_PROPOSAL_SHAPE,
        Effect::ConnRefused,
        start.min(end)..end,
        format!("a {what} is missing"),
    )
    .label("nothing beside the separator")
    .help("remove the separator or write the algorithm")
}

/// A word that is no algorithm of the wanted kind.
fn unknown(
    subject: &Subject<'_>,
    word: Word<'_>,
    kind: Kind,
    known: &[&'static str],
) -> ValueError {
    let shown = printable(word.text);
    if let Some(error) = blanks(word).or_else(|| exclamation(subject, word)) {
        return error;
    }
    let message = format!(
        "`{shown}` is no {} for {}",
        kind.describe(),
        subject.program()
    );
    let error = error(codes::UNKNOWN_ALGORITHM, word, message)
        .label(format!("not a known {}", kind.describe()));
    match words::nearest(word.text, known) {
        Some(near) => error.help(format!("did you mean `{near}`?")).guess(near),
        None => error.help(format!(
            "known are {}",
            words::one_of(&known[..known.len().min(12)])
        )),
    }
}

fn blanks(word: Word<'_>) -> Option<ValueError> {
    let trimmed = word.trim();
    if trimmed.text == word.text || trimmed.text.is_empty() {
        return None;
    }
    Some(
        error(
            codes::BAD_PROPOSAL_SHAPE,
            word,
            format!("`{}` has a blank beside it", printable(trimmed.text)),
        )
        .label("the blank is taken for a part of the name")
        .help(format!("write `{}`", printable(trimmed.text)))
        .fix(trimmed.text),
    )
}

/// A trailing `!` outside strongSwan and Openswan: Libreswan is always strict.
fn exclamation(subject: &Subject<'_>, word: Word<'_>) -> Option<ValueError> {
    let plain = word.text.strip_suffix('!')?;
    if subject.reader() == Reader::StrongSwan {
        return None;
    }
    let at = word.start + plain.len();
    Some(
        ValueError::new(
            codes::STRICT_FLAG_NOT_SUPPORTED,
            Effect::ConnRefused,
            at..at + 1,
            format!("{} has no `!` in proposals", subject.program()),
        )
        .label("taken for a part of the name")
        .help("remove the `!`: nothing is added to a list in Libreswan")
        .fix(""),
    )
}
