//! Raw public keys and key identifiers. No message here shows a value: somebody will paste a private key.

use crate::diagnostic::{Effect, codes};
use crate::target::Reader;

use super::Value;
use super::subject::Subject;
use super::types::Reading;

/// Where a public key comes from; the bytes themselves are of no interest here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pubkey {
    /// `%cert`.
    Cert,
    /// `%dns` and its kin.
    Dns,
    /// `%none`.
    None,
    /// `0x...`, with this many digits.
    Hex(usize),
    /// `0s...` or bare base64, with this many characters.
    Base64(usize),
    /// strongSwan: a file, `dns:...` or `ssh:...`.
    Elsewhere,
}

/// The bytes of the shortest RSA key: two for the exponent and "RFC minimum 12" for the modulus (Libreswan 4.10).
const RSA_MINIMUM: usize = 14;

pub(super) fn read(subject: &Subject<'_>) -> Reading {
    let text = subject.text();
    let key = |key| Reading::good(Value::Key(key));
    let reader = subject.reader();
    // Libreswan compares these words in any case (`%CERT` loads in 4.10 and 5.4).
    let lower = text.to_ascii_lowercase();
    match lower.as_str() {
        "%cert" => return key(Pubkey::Cert),
        "%dns" | "%dnsondemand" => return key(Pubkey::Dns),
        "%dnsonload" if matches!(reader, Reader::Classic | Reader::Openswan) => {
            return key(Pubkey::Dns);
        }
        "%none" if matches!(reader, Reader::Classic | Reader::Openswan) => {
            return key(Pubkey::None);
        }
        "0x00" if reader == Reader::Classic => return key(Pubkey::None),
        _ => {}
    }
    if reader == Reader::Classic {
        return key(Pubkey::Elsewhere);
    }
    // `leftpubkey=` is the base64 of a PEM file; a prefix would be a part of the data (Libreswan 4.10 and 5.4).
    if subject.id == "pubkey" && reader != Reader::StrongSwan {
        return match base_64(text) {
            Ok(()) => match is_whole_sequence(text) {
                Some(true) => key(Pubkey::Base64(text.len())),
                // "improperly formatted DER-encoded message" (Libreswan 4.10 and 5.4).
                Some(false) => malformed(subject, "its end is missing"),
                None => malformed(subject, "it is not the text of a public key file"),
            },
            Err(_) if text.starts_with("0s") => {
                malformed(subject, "it begins with `0s`, which is taken for data")
            }
            Err(why) => malformed(subject, why),
        };
    }
    let rsa =
        subject.id == "rsasigkey" && matches!(reader, Reader::Libreswan4 | Reader::Libreswan5);
    if let Some(hex) = text.strip_prefix("0x") {
        return match hexadecimal(hex) {
            Ok(()) if rsa && hex.len() / 2 < RSA_MINIMUM => {
                malformed(subject, "it is too short for an RSA key")
            }
            Ok(()) => key(Pubkey::Hex(hex.len())),
            Err(why) => malformed(subject, why),
        };
    }
    let bare = reader == Reader::StrongSwan && is_base64(text);
    let base64 = text
        .strip_prefix("0s")
        .or((bare && !text.starts_with('%')).then_some(text));
    match base64 {
        _ if reader == Reader::StrongSwan && base64.is_none() => key(Pubkey::Elsewhere),
        Some(base64) => match base_64(base64) {
            Ok(()) if rsa && base64.len() / 4 * 3 < RSA_MINIMUM => {
                malformed(subject, "it is too short for an RSA key")
            }
            Ok(()) => key(Pubkey::Base64(base64.len())),
            Err(_) if reader == Reader::StrongSwan && !text.starts_with("0s") => {
                key(Pubkey::Elsewhere)
            }
            Err(why) => malformed(subject, why),
        },
        // Libreswan 4.10 and 5.4: "input does not begin with format prefix".
        None => malformed(subject, "it begins with neither `0s` nor `0x`"),
    }
}

fn is_base64(text: &str) -> bool {
    text.len() > 64 && base_64(text).is_ok()
}

