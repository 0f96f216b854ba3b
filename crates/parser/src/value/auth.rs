//! How the ends prove who they are: `authby=`, and strongSwan's `leftauth=`.

use crate::diagnostic::{Effect, codes};
use crate::target::{Reader, Version};
use crate::text::printable;

use super::Value;
use super::subject::Subject;
use super::types::{IkeVersion, Reading, ValueError};
use super::words::{self, Word};

/// The words of Libreswan 4.10, lower case only.
const LIBRESWAN: [&str; 14] = [
    "secret",
    "rsasig",
    "rsa",
    "never",
    "null",
    "rsa-sha1",
    "rsa-sha2",
    "rsa-sha2_256",
    "rsa-sha2_384",
    "rsa-sha2_512",
    "ecdsa",
    "ecdsa-sha2",
    "ecdsa-sha2_256",
    "ecdsa-sha2_384",
];
const LIBRESWAN_MORE: [&str; 1] = ["ecdsa-sha2_512"];
/// Added by Libreswan 5.
const LIBRESWAN_5: [&str; 1] = ["eddsa"];
const CLASSIC: [&str; 5] = [
    "rsasig",
    "secret",
    "never",
    "secret|rsasig",
    "rsasig|secret",
];
const OPENSWAN: [&str; 3] = ["never", "rsasig", "secret"];
const STRONGSWAN: [&str; 10] = [
    "psk",
    "secret",
    "pubkey",
    "rsa",
    "rsasig",
    "ecdsa",
    "ecdsasig",
    "xauthpsk",
    "xauthrsasig",
    "never",
];

pub(super) fn read(subject: &Subject<'_>) -> Reading {
    match subject.reader() {
        Reader::Libreswan4 | Reader::Libreswan5 => libreswan(subject),
        Reader::Classic => one(subject, &CLASSIC, Effect::ConnRefused),
        Reader::Openswan => one(subject, &OPENSWAN, Effect::Misread),
        Reader::StrongSwan => one(subject, &STRONGSWAN, subject.refusal()),
    }
}

fn one(subject: &Subject<'_>, known: &[&'static str], effect: Effect) -> Reading {
    match known.iter().find(|word| **word == subject.text()) {
        Some(word) => Reading::good(Value::Auth(vec![word])),
        None => Reading::bad(unknown(subject, words::all(subject.text()), known, effect)),
    }
}

/// Libreswan 4.10 and 5.4 split at each comma and each single blank; an empty item is refused.
fn libreswan(subject: &Subject<'_>) -> Reading {
    let mut known = [LIBRESWAN.as_slice(), &LIBRESWAN_MORE].concat();
    if subject.target.version >= Version::new(5, 0, 0) {
        known.extend(LIBRESWAN_5);
    }
    let mut methods: Vec<&'static str> = Vec::new();
    for item in words::all(subject.text()).split(|c| matches!(c, ',' | ' ')) {
        let Some(word) = known.iter().find(|word| **word == item.text) else {
            return Reading::bad(unknown(subject, item, &known, Effect::ConnRefused));
        };
        let word = if *word == "rsa" { "rsasig" } else { word };
        if !methods.contains(&word) {
            methods.push(word);
        }
    }
    // Libreswan 5.4 does not look at a conn that negotiates nothing; 4.10 does.
    let negotiates = subject.reader() == Reader::Libreswan4 || !subject.context.shunt;
    let is_v1 = subject.context.ike_version == Some(IkeVersion::V1);
    match ikev1(subject, &methods).filter(|_| is_v1 && negotiates) {
        Some(error) => Reading::bad(error),
        None => Reading::good(Value::Auth(methods)),
    }
}

/// "ikev1 connection must use authby= of rsasig, secret or never" (Libreswan 4.10).
fn ikev1(subject: &Subject<'_>, methods: &[&'static str]) -> Option<ValueError> {
    let item = words::pieces(subject.text(), |c| matches!(c, ',' | ' '))
        .into_iter()
        .find(|item| !matches!(item.text, "rsasig" | "rsa" | "secret" | "never"));
    if let Some(item) = item {
        let message = format!("`authby={}` needs IKEv2", printable(item.text));
        return Some(
            ValueError::new(
                codes::BAD_AUTH_WORD,
                Effect::ConnRefused,
                item.range(),
                message,
            )
            .label("not for IKEv1")
            .help("with IKEv1 write `rsasig` or `secret`"),
        );
    }
    // "additional PSK in authby=PSK+RSASIG is not supported by IKEv1" (Libreswan 4.10 and 5.4).
    let both = methods.contains(&"secret") && methods.contains(&"rsasig");
    both.then(|| {
        subject
            .error(
                codes::ONE_VALUE_ONLY,
                Effect::ConnRefused,
                "IKEv1 takes one authentication method",
            )
            .label("two methods")
            .help("keep `rsasig` or `secret`")
    })
}

fn unknown(
    subject: &Subject<'_>,
    item: Word<'_>,
    known: &[&'static str],
    effect: Effect,
) -> ValueError {
    let (message, range) = if item.text.is_empty() {
        let at = item.start.min(subject.text().len());
        (
            format!("`{}` has an empty item", subject.keyword()),
            at.saturating_sub(1)..at,
        )
    } else {
        (
            format!(
                "`{}` is no authentication method for {}",
                printable(item.text),
                subject.program()
            ),
            item.range(),
        )
    };
    let error = ValueError::new(codes::BAD_AUTH_WORD, effect, range, message);
    let same = match item.text {
        "psk" | "PSK" => Some("secret"),
        "pubkey" => Some("rsasig"),
        "ecdsasig" => Some("ecdsa"),
        other => words::nearest(other, known),
    };
    let error = match same.filter(|word| known.contains(word)) {
        Some(word) => error.help(format!("did you mean `{word}`?")).guess(word),
        None => error,
    };
    let error = error.help(format!("valid are {}", words::one_of(known)));
    match subject.reader() {
        Reader::Openswan => error.note(format!(
            "{} warns and goes on with the first word of its table",
            subject.program()
        )),
        _ => error,
    }
}

/// strongSwan's `leftauth=`: unknown text means `any`, with a log line.
pub(super) fn strongswan_round(subject: &Subject<'_>) -> Reading {
    let text = subject.text();
    let starts = [
        "pubkey", "rsa", "ecdsa", "ed25519", "ed448", "bliss", "ike:", "eap", "xauth", "psk",
        "secret", "any",
    ];
    if starts.iter().any(|start| text.starts_with(start)) {
        return Reading::good(Value::Text(text.to_owned()));
    }
    let known = [
        "pubkey", "psk", "secret", "eap", "xauth", "rsa", "ecdsa", "any",
    ];
    Reading::good(Value::Text("any".to_owned())).with(
        unknown(subject, words::all(text), &known, Effect::Misread).note(format!(
            "{} takes it for `any`, with a log line",
            subject.program()
        )),
    )
}
