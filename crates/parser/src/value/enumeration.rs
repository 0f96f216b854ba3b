//! One word of a list.

use crate::diagnostic::{Effect, codes};
use crate::keyword::ValueCheck;
use crate::target::Reader;
use crate::text::printable;

use super::Value;
use super::subject::Subject;
use super::types::{Reading, ValueError};
use super::words::{self, Word};

pub(super) fn read(subject: &Subject<'_>) -> Reading {
    let (values, aliases) = (subject.span.values, subject.span.value_aliases);
    match subject.reader() {
        Reader::Libreswan5 if subject.id == "hostaddrfamily" => any_case(
            subject,
            &["ipv4", "ipv6"],
            &[
                ("v4", "ipv4"),
                ("inet", "ipv4"),
                ("v6", "ipv6"),
                ("inet6", "ipv6"),
            ],
        ),
        Reader::Classic if !classic_words(subject.id).is_empty() => classic(subject),
        _ if values.is_empty() => Reading::good(Value::Text(subject.text().to_owned())),
        Reader::Libreswan4 => split(subject, Effect::FileRefused),
        Reader::Openswan => split(subject, Effect::Misread),
        Reader::Libreswan5 => any_case(subject, values, aliases),
        Reader::StrongSwan => exact(subject, subject.refusal()),
        Reader::Classic if subject.span.value_check == ValueCheck::Parser => {
            exact(subject, Effect::ConnRefused)
        }
        Reader::Classic => {
            let reading = exact(subject, Effect::Ignored);
            let note = format!(
                "{} does not check it, and acts only on the words it knows",
                subject.program()
            );
            Reading {
                problems: reading
                    .problems
                    .into_iter()
                    .map(|p| p.note(note.clone()))
                    .collect(),
                ..reading
            }
        }
    }
}

/// What the `auto` script of classic 2.4.4 compares with fixed words.
fn classic_words(id: &str) -> &'static [&'static str] {
    match id {
        "type" => &["tunnel", "transport", "passthrough", "drop", "reject"],
        "auth" => &["esp", "ah"],
        "keyexchange" => &["ike"],
        "failureshunt" => &["none", "passthrough", "drop", "reject"],
        "connaddrfamily" => &["ipv4", "ipv6"],
        _ => &[],
    }
}

fn classic(subject: &Subject<'_>) -> Reading {
    let known = classic_words(subject.id);
    match known.iter().find(|word| **word == subject.text()) {
        Some(word) => Reading::good(Value::Word(word)),
        None => Reading::bad(unknown_of(
            subject,
            words::all(subject.text()),
            Effect::ConnRefused,
            known,
        )),
    }
}

/// The word of the table that `text` stands for.
fn canonical(
    word: &str,
    values: &[&'static str],
    aliases: &[(&'static str, &'static str)],
) -> Option<&'static str> {
    let alias = aliases
        .iter()
        .find(|(from, _)| from.eq_ignore_ascii_case(word))
        .map(|&(_, to)| to);
    alias.or_else(|| {
        values
            .iter()
            .find(|value| value.eq_ignore_ascii_case(word))
            .copied()
    })
}

fn exact(subject: &Subject<'_>, effect: Effect) -> Reading {
    let (values, aliases) = (subject.span.values, subject.span.value_aliases);
    let known =
        values.contains(&subject.text()) || aliases.iter().any(|(from, _)| *from == subject.text());
    match canonical(subject.text(), values, aliases).filter(|_| known) {
        Some(word) => Reading::good(Value::Word(word)),
        None => Reading::bad(unknown(subject, words::all(subject.text()), effect)),
    }
}

