//! Spans of time.

use std::time::Duration;

use crate::diagnostic::{Effect, codes};
use crate::keyword::Unit;
use crate::target::Reader;

use super::Value;
use super::subject::Subject;
use super::types::{IkeVersion, Reading, ValueError};

const MICROS_PER_SECOND: u128 = 1_000_000;

pub(super) fn read(subject: &Subject<'_>) -> Reading {
    let text = subject.text();
    // Libreswan 4.10 and Openswan 2.6 have a number token for it.
    if text == "%forever" && matches!(subject.reader(), Reader::Libreswan4 | Reader::Openswan) {
        return Reading::good(Value::Duration(Duration::ZERO));
    }
    let default = match subject.span.unit {
        Some(Unit::Milliseconds) => "ms",
        // The tables name the unit for Libreswan 4; it did not change (Libreswan 5.4 counts a bare number the same way).
        _ if subject.id == "retransmit-interval" => "ms",
        _ => "s",
    };
    let read = match subject.reader() {
        Reader::Libreswan4 => whole(text, default, |unit| {
            micros_of(&unit.to_ascii_lowercase()).filter(|_| unit != "us")
        }),
        Reader::Libreswan5 => fraction(text, default),
        Reader::Openswan => whole(text, default, |unit| {
            micros_of(unit).filter(|_| unit.len() == 1)
        }),
        Reader::Classic => classic(text),
        Reader::StrongSwan => {
            if let Some(reading) = negative(subject) {
                return reading;
            }
            whole(text, default, |unit| {
                micros_of(unit).filter(|_| "smhd".contains(unit))
            })
        }
    };
    if let Some(micros) = read.and_then(|micros| u64::try_from(micros).ok()) {
        return Reading::good(Value::Duration(Duration::from_micros(micros)));
    }
    Reading::bad(problem(subject))
}

/// strongSwan 5.9.8 reads the sign as C does, so `-1` is some 136 years.
fn negative(subject: &Subject<'_>) -> Option<Reading> {
    let rest = subject.text().strip_prefix('-')?;
    let digits = rest.trim_end_matches(['s', 'm', 'h', 'd']);
    if digits.is_empty()
        || !digits.bytes().all(|b| b.is_ascii_digit())
        || rest.len() - digits.len() > 1
    {
        return None;
    }
    let error = subject
        .error(
            codes::UNREADABLE_DURATION,
            Effect::Misread,
            format!("`{}` is a negative time", subject.shown()),
        )
        .help("write a positive number")
        .note(format!(
            "{} wraps it around to a huge number, without a message",
            subject.program()
        ));
    Some(Reading::bad(error))
}

fn micros_of(unit: &str) -> Option<u128> {
    Some(match unit {
        "us" => 1,
        "ms" => 1_000,
        "s" => MICROS_PER_SECOND,
        "m" => 60 * MICROS_PER_SECOND,
        "h" => 3_600 * MICROS_PER_SECOND,
        "d" => 86_400 * MICROS_PER_SECOND,
        "w" => 604_800 * MICROS_PER_SECOND,
        _ => return None,
    })
}

fn split_number(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    text.split_at(end)
}

fn whole(text: &str, default: &str, unit: impl Fn(&str) -> Option<u128>) -> Option<u128> {
    let (digits, suffix) = split_number(text);
    let number: u64 = digits.parse().ok()?;
    let scale = if suffix.is_empty() {
        micros_of(default)?
    } else {
        unit(suffix)?
    };
    u128::from(number).checked_mul(scale)
}

/// Classic 2.4.4: `nnn[smhd]` or `n.n[mhd]`.
fn classic(text: &str) -> Option<u128> {
    let (digits, rest) = split_number(text);
    if !rest.starts_with('.') {
        return whole(text, "s", |unit| {
            micros_of(unit).filter(|_| "smhd".contains(unit))
        });
    }
    let (decimals, unit) = split_number(&rest[1..]);
    if digits.is_empty() || decimals.is_empty() || !matches!(unit, "m" | "h" | "d") {
        return None;
    }
    fraction(text, "s")
}

