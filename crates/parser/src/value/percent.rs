//! `rekeyfuzz=100%`.

use crate::diagnostic::{Effect, codes};
use crate::target::Reader;

use super::Value;
use super::subject::Subject;
use super::types::Reading;

pub(super) fn read(subject: &Subject<'_>) -> Reading {
    let text = subject.text();
    let digits = text
        .strip_suffix('%')
        .filter(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit()));
    if let Some(digits) = digits {
        return number(subject, digits);
    }
    let bare_digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let effect = match subject.reader() {
        // Libreswan 4.10: a bare number is a token that does not fit the grammar; other text leaves the default.
        Reader::Libreswan4 if subject.raw.is_number_token() => Effect::FileRefused,
        Reader::Libreswan4 => Effect::Ignored,
        Reader::Openswan => Effect::FileRefused,
        Reader::Classic => Effect::ConnRefused,
        Reader::Libreswan5 | Reader::StrongSwan => subject.refusal(),
    };
    let error = if bare_digits {
        subject
            .error(
                codes::PERCENT_MISSING,
                effect,
                format!("`{}={text}` lacks its `%`", subject.keyword()),
            )
            .label("no `%` behind the number")
            .help(format!("write `{text}%`"))
            .fix(format!("{text}%"))
            .whole()
    } else {
        subject
            .error(
                codes::BAD_NUMBER,
                effect,
                format!("`{}` is not a percentage", subject.shown()),
            )
            .label("not a whole number and `%`")
            .help("write a whole number and `%`, such as `100%`")
    };
    Reading::bad(match effect {
        Effect::Ignored => error.note(super::text::drops(subject)),
        _ => error,
    })
}

fn number(subject: &Subject<'_>, digits: &str) -> Reading {
    let out_of_range = |effect| {
        let message = format!("`{}` is too large a percentage", subject.shown());
        subject
            .error(codes::NUMBER_OUT_OF_RANGE, effect, message)
            .help("write a smaller number, such as `100%`")
    };
    match digits.parse::<u32>() {
        Ok(value) => Reading::good(Value::Percent(value)),
        Err(_) => match subject.reader() {
            Reader::Libreswan4 => {
                Reading::bad(out_of_range(Effect::Ignored).note(super::text::drops(subject)))
            }
            // Libreswan 5.4: "is way to large, using 100%".
            Reader::Libreswan5 => Reading::good(Value::Percent(100)).with(
                out_of_range(Effect::Misread).note(format!("{} uses 100%", subject.program())),
            ),
            Reader::Openswan => Reading::bad(out_of_range(Effect::FileRefused)),
            Reader::Classic | Reader::StrongSwan => Reading::bad(out_of_range(subject.refusal())),
        },
    }
}
