//! Marks of packets: `mark=VALUE/MASK`.

use std::fmt;
use std::ops::Range;

use crate::diagnostic::{Effect, codes};
use crate::target::Reader;

use super::Value;
use super::subject::Subject;
use super::types::{Reading, ValueError};

/// A mark and the bits of a packet's mark that it is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mark {
    /// `None`: a unique number for each conn, Libreswan's `-1` and strongSwan's `%unique`.
    pub value: Option<u32>,
    pub mask: u32,
}

impl Mark {
    const UNIQUE: Mark = Mark {
        value: None,
        mask: u32::MAX,
    };
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value {
            None => f.write_str("-1")?,
            Some(value) => write!(f, "{value:#x}")?,
        }
        write!(f, "/{:#x}", self.mask)
    }
}

pub(super) fn read(subject: &Subject<'_>) -> Reading {
    let text = subject.text();
    if subject.reader() == Reader::StrongSwan && matches!(text, "%unique" | "%unique-dir") {
        return Reading::good(Value::Mark(Mark::UNIQUE));
    }
    if subject.is_missing() {
        return Reading::NOTHING;
    }
    let (value, bits) = match text.split_once('/') {
        Some((value, bits)) => (value, Some(bits)),
        None => (text, None),
    };
    let unique = value == "-1" && subject.reader() != Reader::StrongSwan;
    let number = if unique {
        Ok(u32::MAX)
    } else {
        parse(value, subject.reader())
    };
    let number = match number {
        Ok(number) => number,
        Err(why) => return unreadable(subject, 0..value.len(), why),
    };
    let bits = match bits.map(|bits| parse(bits, subject.reader())) {
        None => u32::MAX,
        Some(Ok(bits)) => bits,
        Some(Err(why)) => return unreadable(subject, value.len() + 1..text.len(), why),
    };
    let mark = Mark {
        value: (!unique).then_some(number),
        mask: bits,
    };
    if unique || number & !bits == 0 || subject.reader() == Reader::StrongSwan {
        return Reading::good(Value::Mark(mark));
    }
    let message = format!("mark {number:#x} has bits outside its mask {bits:#x}");
    let outside = |effect| {
        ValueError::new(codes::BAD_MARK, effect, 0..text.len(), message.clone())
            .label("no packet can match it")
            .help("write a mask that covers the value, such as `0xffffffff`")
    };
    match subject.reader() {
        Reader::Libreswan4 => Reading::good(Value::Mark(mark)).with(
            outside(Effect::Misread)
                .note(format!("{} loads the conn and logs it", subject.program())),
        ),
        _ => Reading::bad(outside(Effect::ConnRefused)),
    }
}

fn parse(text: &str, reader: Reader) -> Result<u32, &'static str> {
    let (digits, radix) = match text.get(..2) {
        Some("0x" | "0X") => (&text[2..], 16),
        // Libreswan 5.4 takes binary numbers, 4.10 does not.
        Some("0b") if reader == Reader::Libreswan5 => (&text[2..], 2),
        _ => (text, 10),
    };
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return Err("not a number");
    }
    u32::from_str_radix(digits, radix).map_err(|_| "larger than 32 bits")
}

fn unreadable(subject: &Subject<'_>, range: Range<usize>, why: &str) -> Reading {
    let message = format!(
        "{} cannot read `{}` as a mark",
        subject.program(),
        subject.shown()
    );
    let error = |effect| {
        ValueError::new(codes::BAD_MARK, effect, range.clone(), message.clone())
            .label(why)
            .help("write `VALUE/MASK`, such as `0x10/0xffffffff`")
    };
    match subject.reader() {
        // "bad mark value", and the conn loads with the mark -1.
        Reader::Libreswan4 => {
            Reading::good(Value::Mark(Mark::UNIQUE)).with(error(Effect::Misread).note(format!(
                "{} loads the conn with the mark -1",
                subject.program()
            )))
        }
        _ => Reading::bad(error(subject.refusal())),
    }
}