/// Libreswan 5.4: a number with an optional fraction, optional blanks, one unit in any of two spellings.
fn fraction(text: &str, default: &str) -> Option<u128> {
    let (digits, rest) = split_number(text);
    let (decimals, rest) = match rest.strip_prefix('.') {
        Some(rest) => split_number(rest),
        None => ("", rest),
    };
    let number: u128 = digits.parse::<u64>().ok()?.into();
    let unit = match rest.trim_start_matches([' ', '\t']) {
        "" => default,
        "second" | "seconds" => "s",
        "minute" | "minutes" => "m",
        "hour" | "hours" => "h",
        "day" | "days" => "d",
        "week" | "weeks" => "w",
        unit => unit,
    };
    let scale = micros_of(unit)?;
    let mut total = number.checked_mul(scale)?;
    let mut part = scale;
    for digit in decimals.bytes() {
        part /= 10;
        total += u128::from(digit - b'0') * part;
    }
    Some(total)
}

/// Nothing, or a part of the time, was set: how bad is it?
fn effect(subject: &Subject<'_>) -> Effect {
    match subject.reader() {
        Reader::Libreswan4 => Effect::Ignored,
        Reader::Openswan => Effect::FileRefused,
        Reader::Classic => Effect::ConnRefused,
        // Libreswan 5.4 does not look at these unless IKEv1 or iptfs=yes asks for them.
        Reader::Libreswan5 if subject.id.starts_with("iptfs-") => Effect::Ignored,
        Reader::Libreswan5
            if is_dpd_timeout(subject.id) && subject.ike_version() == IkeVersion::V2 =>
        {
            Effect::Ignored
        }
        Reader::Libreswan5 | Reader::StrongSwan => subject.refusal(),
    }
}

fn is_dpd_timeout(id: &str) -> bool {
    matches!(id, "dpdtimeout" | "ikev1-dpdtimeout")
}

fn problem(subject: &Subject<'_>) -> ValueError {
    if subject.is_missing() {
        return ValueError {
            effect: effect(subject),
            ..super::missing::refused(subject)
        };
    }
    let units = match subject.reader() {
        Reader::Libreswan4 => "`ms`, `s`, `m`, `h`, `d` or `w`",
        Reader::Libreswan5 => "`us`, `ms`, `s`, `m`, `h`, `d` or `w`",
        Reader::Openswan => "`s`, `m`, `h`, `d` or `w`",
        Reader::Classic | Reader::StrongSwan => "`s`, `m`, `h` or `d`",
    };
    let message = format!(
        "{} cannot read `{}` as a time",
        subject.program(),
        subject.shown()
    );
    let mut error = subject
        .error(codes::UNREADABLE_DURATION, effect(subject), message)
        .label("not one whole number and one unit");
    // Behind a number, the unit is what cannot be read.
    let (digits, unit) = split_number(subject.text());
    if !digits.is_empty() && !unit.is_empty() {
        error.range = digits.len()..subject.text().len();
        error = error.label(format!("no unit that {} knows", subject.program()));
    }
    let error = match subject.reader() {
        Reader::Libreswan4 => error.note(super::text::drops(subject)),
        _ => error,
    };
    match meant(subject.text()).and_then(|micros| plain(micros, subject.reader())) {
        Some(text) => error.help(format!("write `{text}`")).fix(text).whole(),
        None => error.help(format!(
            "write a whole number and one of {units}, such as `8h`"
        )),
    }
}

/// The time that a person means by `1h30m`, `1.5h`, `60 min` or `2H`.
fn meant(text: &str) -> Option<u128> {
    let lower = text.to_ascii_lowercase();
    let mut rest = lower.trim();
    let mut total = 0u128;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, after) = rest.split_at(end);
        let after = after.trim_start();
        let end = after
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(after.len());
        let (unit, next) = after.split_at(end);
        let unit = match unit {
            "sec" | "secs" => "s",
            "min" | "mins" => "m",
            "hr" | "hrs" => "h",
            unit => unit,
        };
        total = total.checked_add(fraction(&format!("{number}{unit}"), "s")?)?;
        rest = next.trim_start();
    }
    (total > 0).then_some(total)
}

/// The same time as one number and one unit that the reader knows.
fn plain(micros: u128, reader: Reader) -> Option<String> {
    let weeks = matches!(
        reader,
        Reader::Libreswan4 | Reader::Libreswan5 | Reader::Openswan
    );
    let milliseconds = matches!(reader, Reader::Libreswan4 | Reader::Libreswan5);
    let units = ["w", "d", "h", "m", "s", "ms"];
    let usable = units
        .into_iter()
        .filter(|&unit| (unit != "w" || weeks) && (unit != "ms" || milliseconds));
    usable
        .filter_map(|unit| Some((unit, micros_of(unit)?)))
        .find(|&(_, scale)| micros.is_multiple_of(scale))
        .map(|(unit, scale)| format!("{}{unit}", micros / scale))
}
