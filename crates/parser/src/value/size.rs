//! Counts of bytes and packets with a binary unit.

use crate::diagnostic::{Effect, codes};
use crate::keyword::ValueType;
use crate::target::Reader;

use super::Value;
use super::subject::Subject;
use super::types::Reading;

const UNITS: [char; 6] = ['k', 'm', 'g', 't', 'p', 'e'];

pub(super) fn read(subject: &Subject<'_>) -> Reading {
    let bytes = subject.span.ty == ValueType::Bytes || subject.id == "ipsec-max-bytes";
    if let Some(count) = parse(subject.text(), bytes) {
        return Reading::good(Value::Count(count));
    }
    if subject.text() == "%forever"
        && matches!(subject.reader(), Reader::Libreswan4 | Reader::Openswan)
    {
        return Reading::good(Value::Count(0));
    }
    let example = if bytes { "`10GiB`" } else { "`10Mi`" };
    let message = format!(
        "{} cannot read `{}` as a size",
        subject.program(),
        subject.shown()
    );
    let error = |effect| {
        subject
            .error(codes::BAD_SIZE, effect, message.clone())
            .label("not a whole number with a binary unit")
            .help(format!(
                "write a whole number with an optional unit, such as {example}"
            ))
    };
    match subject.reader() {
        // Libreswan 5.4 loads `ipsec-max-bytes=1k` as a limit of 0 bytes, without a message.
        Reader::Libreswan5 if subject.id.starts_with("ipsec-max-") => {
            Reading::good(Value::Count(0)).with(error(Effect::Misread).note(format!(
                "{} makes it 0 without a message",
                subject.program()
            )))
        }
        Reader::Libreswan5 => Reading::bad(
            error(Effect::Ignored).note(format!("{} loads the conn without it", subject.program())),
        ),
        Reader::Libreswan4 | Reader::Classic => {
            Reading::bad(error(Effect::Ignored).note(super::text::drops(subject)))
        }
        Reader::Openswan => Reading::bad(error(Effect::FileRefused)),
        Reader::StrongSwan => Reading::bad(error(subject.refusal())),
    }
}

/// A whole number, alone or with `KiB` to `PiB` for bytes, `Ki` to `Ei` for other things; any case.
/// (`EiB` is misspelt in the table of Libreswan 4.10 and therefore refused.)
fn parse(text: &str, bytes: bool) -> Option<u64> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    let number: u64 = digits.parse().ok()?;
    let unit = unit.to_ascii_lowercase();
    let letter = match (unit.as_str(), bytes) {
        ("", _) => return Some(number),
        (unit, true) => unit.strip_suffix("ib").filter(|&unit| unit != "e")?,
        (unit, false) => unit.strip_suffix('i')?,
    };
    let mut letters = letter.chars();
    let power = letters
        .next()
        .and_then(|letter| UNITS.iter().position(|&unit| unit == letter))?;
    if letters.next().is_some() {
        return None;
    }
    let scale = 1u64 << (10 * (power + 1));
    // Libreswan 4.10 caps at 2^63.
    Some(number.saturating_mul(scale).min(1 << 63))
}
