//! Where a configuration says what nobody else should read.
//!
//! A guess by words, on purpose a wide one: what is taken for a secret is blotted out in reports, and nothing else.

use std::ops::Range;

use super::file::File;
use super::line::{Line, LineKind, Problem};

/// What makes a text a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretKind {
    /// The name of its keyword, such as `leftpassword=` or `x-psk=`.
    Keyword,
    /// The same in a comment, or a comment that reads like a line of ipsec.secrets.
    Comment,
    /// A keyword of manual keying, such as `espenckey=`.
    ManualKey,
    /// The line belongs into ipsec.secrets, as in a file of secrets that is included.
    Record,
}

/// A secret and its place, without quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret {
    pub kind: SecretKind,
    pub range: Range<usize>,
}

impl File {
    /// All secrets of the file, in their order; no two overlap.
    pub fn secrets(&self) -> Vec<Secret> {
        let text = self.text();
        let mut out = Vec::new();
        for line in self.lines() {
            // Most lines are plain, with a key that promises nothing; one word is no record.
            let is_harmless = line.plain && kind_of_key(&text[line.key_range()]).is_none();
            if is_harmless || line.kind == LineKind::Blank {
                continue;
            }
            let from = out.len();
            self.of_key(line, &mut out);
            let comment = line.comment_range(text);
            of_setting(text, comment.clone(), SecretKind::Comment, &mut out);
            swallowed(text, line.range(), &mut out);
            // All words of records have capital letters.
            if text[line.range()].bytes().any(|b| b.is_ascii_uppercase()) {
                let end = line.content_end(text);
                of_record(text, line.range().start..end, comment.start, &mut out);
            }
            out[from..].sort_by_key(|secret| (secret.range.start, secret.range.end));
            join(&mut out, from);
        }
        out
    }

    /// The value of a keyword that promises a secret, with what the reader throws away around it.
    fn of_key(&self, line: &Line, out: &mut Vec<Secret>) {
        let Some(kind) = self.entry(line).and_then(|entry| kind_of_key(entry.key())) else {
            return;
        };
        let text = self.text();
        let goes_on = !line.junk_range(text).is_empty()
            || cuts_a_secret(&text[line.comment_range(text)])
            || matches!(
                line.problem,
                Some(Problem::Junk | Problem::OneWordComment | Problem::UnclosedQuote)
            );
        let end = if goes_on {
            line.content_end(text)
        } else if line.value_range().is_empty() {
            line.comment_range(text).start
        } else {
            line.value_range().end
        };
        let start = line.key_range().end.min(end);
        let gap = &text[start..end];
        let start = end - gap.trim_start_matches([' ', '\t', '=', '"']).len();
        out.extend(secret(text, start..end, kind));
    }
}

/// Whether a comment behind a secret may be the rest of one with `#` in it: it has one word, or no blank behind `#`.
fn cuts_a_secret(comment: &str) -> bool {
    let said = comment.trim_start_matches('#');
    !said.is_empty() && (!said.starts_with([' ', '\t']) || said.split_whitespace().nth(1).is_none())
}

/// What a keyword promises, whatever end it is of.
pub fn kind_of_key(key: &str) -> Option<SecretKind> {
    const WORDS: [&str; 14] = [
        "psk",
        "secret",
        "password",
        "passwd",
        "passphrase",
        "presharedkey",
        "pre-shared-key",
        "preshared-key",
        "authpassword",
        "auth-password",
        "xauthpassword",
        "xauthpass",
        "authpass",
        "xauth-password",
    ];
    const MANUAL: [&str; 3] = ["ahkey", "espauthkey", "espenckey"];
    /// The first letters of all of them.
    const STARTS: [char; 10] = ['p', 'P', 's', 'S', 'a', 'A', 'e', 'E', 'x', 'X'];
    /// The last ones, in small letters.
    const ENDS: [u8; 6] = *b"kdesty";
    // Every key of a file comes by here: those that end as none of the words does are out at once.
    let last = key.as_bytes().last()?.to_ascii_lowercase();
    if !ENDS.contains(&last) {
        return None;
    }
    let is_one_of =
        |words: &[&str], word: &str| words.iter().any(|known| word.eq_ignore_ascii_case(known));
    let bare = key.trim_start_matches(['x', 'X', '-', '_']);
    let bare = ["left", "right"]
        .iter()
        .find_map(|end| {
            let head = bare.get(..end.len())?;
            head.eq_ignore_ascii_case(end).then(|| &bare[end.len()..])
        })
        .unwrap_or(bare);
    if !bare.starts_with(STARTS) {
        return None;
    }
    if is_one_of(&MANUAL, bare) {
        return Some(SecretKind::ManualKey);
    }
    is_one_of(&WORDS, bare).then_some(SecretKind::Keyword)
}