fn hexadecimal(digits: &str) -> Result<(), &'static str> {
    if digits.is_empty() {
        return Err("no data");
    }
    // An underscore may separate groups of digits.
    if !digits.bytes().all(|b| b.is_ascii_hexdigit() || b == b'_') {
        return Err("it has a character that is no hexadecimal digit");
    }
    if digits.bytes().filter(u8::is_ascii_hexdigit).count() % 2 == 1 {
        return Err("it ends in the middle of a byte");
    }
    Ok(())
}

fn base_64(text: &str) -> Result<(), &'static str> {
    let blanks = |b: &u8| !matches!(b, b' ' | b'\t');
    let data: Vec<u8> = text.bytes().filter(blanks).collect();
    let padding = data.iter().rev().take_while(|&&b| b == b'=').count();
    let digits = data.len() - padding;
    if digits == 0 {
        return Err("no data");
    }
    if !data[..digits]
        .iter()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'))
    {
        return Err("it has a character that is not of base64");
    }
    // "input ends in mid-byte, perhaps truncated" (Libreswan 4.10 and 5.4).
    if !data.len().is_multiple_of(4) || padding > 2 {
        return Err("it ends in the middle of a byte");
    }
    Ok(())
}

/// Whether base64 text holds as many bytes as the DER sequence it begins with says; `None` when it begins with none.
fn is_whole_sequence(text: &str) -> Option<bool> {
    let value = |b: u8| match b {
        b'A'..=b'Z' => Some(b - b'A'),
        b'a'..=b'z' => Some(b - b'a' + 26),
        b'0'..=b'9' => Some(b - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let digits: Vec<u8> = text.bytes().filter_map(value).collect();
    let bit = |at: usize| digits.get(at / 6).map(|digit| digit >> (5 - at % 6) & 1);
    let byte = |at: usize| {
        (0..8).try_fold(0usize, |byte, i| {
            Some(byte << 1 | usize::from(bit(at * 8 + i)?))
        })
    };
    let needed = match (byte(0)?, byte(1)?) {
        (0x30, short @ 0..=0x7f) => short + 2,
        (0x30, 0x81) => byte(2)? + 3,
        (0x30, 0x82) => (byte(2)? << 8 | byte(3)?) + 4,
        _ => return None,
    };
    Some(digits.len() * 6 / 8 >= needed)
}

fn malformed(subject: &Subject<'_>, why: &str) -> Reading {
    let effect = match subject.reader() {
        Reader::StrongSwan => Effect::Ignored,
        _ => Effect::ConnRefused,
    };
    let message = format!("`{}` holds no readable key: {why}", subject.keyword());
    let valid = match subject.reader() {
        Reader::StrongSwan => "write `0s` and base64, `0x` and hexadecimal, or the name of a file",
        _ if subject.id == "pubkey" => {
            "write `%cert`, or the base64 text of a PEM file in one line"
        }
        _ => "write `%cert`, `0s` and base64, or `0x` and hexadecimal",
    };
    Reading::bad(
        subject
            .error(codes::RAW_KEY_MALFORMED, effect, message)
            .label(why)
            .help(valid),
    )
}

/// `leftckaid=`: pairs of hexadecimal digits, and nothing before or between them (Libreswan 4.10 and 5.4).
pub(super) fn ckaid(subject: &Subject<'_>) -> Reading {
    // An underscore may stand between digits.
    let text = &subject.text().replace('_', "");
    let why = if text.is_empty() {
        "no data"
    } else if !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        "it has a character that is no hexadecimal digit"
    } else if !text.len().is_multiple_of(2) {
        "it ends in the middle of a byte"
    } else {
        return Reading::good(Value::Text(text.to_ascii_lowercase()));
    };
    let message = format!(
        "`{}` holds no readable key identifier: {why}",
        subject.keyword()
    );
    Reading::bad(
        subject
            .error(codes::RAW_KEY_MALFORMED, Effect::ConnRefused, message)
            .label(why)
            .help("write the hexadecimal digits that `ipsec showhostkey --list` shows, without `0x` and colons"),
    )
}
