//! `yes` and `no`, in five spellings of severity.

use crate::diagnostic::{Effect, codes};
use crate::target::Reader;

use super::subject::Subject;
use super::types::{Form, Reading};
use super::{Value, words};

const SWAN_WORDS: [(&str, bool); 8] = [
    ("yes", true),
    ("true", true),
    ("on", true),
    ("y", true),
    ("no", false),
    ("false", false),
    ("off", false),
    ("n", false),
];

/// What the classic `auto` script checks; every other boolean is compared with `yes` and never refused.
const CLASSIC_CHECKED: [&str; 12] = [
    "pfs",
    "compress",
    "rekey",
    "aggrmode",
    "aggressive",
    "forceencaps",
    "xauthserver",
    "xauthclient",
    "modecfgserver",
    "modecfgclient",
    "modecfgpull",
    "modecfgwins",
];

pub(super) fn read(subject: &Subject<'_>) -> Reading {
    match subject.reader() {
        Reader::Libreswan4 => libreswan_4(subject),
        Reader::Libreswan5 => libreswan_5(subject),
        Reader::Openswan => exact(subject, &SWAN_WORDS, Effect::FileRefused),
        Reader::StrongSwan => exact(subject, &[("yes", true), ("no", false)], subject.refusal()),
        Reader::Classic if CLASSIC_CHECKED.contains(&subject.id) => exact(
            subject,
            &[("yes", true), ("no", false)],
            Effect::ConnRefused,
        ),
        Reader::Classic => match subject.text() {
            "yes" => Reading::good(Value::Bool(true)),
            "no" => Reading::good(Value::Bool(false)),
            _ => Reading::good(Value::Bool(false)).with(problem(subject, Effect::Misread).note(
                format!(
                    "{} compares with `yes` alone, so every other word counts as no",
                    subject.program()
                ),
            )),
        },
    }
}

fn exact(subject: &Subject<'_>, table: &[(&str, bool)], effect: Effect) -> Reading {
    match table.iter().find(|(word, _)| *word == subject.text()) {
        Some(&(_, value)) => Reading::good(Value::Bool(value)),
        None => Reading::bad(problem(subject, effect)),
    }
}

/// Libreswan 4.10 looks for a boolean word anywhere behind the `=`: it steps over single characters until one of its
/// words begins, and stumbles over what comes after that word (`maybe` is `y` followed by `be`).
fn libreswan_4(subject: &Subject<'_>) -> Reading {
    if subject.is_missing() {
        return Reading::bad(super::missing::refused(subject));
    }
    let text = subject.text();
    let longest = |rest: &str| {
        SWAN_WORDS
            .iter()
            .filter(|(word, _)| rest.starts_with(word))
            .max_by_key(|(word, _)| word.len())
    };
    let first = text
        .char_indices()
        .find_map(|(at, _)| longest(&text[at..]).map(|&(word, value)| (at, word, value)));
    let swallowed_all = first.is_some_and(|(at, word, _)| at + word.len() == text.len());
    // A brace is a character to step over before the word and a syntax error behind it.
    let Some((at, word, value)) =
        first.filter(|_| swallowed_all && subject.raw.form != Form::Braced)
    else {
        return Reading::bad(problem(subject, Effect::FileRefused));
    };
    let reading = Reading::good(Value::Bool(value));
    if at == 0 {
        return reading;
    }
    let meant = parse_any_case(text);
    let effect = if meant == Some(value) {
        Effect::Works
    } else {
        Effect::Misread
    };
    reading.with(
        problem(subject, effect)
            .label(format!("read as `{word}`"))
            .note(format!(
                "{} steps over the characters before `{word}` without a message",
                subject.program()
            )),
    )
}

/// Libreswan 5.4: any case, `1` and `0` too. A bad `compress=` is the exception, it counts as no.
fn libreswan_5(subject: &Subject<'_>) -> Reading {
    let text = subject.text();
    let value = match text {
        "1" => Some(true),
        "0" => Some(false),
        _ => parse_any_case(text),
    };
    match value {
        Some(value) => Reading::good(Value::Bool(value)),
        None if subject.id == "compress" => {
            Reading::good(Value::Bool(false)).with(problem(subject, Effect::Misread).note(format!(
                "{} takes any unknown word for no, without a message",
                subject.program()
            )))
        }
        None if subject.is_missing() => Reading::bad(super::missing::refused(subject)),
        None => Reading::bad(problem(subject, subject.refusal())),
    }
}

fn parse_any_case(text: &str) -> Option<bool> {
    SWAN_WORDS
        .iter()
        .find(|(word, _)| word.eq_ignore_ascii_case(text))
        .map(|&(_, value)| value)
}

fn problem(subject: &Subject<'_>, effect: Effect) -> super::ValueError {
    let message = format!(
        "`{}` is not a boolean for {}",
        subject.shown(),
        subject.program()
    );
    let error = subject
        .error(codes::BOOLEAN_SPELLING, effect, message)
        .label("neither `yes` nor `no`");
    let known_elsewhere = match subject.text() {
        "1" => Some(true),
        "0" => Some(false),
        text => parse_any_case(text),
    };
    match known_elsewhere {
        Some(value) => {
            let word = if value { "yes" } else { "no" };
            error
                .help(format!("write `{}={word}`", subject.keyword()))
                .fix(word)
                .whole()
        }
        None => match words::nearest(subject.text(), &["yes", "no"]) {
            Some(word) => error.help(format!("write `yes` or `no`; did you mean `{word}`?")),
            None => error.help("write `yes` or `no`"),
        },
    }
}
