//! What the daemon logs: `plutodebug=`, and other lists of words that add and take away.

use crate::diagnostic::{Effect, codes};
use crate::target::Reader;
use crate::text::printable;

use super::Value;
use super::subject::Subject;
use super::types::{Reading, ValueError};
use super::words;

/// The words that the packaged Libreswan 4.10 takes; each but `none` and `all` also with `no-` before it.
const PLUTODEBUG: [&str; 10] = [
    "none",
    "all",
    "base",
    "tmi",
    "cpu-usage",
    "crypt",
    "whackwatch",
    "private",
    "add-prefix",
    "refcnt",
];
/// Libreswan 5.4's `leftupdown-config=`.
const UPDOWN_CONFIG: [&str; 4] = ["async", "exec", "noasync", "noexec"];

pub(super) fn read(subject: &Subject<'_>) -> Reading {
    match (subject.id, subject.reader()) {
        ("updown-config", _) => list(subject, &UPDOWN_CONFIG, subject.refusal()),
        ("plutodebug", Reader::Libreswan4) if subject.raw.is_number_token() => {
            Reading::good(Value::Names(vec![subject.text().to_owned()]))
        }
        ("plutodebug", Reader::Libreswan4) => list(subject, &PLUTODEBUG, Effect::FileRefused),
        // Libreswan 5.4 logs a bad word and goes on ("debug=yes invalid, ignored").
        ("plutodebug" | "debug", Reader::Libreswan5) => list(subject, &PLUTODEBUG, Effect::Ignored),
        // The words of the older programs depend on how they were built.
        _ => list(subject, &[], Effect::Works),
    }
}

/// Words at commas, blanks and plus signs, in lower case.
fn list(subject: &Subject<'_>, known: &[&'static str], effect: Effect) -> Reading {
    let items = words::pieces(subject.text(), |c| matches!(c, ',' | ' ' | '\t' | '+'));
    let mut names = Vec::new();
    for item in items {
        let positive = item
            .text
            .strip_prefix("no-")
            .filter(|rest| *rest != "none")
            .unwrap_or(item.text);
        if !known.is_empty() && !known.contains(&positive) {
            let message = format!(
                "`{}` is no word of `{}`",
                printable(item.text),
                subject.keyword()
            );
            let code = if subject.id.ends_with("debug") {
                codes::BAD_DEBUG_WORD
            } else {
                codes::BAD_ENUM_VALUE
            };
            let error = ValueError::new(code, effect, item.range(), message)
                .label(format!("not known to {}", subject.program()));
            let error = match words::nearest(positive, known) {
                Some(near) => error.help(format!("did you mean `{near}`?")).guess(near),
                None => error,
            };
            return Reading::bad(error.help(format!("valid are {}", words::one_of(known))));
        }
        names.push(item.text.to_owned());
    }
    Reading::good(Value::Names(names))
}
