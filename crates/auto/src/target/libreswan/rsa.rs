//! Raw RSA keys: the name that NSS gives them.

use std::fmt::Write as _;

use sha1::{Digest as _, Sha1};

/// The CKAID of a public key as `leftrsasigkey=` holds it (`0s` and base64, or `0x` and hexadecimal, of RFC 3110): the
/// SHA-1 of the modulus.
pub(super) fn ckaid(key: &str) -> Option<String> {
    let bytes = match key.split_at_checked(2)? {
        ("0s", text) => base_64(text)?,
        ("0x", text) => hexadecimal(text)?,
        _ => return None,
    };
    let mut name = String::new();
    for byte in Sha1::digest(modulus(&bytes)?) {
        let _ = write!(name, "{byte:02x}");
    }
    Some(name)
}

/// What stands behind the exponent, whose length is one byte, or a zero and two bytes.
fn modulus(key: &[u8]) -> Option<&[u8]> {
    let (length, rest) = match key {
        [0, high, low, rest @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), rest),
        [length, rest @ ..] => (usize::from(*length), rest),
        [] => return None,
    };
    rest.get(length..).filter(|modulus| !modulus.is_empty())
}

fn base_64(text: &str) -> Option<Vec<u8>> {
    let digits = text.bytes().filter(|b| !b" \t=".contains(b));
    let mut bytes = Vec::new();
    let (mut pending, mut bits) = (0u32, 0);
    for digit in digits {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        pending = (pending << 6 | u32::from(value)) & 0xff_ffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((pending >> bits & 0xff) as u8);
        }
    }
    Some(bytes)
}

/// Underscores may stand between the digits, as in Libreswan's `ttodata`.
fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text
        .chars()
        .filter(|c| *c != '_')
        .map(|c| c.to_digit(16))
        .collect();
    let pairs = digits?
        .chunks_exact(2)
        .map(|pair| (pair[0] << 4 | pair[1]) as u8)
        .collect();
    Some(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ckaid_is_the_hash_of_the_modulus() {
        // Exponent 3, and a modulus of the letters `abc`: the first test vector of SHA-1.
        assert_eq!(
            ckaid("0x0103616263").unwrap(),
            "a9993e364706816aba3e25717850c26c9cd0d89d"
        );
        assert_eq!(ckaid("0sAQNhYmM="), ckaid("0x0103616263"));
        assert_eq!(ckaid("0x00000103616263"), ckaid("0x0103616263"));
    }

    #[test]
    fn what_is_no_key_has_none() {
        for text in [
            "", "0", "0x", "0x01", "0x0103", "%cert", "0s", "0s!", "0xzz", "0ü",
        ] {
            assert_eq!(ckaid(text), None, "{text}");
        }
    }
}