/// Lines that a quote above them has made a part of its value: whoever wrote them meant parameters.
fn swallowed(text: &str, line: Range<usize>, out: &mut Vec<Secret>) {
    let mut at = line.start;
    for (i, part) in text[line].split_inclusive('\n').enumerate() {
        let end = at + part.trim_end_matches(['\n', '\r']).len();
        if i > 0 {
            of_setting(text, at..end, SecretKind::Keyword, out);
        }
        at += part.len();
    }
}

/// `leftpassword=hunter2` where the reader sees no parameter, as in `# leftpassword=hunter2`.
fn of_setting(text: &str, place: Range<usize>, kind: SecretKind, out: &mut Vec<Secret>) {
    let said = &text[place.clone()];
    let Some((key, value)) = said.split_once('=') else {
        return;
    };
    let key = key.trim_start_matches(['#', ' ', '\t']).trim_end();
    if kind_of_key(key).is_some() {
        let start = place.end - value.trim_start_matches([' ', '\t', '"']).len();
        out.extend(secret(text, start..place.end, kind));
    }
}

/// The words before a secret in a line of ipsec.secrets.
const RECORDS: [&str; 14] = [
    "PSK", "XAUTH", "EAP", "NTLM", "PPKS", "PPK", "PIN", "RSA", "ECDSA", "PKCS8", "PKCS12", "P12",
    "BLISS", "PUBKEY",
];

/// Those that a file with a key may follow, before the phrase that opens it.
const WITH_FILE: [&str; 8] = [
    "PIN", "RSA", "ECDSA", "PKCS8", "PKCS12", "P12", "BLISS", "PUBKEY",
];

/// The secret numbers of an RSA key, as `: RSA { ... }` has them.
const PARTS_OF_KEYS: [&str; 6] = [
    "PrivateExponent",
    "Prime1",
    "Prime2",
    "Exponent1",
    "Exponent2",
    "Coefficient",
];

fn of_record(text: &str, line: Range<usize>, comment: usize, out: &mut Vec<Secret>) {
    let kind = |at: usize| {
        if at >= comment {
            SecretKind::Comment
        } else {
            SecretKind::Record
        }
    };
    let said = &text[line.clone()];
    for (at, word) in words(said) {
        let rest_at = line.start + at + word.len();
        let rest = &text[rest_at..line.end];
        let name = word.trim_end_matches(':');
        if PARTS_OF_KEYS.contains(&name) && (word.len() > name.len() || rest.starts_with(':')) {
            let value = rest.trim_start_matches([' ', '\t', ':']);
            out.extend(secret(
                text,
                line.end - value.len()..line.end,
                kind(rest_at),
            ));
            return;
        }
        let name = name.trim_start_matches([':', '#']);
        if !RECORDS.contains(&name) {
            continue;
        }
        let before = said[..at].trim_end();
        let is_record = word.starts_with(':') || before.ends_with(':');
        let value = rest.trim_start_matches([' ', '\t', ':']);
        let value_at = line.end - value.len();
        if let Some(range) = of_value(
            text,
            name,
            value_at..line.end,
            is_record,
            value_at < comment,
        ) {
            out.extend(secret(text, range, kind(value_at)));
            return;
        }
        if is_record {
            return;
        }
    }
}

/// The secret among the words behind `PSK` or `RSA`.
fn of_value(
    text: &str,
    name: &str,
    value: Range<usize>,
    is_record: bool,
    is_line: bool,
) -> Option<Range<usize>> {
    let said = &text[value.clone()];
    let first = said.chars().next()?;
    let is_number = ["0x", "0X", "0s", "0S", "0t", "0T"]
        .iter()
        .any(|start| said.starts_with(start));
    // Between the word and a pass phrase there may be the name of a file.
    let may_open = |at: usize| {
        at == 0 || is_record && WITH_FILE.contains(&name) && said[..at].ends_with([' ', '\t'])
    };
    let quote = said.find(['"', '\'']).filter(|&at| may_open(at));
    if let Some(at) = quote {
        let mark = said[at..].chars().next()?;
        // Of quotes that do not pair nobody knows which one closes.
        let pairs = said.matches(mark).count().is_multiple_of(2) && !said.contains('\n');
        // Nor what a quote closes that something touches.
        let closes = |end: usize| {
            let behind = said[end + mark.len_utf8()..].chars().next();
            pairs && behind.is_none_or(char::is_whitespace)
        };
        let end = said.rfind(mark).filter(|&end| closes(end));
        return Some(value.start + at + 1..value.start + end.unwrap_or(said.len()));
    }
    if is_number && said.len() > 3 {
        return Some(value);
    }
    // What stands there without quotes is a secret in a line of its own; in a comment it is prose.
    let is_secret = is_record && (is_line || said.contains('"'));
    (is_secret && first != '{').then_some(value)
}