/// Libreswan 5.4: one word in any case.
fn any_case(
    subject: &Subject<'_>,
    values: &[&'static str],
    aliases: &[(&'static str, &'static str)],
) -> Reading {
    let text = subject.text();
    let Some(word) = canonical(text, values, aliases) else {
        if subject.is_missing() {
            return Reading::bad(super::missing::refused(subject));
        }
        let mut all: Vec<&str> = values.to_vec();
        all.extend(aliases.iter().map(|&(from, _)| from));
        return Reading::bad(unknown_of(
            subject,
            words::all(text),
            subject.refusal(),
            &all,
        ));
    };
    let reading = Reading::good(Value::Word(word));
    // Libreswan 5.4 says `failureshunt=reject implemented as drop` and loads the conn.
    let replaced =
        matches!(text.to_ascii_lowercase().as_str(), "reject" | "hold") && word == "drop";
    if !replaced {
        return reading;
    }
    let message = format!(
        "`{}={}` is carried out as `drop`",
        subject.keyword(),
        subject.shown()
    );
    reading.with(
        subject
            .error(codes::BAD_ENUM_VALUE, Effect::Works, message)
            .help("write `drop`")
            .note(format!(
                "{} says so in its log and loads the conn",
                subject.program()
            ))
            .fix("drop")
            .whole(),
    )
}

/// Libreswan 4.10 and Openswan 2.6 split at colons, commas and blanks and want one word.
fn split(subject: &Subject<'_>, refusal: Effect) -> Reading {
    if subject.raw.is_number_token() {
        return number(subject);
    }
    let is_separator = |c| matches!(c, ':' | ',' | ' ' | '\t');
    let (values, aliases) = (subject.span.values, subject.span.value_aliases);
    // Nearly every value is one word that is known.
    if let Some(word) = canonical(subject.text(), values, aliases)
        && !subject.text().contains(is_separator)
    {
        return Reading::good(Value::Word(word));
    }
    let found = words::pieces(subject.text(), is_separator);
    let known: Vec<&'static str> = found
        .iter()
        .map_while(|word| canonical(word.text, values, aliases))
        .collect();
    let stranger = found.get(known.len());
    match (known.as_slice(), stranger) {
        ([], None) => Reading::bad(
            unknown(subject, words::all(subject.text()), Effect::Ignored).note(format!(
                "{} finds no word in it and drops the line without a message",
                subject.program()
            )),
        ),
        ([], Some(&stranger)) if refusal == Effect::Misread => {
            Reading::bad(unknown(subject, stranger, refusal).note(format!(
                "{} warns and goes on with the first word of its table",
                subject.program()
            )))
        }
        ([], Some(&stranger)) => Reading::bad(unknown(subject, stranger, refusal)),
        (&[word], None) => Reading::good(Value::Word(word)),
        (&[word], Some(&stranger)) => Reading::good(Value::Word(word)).with(
            unknown(subject, stranger, Effect::Ignored).note(format!(
                "{} takes `{word}` and drops the rest without a message",
                subject.program()
            )),
        ),
        _ => Reading::bad(
            subject
                .error(
                    codes::ONE_VALUE_ONLY,
                    refusal,
                    format!(
                        "`{}` takes one word, and `{}` is more",
                        subject.keyword(),
                        subject.shown()
                    ),
                )
                .label("more than one word")
                .help("keep one of the words"),
        ),
    }
}

/// Bare digits are a number token and bypass the table.
fn number(subject: &Subject<'_>) -> Reading {
    let word = words::all(subject.text());
    Reading::bad(unknown(subject, word, Effect::Misread).note(format!(
        "{} takes bare digits for the internal number of a word, without a message",
        subject.program()
    )))
}

fn unknown(subject: &Subject<'_>, word: Word<'_>, effect: Effect) -> ValueError {
    let mut all: Vec<&str> = subject.span.values.to_vec();
    for &(from, _) in subject.span.value_aliases {
        if !all.contains(&from) {
            all.push(from);
        }
    }
    unknown_of(subject, word, effect, &all)
}

fn unknown_of(subject: &Subject<'_>, word: Word<'_>, effect: Effect, all: &[&str]) -> ValueError {
    let message = format!(
        "`{}` is no value of `{}`",
        printable(word.text),
        subject.keyword()
    );
    let error = ValueError::new(codes::BAD_ENUM_VALUE, effect, word.range(), message)
        .label(format!("not known to {}", subject.program()));
    let error = match words::nearest(word.text, all) {
        Some(near) => error.help(format!("did you mean `{near}`?")).guess(near),
        None => error,
    };
    let mut listed = all.to_vec();
    listed.dedup();
    error.help(format!("valid are {}", words::one_of(&listed)))
}
