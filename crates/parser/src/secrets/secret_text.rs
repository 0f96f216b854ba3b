//! The secret of a record: where it stands and what can be said about it without saying it.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;

use crate::text::Span;

/// How a secret is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// There is none, or none that is written here: the key of a file without passphrase.
    None,
    Quoted,
    Hex,
    Base64,
    /// `0t...`, or a bare word where the target takes one.
    Text,
    /// `{ ... }` of a raw RSA key.
    Block,
    /// `%prompt`.
    Prompt,
}

/// What an attacker makes of a secret, as far as its text tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    Empty,
    /// A value from manuals and examples.
    Sample,
    /// One character, a run of the alphabet or the keyboard, or a short piece again and again.
    Pattern,
    /// Less than [`LEAST`] bytes of text, or [`LEAST_RANDOM`] bytes of other data.
    Short,
    Fair,
}

/// Less than this is found by trying, once an attacker has seen one exchange.
pub const LEAST: usize = 20;

/// For `0x` and `0s`, which nobody writes by hand.
pub const LEAST_RANDOM: usize = 16;

/// A secret. Holds its place and never its text; neither [`fmt::Debug`] nor anything else can show it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SecretText {
    span: Span,
    form: Form,
    len: u32,
    strength: Strength,
    /// Tells equal secrets from different ones; keyed anew in every process.
    digest: u64,
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(..)")
    }
}

static KEYS: LazyLock<RandomState> = LazyLock::new(RandomState::new);

impl SecretText {
    /// `text` is what stands at `span`, without its quotes.
    pub(super) fn new(span: Span, form: Form, text: &str) -> SecretText {
        let bytes = match form {
            Form::Hex => (text.bytes().filter(u8::is_ascii_hexdigit).count()) / 2,
            Form::Base64 => {
                text.bytes()
                    .filter(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'))
                    .count()
                    * 3
                    / 4
            }
            _ => text.len(),
        };
        let strength = match form {
            Form::None | Form::Block | Form::Prompt => Strength::Fair,
            _ if bytes == 0 => Strength::Empty,
            Form::Hex | Form::Base64 if has_pattern(text) => Strength::Pattern,
            Form::Hex | Form::Base64 => {
                if bytes < LEAST_RANDOM {
                    Strength::Short
                } else {
                    Strength::Fair
                }
            }
            _ => of_text(text),
        };
        SecretText {
            span,
            form,
            len: bytes as u32,
            strength,
            digest: KEYS.hash_one((form, text)),
        }
    }

    pub(super) fn none(span: Span) -> SecretText {
        SecretText::new(span, Form::None, "")
    }

    /// Where it stands, with its quotes.
    pub fn span(&self) -> Span {
        self.span
    }

    pub fn form(&self) -> Form {
        self.form
    }

    /// In bytes, as the daemon counts them.
    pub fn length(&self) -> usize {
        self.len as usize
    }

    pub fn strength(&self) -> Strength {
        self.strength
    }

    /// Whether both are the same secret, written the same way.
    pub fn is_same(&self, other: &SecretText) -> bool {
        self.digest == other.digest
    }
}

fn of_text(text: &str) -> Strength {
    let lower = text.to_ascii_lowercase();
    let letters: String = lower.chars().filter(char::is_ascii_alphanumeric).collect();
    let trimmed = letters.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_sample = SAMPLES.contains(&&*letters)
        || SAMPLES.contains(&trimmed)
        || SAMPLE_PARTS.iter().any(|part| letters.contains(part));
    let is_placeholder = text.starts_with('<') && text.ends_with('>')
        || text.starts_with("${")
        || text.starts_with("{{");
    if is_sample || is_placeholder {
        return Strength::Sample;
    }
    if has_pattern(&lower) {
        return Strength::Pattern;
    }
    if text.len() < LEAST {
        Strength::Short
    } else {
        Strength::Fair
    }
}

/// Values that stand in manuals, blog posts and installation scripts.
const SAMPLES: [&str; 34] = [
    "secret",
    "password",
    "passwd",
    "pass",
    "passphrase",
    "psk",
    "key",
    "mykey",
    "vpn",
    "vpnpassword",
    "ipsec",
    "ipsecpsk",
    "test",
    "testing",
    "demo",
    "example",
    "foobar",
    "foo",
    "bar",
    "foobarbaz",
    "admin",
    "letmein",
    "welcome",
    "default",
    "qwerty",
    "sharedsecret",
    "supersecret",
    "topsecret",
    "mysecret",
    "mypassword",
    "vpnsecret",
    "vpnpsk",
    "psksecret",
    "cisco",
];

const SAMPLE_PARTS: [&str; 16] = [
    "changeme",
    "changethis",
    "replaceme",
    "replacethis",
    "yourpsk",
    "yoursecret",
    "yourpassword",
    "yourkey",
    "yourvpn",
    "yourpreshared",
    "yourshared",
    "insertyour",
    "presharedkey",
    "sharedkey",
    "verysecret",
    "samplepsk",
];

/// Runs that fingers and textbooks make.
const RUNS: [&str; 8] = [
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "98765432109876543210",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "1qaz2wsx3edc4rfv5tgb",
    "zyxwvutsrqponmlkjihgfedcba",
    "azertyuiopqsdfghjklmwxcvbn",
];

/// Whether the text is a short piece repeated, or consists of runs of [`RUNS`] of four and more characters.
fn has_pattern(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() < 4 {
        return false;
    }
    let repeats = (1..=4.min(bytes.len() / 2))
        .any(|period| bytes.iter().zip(&bytes[period..]).all(|(a, b)| a == b));
    repeats || is_runs(text)
}

fn is_runs(text: &str) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        let longest = RUNS
            .iter()
            .map(|run| run_length(rest, run))
            .max()
            .unwrap_or(0);
        if longest < 4 {
            return false;
        }
        rest = &rest[longest..];
    }
    true
}

/// How far `text` follows `run`, from wherever its first character stands there.
fn run_length(text: &str, run: &str) -> usize {
    let Some(first) = text.bytes().next() else {
        return 0;
    };
    let starts = run
        .bytes()
        .enumerate()
        .filter(|(_, b)| *b == first)
        .map(|(at, _)| at);
    starts
        .map(|at| {
            text.bytes()
                .zip(run[at..].bytes())
                .take_while(|(a, b)| a == b)
                .count()
        })
        .max()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Strength, of_text};

    #[test]
    fn strengths() {
        for (text, expected) in [
            ("secret", Strength::Sample),
            ("Secret123", Strength::Sample),
            ("CHANGE_ME_PLEASE_NOW_OK", Strength::Sample),
            ("<preshared key of the site>", Strength::Sample),
            ("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", Strength::Pattern),
            ("abcabcabcabcabcabcabcabc", Strength::Pattern),
            ("abcdefghijklmnopqrstuvwxyz", Strength::Pattern),
            ("1234567890abcdef", Strength::Pattern),
            ("k3!fPq9Z", Strength::Short),
            ("k3!fPq9ZmW7sL0xVbN2c", Strength::Fair),
        ] {
            assert_eq!(of_text(text), expected, "{text}");
        }
    }
}