/// The words of a line and where they are.
fn words(line: &str) -> impl Iterator<Item = (usize, &str)> {
    line.split([' ', '\t'])
        .scan(0, |at, word| {
            let start = *at;
            *at += word.len() + 1;
            Some((start, word))
        })
        .filter(|(_, word)| !word.is_empty())
}

/// Without blanks and quotes at its ends.
fn secret(text: &str, range: Range<usize>, kind: SecretKind) -> Option<Secret> {
    let said = text[range.clone()].trim_end().trim_end_matches(['"', '\'']);
    let start = range.start + said.len() - said.trim_start().len();
    let range = start..range.start + said.len();
    (range.start < range.end).then_some(Secret { kind, range })
}

/// Makes one of those that overlap; `from` is where the sorted part of the list starts.
fn join(secrets: &mut Vec<Secret>, from: usize) {
    let mut at = from;
    while at + 1 < secrets.len() {
        if secrets[at + 1].range.start < secrets[at].range.end {
            let next = secrets.remove(at + 1);
            secrets[at].range.end = secrets[at].range.end.max(next.range.end);
        } else {
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Shape;
    use super::*;
    use crate::text::{FileId, Source};

    /// The line with `*` for what is a secret, in every shape.
    fn check(line: &str, expected: &str) {
        for shape in Shape::ALL {
            let text = format!("conn a\n\tleft=192.0.2.1\n{line}\n");
            let source = Source::new("a", text.as_str());
            let ranges: Vec<Range<usize>> = File::parse(FileId(0), &source, shape)
                .secrets()
                .into_iter()
                .map(|secret| secret.range)
                .collect();
            let masked = source.masked(&ranges);
            let shown = masked.text().lines().nth(2).expect("the line is there");
            assert_eq!(shown, expected, "{shape:?}");
        }
    }

    #[test]
    fn values_of_keywords() {
        check("\tleftpassword=tiger", "\tleftpassword=*****");
        check(
            "\tleftXauthPassword = \"big cat\" # my own",
            "\tleftXauthPassword = \"*******\" # my own",
        );
        check("\tleftpassword=tiger #cat", "\tleftpassword=**********");
        check("\tx-psk=tiger", "\tx-psk=*****");
        check("\tespenckey=0x1234", "\tespenckey=******");
        check("\trightahkey=0x1234", "\trightahkey=******");
        check("\tleftpassword=", "\tleftpassword=");
        check("\tleftpassword=\"tiger", "\tleftpassword=\"*****");
        check("\tauthby=secret", "\tauthby=secret");
        check("\tleftrsasigkey=0sAQ", "\tleftrsasigkey=0sAQ");
    }

    /// strongSwan reads on to the next quote.
    #[test]
    fn parameters_that_a_quote_has_swallowed() {
        for line in [
            "\tleftpassword=\"tiger",
            "\tleftpassword = tiger # cat",
            "\t# leftpassword=tiger",
        ] {
            let text = format!("conn a\n\tleftid=\"one\n{line}\r\n\tright=%any\n");
            let source = Source::new("a", text.as_str());
            for shape in Shape::ALL {
                let secrets = File::parse(FileId(0), &source, shape).secrets();
                let ranges: Vec<Range<usize>> = secrets.into_iter().map(|it| it.range).collect();
                let masked = source.masked(&ranges);
                assert!(
                    !masked.text().contains("tiger"),
                    "{shape:?}: {:?}",
                    masked.text()
                );
                assert!(masked.text().contains("right=%any"), "{shape:?}");
            }
        }
    }

    #[test]
    fn comments() {
        check("\t# : PSK \"big cat\"", "\t# : PSK \"*******\"");
        check("\t#@a @b: PSK 0x1234", "\t#@a @b: PSK ******");
        check(
            "\t# @a : RSA key.pem \"cat\"",
            "\t# @a : RSA key.pem \"***\"",
        );
        check("\t# : PSK \"\"tiger'", "\t# : PSK \"******'");
        check("\t#leftpassword=tiger", "\t#leftpassword=*****");
        check(
            "\t# Authentication: PSK or RSA",
            "\t# Authentication: PSK or RSA",
        );
        check("\t# PSK is used", "\t# PSK is used");
        check(
            "\tright=192.0.2.2 # PSK \"cat\"",
            "\tright=192.0.2.2 # PSK \"***\"",
        );
    }

    #[test]
    fn lines_of_a_file_of_secrets() {
        check(": PSK \"big cat\"", ": PSK \"*******\"");
        check(": PSK tiger\"", ": PSK *****\"");
        check(": PSK big \"cat", ": PSK ********");
        check("192.0.2.1 @b : PSK 'cat'", "192.0.2.1 @b : PSK '***'");
        check(": PSK \"big cat", ": PSK \"*******");
        check("@a : XAUTH tiger", "@a : XAUTH *****");
        check("\tPrivateExponent: 0x12ab", "\tPrivateExponent: ******");
        check(": PIN %smartcard 1234", ": PIN ***************");
    }
}
