//! The algorithms that a conn names, word by word, with what is thought of them.

use ipsec_conf::keyword::algorithm::{self, Algorithm, Kind};
use ipsec_conf::model::{Conn, Setting};
use ipsec_conf::text::printable;
use ipsec_conf::value::{self, Proposal, Value};
use ipsec_conf::{Dialect, FileId, Span, Target};

/// One algorithm of `ike=`, `esp=` or `ah=`.
pub(crate) struct Word {
    /// As written, fit for a message.
    pub(crate) text: String,
    pub(crate) span: Span,
    pub(crate) algorithm: &'static Algorithm,
    pub(crate) is_ike: bool,
}

/// The keywords that hold proposals.
pub(crate) const KEYWORDS: [&str; 4] = ["ike", "esp", "ah", "phase2alg"];

/// All that decides which algorithms a conn names: its lines, and what they are read with.
pub(crate) type Lines = ([Option<(FileId, u32)>; 4], value::Context);

/// `None` where a value is made of several lines.
pub(crate) fn lines(conn: &Conn<'_>) -> Option<Lines> {
    let settings = KEYWORDS.map(|id| conn.get(id, None));
    let is_simple = settings
        .iter()
        .flatten()
        .all(|setting| setting.joined.is_empty());
    let lines = settings.map(|setting| setting.map(|it| (it.item.file, it.item.line)));
    is_simple.then(|| (lines, conn.context()))
}

/// All algorithms that a conn names. Of a value that the target refuses, those whose meaning is beyond doubt.
pub(crate) fn words(conn: &Conn<'_>) -> Vec<Word> {
    if conn.is_shunt() {
        return Vec::new();
    }
    KEYWORDS
        .iter()
        .filter_map(|id| conn.get(id, None))
        .flat_map(|setting| of_setting(conn, setting))
        .collect()
}

pub(crate) fn of_setting(conn: &Conn<'_>, setting: &Setting<'_>) -> Vec<Word> {
    let reading = conn.reading(setting);
    if let Some(Value::Proposals(proposals)) = &reading.value {
        return of_proposals(conn, setting, proposals);
    }
    let refused: Vec<_> = reading
        .problems
        .iter()
        .map(|problem| problem.range.clone())
        .collect();
    of_text(conn, setting, &refused)
}

/// The proposals of a setting, if the target can read them.
pub(crate) fn proposals<'c>(conn: &'c Conn<'_>, id: &str) -> Option<&'c [Proposal]> {
    match &conn.reading(conn.get(id, None)?).value {
        Some(Value::Proposals(proposals)) => Some(proposals),
        _ => None,
    }
}

fn of_proposals(conn: &Conn<'_>, setting: &Setting<'_>, proposals: &[Proposal]) -> Vec<Word> {
    let mut words = Vec::new();
    for proposal in proposals {
        for transform in &proposal.transforms {
            let kind = kind_of(transform.kind);
            let by_id = transform.id.and_then(|id| algorithm::with_id(kind, id));
            let found = by_id
                .or_else(|| algorithm::named(&transform.text).find(|known| known.kind == kind));
            words.extend(found.map(|algorithm| {
                word(
                    conn,
                    setting,
                    &transform.text,
                    transform.range.clone(),
                    algorithm,
                )
            }));
        }
    }
    words
}

/// The parts of a text that no reader of the target understands.
fn of_text(
    conn: &Conn<'_>,
    setting: &Setting<'_>,
    refused: &[std::ops::Range<usize>],
) -> Vec<Word> {
    let text = &*setting.value.text;
    let (mut words, mut start) = (Vec::new(), 0);
    for (at, c) in text.char_indices().chain([(text.len(), ',')]) {
        if !matches!(c, ',' | ';' | '-' | '+' | '!' | '|' | '/' | ' ' | '\t') {
            continue;
        }
        let (range, part) = (start..at, &text[start..at]);
        start = at + c.len_utf8();
        // One problem is said about a word; a whole proposal that is refused for its shape says nothing about its words.
        let is_refused = refused.iter().any(|bad| {
            bad.start <= range.start && range.end <= bad.end && bad.len() <= range.len() + 1
        });
        let is_clear = !matches!(part.to_ascii_lowercase().as_str(), "" | "null" | "none");
        let named = algorithm::named(part)
            .next()
            .filter(|_| is_clear && !is_refused);
        words.extend(named.map(|algorithm| word(conn, setting, part, range, algorithm)));
    }
    words
}

fn word(
    conn: &Conn<'_>,
    setting: &Setting<'_>,
    text: &str,
    range: std::ops::Range<usize>,
    algorithm: &'static Algorithm,
) -> Word {
    let span = conn.part_span(setting, range);
    Word {
        text: printable(text).into_owned(),
        span,
        algorithm,
        is_ike: setting.keyword.id == "ike",
    }
}

fn kind_of(kind: value::Kind) -> Kind {
    match kind {
        value::Kind::Encryption => Kind::Encr,
        value::Kind::Integrity => Kind::Integ,
        value::Kind::Prf => Kind::Prf,
        value::Kind::KeyExchange => Kind::Ke,
        value::Kind::SequenceNumbers => Kind::Esn,
    }
}

/// A good algorithm of that kind, as the target spells it.
pub(crate) fn instead(word: &Word, target: Target) -> &'static str {
    let is_strongswan = target.dialect == Dialect::StrongSwan;
    match word.algorithm.kind {
        Kind::Ke => "modp2048",
        Kind::Prf if is_strongswan => "prfsha256",
        Kind::Integ if is_strongswan => "sha256",
        Kind::Integ | Kind::Prf => "sha2_256",
        Kind::Encr | Kind::Esn | Kind::Comp => "aes256",
    }
}
