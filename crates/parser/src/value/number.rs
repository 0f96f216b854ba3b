//! Whole numbers and their ranges.

use std::ops::RangeInclusive;

use crate::diagnostic::{Effect, codes};
use crate::target::Reader;

use super::Value;
use super::subject::Subject;
use super::types::{Form, Reading, ValueError};

pub(super) fn read(subject: &Subject<'_>) -> Reading {
    match subject.reader() {
        Reader::Libreswan4 => libreswan_4(subject),
        Reader::Libreswan5 => libreswan_5(subject),
        Reader::Openswan => openswan(subject),
        Reader::Classic => classic(subject),
        Reader::StrongSwan => strongswan(subject),
    }
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Libreswan 4.10 takes a number token; everything else becomes 0 without a message, quoted digits included.
fn libreswan_4(subject: &Subject<'_>) -> Reading {
    let text = subject.text();
    if text == "%forever" {
        return Reading::good(Value::Int(0));
    }
    let number = text.parse::<i64>().ok().filter(|_| digits(text));
    let Some(number) = number.filter(|_| subject.raw.form == Form::Bare) else {
        let becomes = format!("{} reads it as 0 without a message", subject.program());
        let error = match number {
            Some(_) => subject
                .error(
                    codes::BAD_NUMBER,
                    Effect::Misread,
                    format!("`{}` is text, for it is in quotes", subject.shown()),
                )
                .label("quoted digits")
                .help("remove the quotes")
                .fix(text)
                .whole(),
            None => not_a_number(subject, Effect::Misread),
        };
        return Reading::good(Value::Int(0)).with(error.note(becomes));
    };
    let reading = Reading::good(Value::Int(number));
    match subject.id {
        // "Ignoring reqid value - range must be 1-16383"
        "reqid" if !(1..=16383).contains(&number) => Reading::bad(
            out_of_range(subject, Effect::Ignored, &(1..=16383))
                .note(format!("{} ignores it", subject.program())),
        ),
        // "ikeport=... must be between 1..65535, ignored"; 0 passes and means nothing.
        "ikeport" if !(0..=65535).contains(&number) => Reading::bad(
            out_of_range(subject, Effect::Ignored, &(1..=65535))
                .note(format!("{} ignores it", subject.program())),
        ),
        _ => reading,
    }
}

/// The range that pluto of Libreswan 5.4 names when it refuses a number.
fn range_5(id: &str) -> RangeInclusive<i64> {
    match id {
        "ikeport" | "nflog-group" | "tcp-remoteport" | "clones" => 1..=65535,
        "reqid" => 1..=16383,
        "metric" => 1..=i64::MAX,
        "replay-window" => 0..=4_294_967_288,
        "tfc" | "priority" => 0..=4_294_967_295,
        _ => 0..=i64::MAX,
    }
}

fn libreswan_5(subject: &Subject<'_>) -> Reading {
    let text = subject.text();
    // Libreswan 5.4 takes C's prefixes (`ikeport=0x10` is 16) and wraps a negative number.
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let number = if let Some(hex) = unsigned
        .strip_prefix("0x")
        .or_else(|| unsigned.strip_prefix("0X"))
    {
        u64::from_str_radix(hex, 16).ok()
    } else if let Some(binary) = unsigned.strip_prefix("0b") {
        u64::from_str_radix(binary, 2).ok()
    } else {
        unsigned.parse::<u64>().ok().filter(|_| digits(unsigned))
    };
    let Some(number) = number else {
        return Reading::bad(if subject.is_missing() {
            super::missing::refused(subject)
        } else {
            not_a_number(subject, subject.refusal())
        });
    };
    let number = if unsigned.len() == text.len() {
        i64::try_from(number).unwrap_or(i64::MAX)
    } else {
        i64::MIN
    };
    let range = range_5(subject.id);
    if range.contains(&number) {
        return Reading::good(Value::Int(number));
    }
    Reading::bad(out_of_range(subject, subject.refusal(), &range))
}

fn openswan(subject: &Subject<'_>) -> Reading {
    let text = subject.text();
    if text == "%forever" {
        return Reading::good(Value::Int(0));
    }
    if !digits(text) {
        return Reading::bad(not_a_number(subject, Effect::FileRefused));
    }
    match text.parse::<u32>() {
        Ok(number) => Reading::good(Value::Int(number.into())),
        Err(_) => Reading::bad(out_of_range(
            subject,
            Effect::FileRefused,
            &(0..=4_294_967_295),
        )),
    }
}

/// The classic scripts look at `keyingtries=` alone.
fn classic(subject: &Subject<'_>) -> Reading {
    let text = subject.text();
    if text == "%forever" && subject.id == "keyingtries" {
        return Reading::good(Value::Int(0));
    }
    match text.parse::<i64>() {
        Ok(number) if digits(text) || subject.id != "keyingtries" => {
            Reading::good(Value::Int(number))
        }
        _ if subject.id == "keyingtries" => {
            Reading::bad(not_a_number(subject, Effect::ConnRefused))
        }
        _ => Reading::good(Value::Text(text.to_owned())),
    }
}

fn strongswan(subject: &Subject<'_>) -> Reading {
    let text = subject.text();
    match (subject.id, text) {
        ("keyingtries", "%forever") => return Reading::good(Value::Int(0)),
        ("tfc", "%mtu") => return Reading::good(Value::Text(text.to_owned())),
        ("ikedscp", _) => return dscp(subject),
        _ => {}
    }
    let number = text.parse::<i64>().ok();
    match number {
        Some(number) if number >= 0 && digits(text) => Reading::good(Value::Int(number)),
        // The default of replay_window is -1: as charon.replay_window says.
        Some(-1) if subject.id == "replay_window" => Reading::good(Value::Int(-1)),
        Some(number) if number < 0 => {
            Reading::bad(not_a_number(subject, Effect::Misread).note(format!(
                "{} wraps it around to a huge number, without a message",
                subject.program()
            )))
        }
        _ => Reading::bad(not_a_number(subject, subject.refusal())),
    }
}

/// strongSwan's `ikedscp` is written in binary digits.
fn dscp(subject: &Subject<'_>) -> Reading {
    match i64::from_str_radix(subject.text(), 2) {
        Ok(number) if subject.text().bytes().all(|b| matches!(b, b'0' | b'1')) => {
            Reading::good(Value::Int(number))
        }
        _ => Reading::bad(
            subject
                .error(
                    codes::BAD_NUMBER,
                    subject.refusal(),
                    format!("`{}` is not a binary number", subject.shown()),
                )
                .label("digits other than 0 and 1")
                .help("write the DSCP in binary digits, such as `101110`"),
        ),
    }
}

fn not_a_number(subject: &Subject<'_>, effect: Effect) -> ValueError {
    let text = subject.text();
    let mut error = subject
        .error(
            codes::BAD_NUMBER,
            effect,
            format!("`{}` is not a whole number", subject.shown()),
        )
        .label("not decimal digits alone");
    match text
        .find(|c: char| !c.is_ascii_digit())
        .filter(|&end| end > 0)
    {
        Some(end) => {
            error.range = end..text.len();
            let digits = &text[..end];
            error.help(format!("write `{}={digits}`", subject.keyword()))
        }
        None => error.help(format!("write `{}=` and decimal digits", subject.keyword())),
    }
}

fn out_of_range(subject: &Subject<'_>, effect: Effect, range: &RangeInclusive<i64>) -> ValueError {
    let (low, high) = (range.start(), range.end());
    let help = if *high == i64::MAX {
        format!("write at least {low}")
    } else {
        format!("write a number from {low} to {high}")
    };
    subject
        .error(
            codes::NUMBER_OUT_OF_RANGE,
            effect,
            format!(
                "`{}={}` is out of range",
                subject.keyword(),
                subject.shown()
            ),
        )
        .help(help)
}
