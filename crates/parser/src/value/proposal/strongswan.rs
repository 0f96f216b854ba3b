//! Proposals of strongSwan: words joined by hyphens in any order, and a `!` at the very end.

use crate::diagnostic::{Effect, codes};
use crate::target::Version;
use crate::text::printable;

use super::{Kind, Proposal, Suite, Transform, empty, error, suite, unknown};
use crate::value::Value;
use crate::value::subject::Subject;
use crate::value::types::{Reading, ValueError};
use crate::value::words::{self, Word};

struct Found {
    kind: Kind,
    id: &'static str,
    key_length: Option<u32>,
    aead: bool,
}

const INTEGRITY: &[(&str, &str)] = &[
    ("md5", "hmac_md5_96"),
    ("md5_128", "hmac_md5_128"),
    ("sha", "hmac_sha1_96"),
    ("sha1", "hmac_sha1_96"),
    ("sha1_160", "hmac_sha1_160"),
    ("sha256", "hmac_sha2_256_128"),
    ("sha256_96", "hmac_sha2_256_96"),
    ("sha384", "hmac_sha2_384_192"),
    ("sha512", "hmac_sha2_512_256"),
    ("aesxcbc", "aes_xcbc_96"),
    ("aescmac", "aes_cmac_96"),
    ("camelliaxcbc", "camellia_xcbc_96"),
];

const PRF: &[(&str, &str)] = &[
    ("prfmd5", "hmac_md5"),
    ("prfsha1", "hmac_sha1"),
    ("prfsha256", "hmac_sha2_256"),
    ("prfsha384", "hmac_sha2_384"),
    ("prfsha512", "hmac_sha2_512"),
    ("prfaesxcbc", "aes128_xcbc"),
    ("prfaescmac", "aes128_cmac"),
    ("prfcamelliaxcbc", "camellia128_xcbc"),
];

const GROUPS: &[(&str, &str)] = &[
    ("none", "none"),
    ("modpnone", "none"),
    ("modpnull", "modp_null"),
    ("modp768", "modp768"),
    ("modp1024", "modp1024"),
    ("modp1536", "modp1536"),
    ("modp2048", "modp2048"),
    ("modp3072", "modp3072"),
    ("modp4096", "modp4096"),
    ("modp6144", "modp6144"),
    ("modp8192", "modp8192"),
    ("modp1024s160", "modp1024_160"),
    ("modp2048s224", "modp2048_224"),
    ("modp2048s256", "modp2048_256"),
    ("ecp192", "ecp192"),
    ("ecp224", "ecp224"),
    ("ecp256", "ecp256"),
    ("ecp384", "ecp384"),
    ("ecp521", "ecp521"),
    ("ecp224bp", "brainpool224"),
    ("ecp256bp", "brainpool256"),
    ("ecp384bp", "brainpool384"),
    ("ecp512bp", "brainpool512"),
    ("curve25519", "curve25519"),
    ("x25519", "curve25519"),
    ("curve448", "curve448"),
    ("x448", "curve448"),
    ("ntru112", "ntru"),
    ("ntru128", "ntru"),
    ("ntru192", "ntru"),
    ("ntru256", "ntru"),
    ("newhope128", "newhope"),
];

/// Added by strongSwan 6.0, together with `ke1_` to `ke7_` before a group.
const GROUPS_6: &[(&str, &str)] = &[
    ("mlkem512", "ml_kem_512"),
    ("mlkem768", "ml_kem_768"),
    ("mlkem1024", "ml_kem_1024"),
    ("gost256", "gost256"),
    ("gost512", "gost512"),
];

pub(super) fn read(subject: &Subject<'_>) -> Reading {
    let text = subject.text();
    let strict = text.ends_with('!');
    let list = words::all(text.strip_suffix('!').unwrap_or(text));
    let mut proposals = Vec::new();
    for word in list.split(|c| c == ',') {
        match proposal(subject, word.trim(), strict) {
            Ok(proposal) => proposals.push(proposal),
            Err(error) => {
                return Reading::bad(error.note(format!(
                    "charon of {} drops the conn when it is loaded; checking the file says nothing",
                    subject.program()
                )));
            }
        }
    }
    Reading::good(Value::Proposals(proposals))
}

fn proposal(subject: &Subject<'_>, word: Word<'_>, strict: bool) -> Result<Proposal, ValueError> {
    let mut transforms = Vec::new();
    let mut aead = false;
    for part in word.split(|c| c == '-') {
        if part.text.is_empty() {
            return Err(empty(subject, part, "algorithm"));
        }
        let found =
            find(part.text, subject.target.version).ok_or_else(|| stranger(subject, part))?;
        aead |= found.aead;
        transforms.push(Transform {
            kind: found.kind,
            id: Some(found.id),
            key_length: found.key_length,
            text: part.text.to_owned(),
            range: part.range(),
        });
    }
    transforms.sort_by_key(|transform| transform.kind);
    let has = |kind| {
        transforms
            .iter()
            .any(|transform: &Transform| transform.kind == kind)
    };
    let lacks = |what: &str, help: &str| {
        let message = format!("`{}` names no {what}", printable(word.text));
        Err(ValueError::new(
            codes::BAD_PROPOSAL_SHAPE,
            Effect::ConnRefused,
            word.range(),
            message,
        )
        .label(format!("{} needs one", suite(subject).name()))
        .help(help))
    };
    match suite(subject) {
        Suite::Ike if !has(Kind::KeyExchange) => {
            lacks("key exchange group", "add one, such as `-ecp256`")
        }
        Suite::Ike if aead && !has(Kind::Prf) => lacks(
            "PRF",
            "add one, such as `-prfsha256`: an AEAD cipher brings none",
        ),
        Suite::Ike if !has(Kind::Prf) && !has(Kind::Integrity) => {
            lacks("integrity algorithm", "add one, such as `-sha256`")
        }
        Suite::Esp if !has(Kind::Encryption) => {
            lacks("encryption algorithm", "add one, such as `aes256-`")
        }
        Suite::Ah if !has(Kind::Integrity) => {
            lacks("integrity algorithm", "write one, such as `sha256`")
        }
        Suite::Ike | Suite::Esp | Suite::Ah => Ok(Proposal {
            transforms,
            range: word.range(),
            strict,
        }),
    }
}

fn find(text: &str, version: Version) -> Option<Found> {
    let pick = |table: &[(&str, &'static str)], kind, text: &str| {
        let id = table.iter().find(|(name, _)| *name == text)?.1;
        Some(Found {
            kind,
            id,
            key_length: None,
            aead: false,
        })
    };
    let new = version >= Version::new(6, 0, 0);
    let group = |text: &str| {
        pick(GROUPS, Kind::KeyExchange, text)
            .or_else(|| pick(GROUPS_6, Kind::KeyExchange, text).filter(|_| new))
    };
    let additional = || {
        let (prefix, rest) = text.split_once('_')?;
        let number = prefix.strip_prefix("ke")?;
        (new && matches!(number, "1" | "2" | "3" | "4" | "5" | "6" | "7"))
            .then(|| group(rest))
            .flatten()
    };
    cipher(text)
        .or_else(|| pick(INTEGRITY, Kind::Integrity, text))
        .or_else(|| pick(PRF, Kind::Prf, text))
        .or_else(|| group(text))
        .or_else(additional)
        .or_else(|| {
            pick(
                &[("esn", "esn"), ("noesn", "noesn")],
                Kind::SequenceNumbers,
                text,
            )
        })
}

fn cipher(text: &str) -> Option<Found> {
    let plain = |id, key_length| {
        Some(Found {
            kind: Kind::Encryption,
            id,
            key_length,
            aead: false,
        })
    };
    match text {
        "3des" => return plain("3des_cbc", None),
        "des" => return plain("des_cbc", None),
        "null" => return plain("null", None),
        "cast128" => return plain("cast_cbc", Some(128)),
        "chacha20poly1305" | "chacha20poly1305compat" => {
            return Some(Found {
                kind: Kind::Encryption,
                id: "chacha20_poly1305",
                key_length: None,
                aead: true,
            });
        }
        _ => {}
    }
    let name = ["aes", "camellia", "serpent", "twofish", "blowfish"]
        .into_iter()
        .find(|name| text.starts_with(name))?;
    let rest = &text[name.len()..];
    let length = ["128", "192", "256"]
        .into_iter()
        .find(|length| rest.starts_with(length));
    let mode = &rest[length.map_or(0, str::len)..];
    let bits = length.and_then(|length| length.parse().ok());
    let tag = |prefix: &str| {
        Some(match mode.strip_prefix(prefix)? {
            "" | "16" | "128" => 0,
            "12" | "96" => 1,
            "8" | "64" => 2,
            _ => return None,
        })
    };
    let aead = |id| {
        Some(Found {
            kind: Kind::Encryption,
            id,
            key_length: bits,
            aead: true,
        })
    };
    match (name, mode) {
        ("aes", "") => plain("aes_cbc", bits),
        ("camellia", "") => plain("camellia_cbc", bits),
        ("serpent", "") => plain("serpent_cbc", bits),
        ("twofish", "") => plain("twofish_cbc", bits),
        ("blowfish", "") => plain("blowfish_cbc", bits),
        _ if length.is_none() => None,
        ("aes", "ctr") => plain("aes_ctr", bits),
        ("camellia", "ctr") => plain("camellia_ctr", bits),
        ("aes", "gmac") => aead("null_auth_aes_gmac"),
        ("aes", mode) if mode.starts_with("gcm") => {
            tag("gcm").and_then(|tag: usize| aead(["aes_gcm_16", "aes_gcm_12", "aes_gcm_8"][tag]))
        }
        ("aes", mode) if mode.starts_with("ccm") => {
            tag("ccm").and_then(|tag: usize| aead(["aes_ccm_16", "aes_ccm_12", "aes_ccm_8"][tag]))
        }
        ("camellia", mode) if mode.starts_with("ccm") => {
            tag("ccm").and_then(|_| aead("camellia_ccm"))
        }
        _ => None,
    }
}

/// A word that strongSwan does not know; often it is the same algorithm in Libreswan's spelling.
fn stranger(subject: &Subject<'_>, word: Word<'_>) -> ValueError {
    let text = word.text;
    if text.contains('!') {
        return error(
            codes::BAD_PROPOSAL_SHAPE,
            word,
            "a `!` stands inside the list".to_owned(),
        )
        .label("it ends the whole value or nothing")
        .help("write one `!` at the very end");
    }
    if let Some(same) = respelt(&text.to_ascii_lowercase(), subject.target.version) {
        let message = format!(
            "`{}` is no algorithm for {}",
            printable(text),
            subject.program()
        );
        return error(codes::UNKNOWN_ALGORITHM, word, message)
            .label("the spelling of another program")
            .help(format!("write `{same}`"))
            .fix(same);
    }
    let known: Vec<&'static str> = [
        "aes128",
        "aes256",
        "aes128gcm16",
        "aes256gcm16",
        "chacha20poly1305",
        "3des",
        "sha1",
        "sha256",
        "sha384",
        "sha512",
    ]
    .into_iter()
    .chain(PRF.iter().chain(GROUPS).map(|&(name, _)| name))
    .collect();
    unknown(subject, word, Kind::Encryption, &known)
}

fn respelt(text: &str, version: Version) -> Option<String> {
    let known = |text: &str| find(text, version).map(|_| text.to_owned());
    let by_number = match text {
        "dh2" => "modp1024",
        "dh5" => "modp1536",
        "dh14" => "modp2048",
        "dh15" => "modp3072",
        "dh16" => "modp4096",
        "dh17" => "modp6144",
        "dh18" => "modp8192",
        "dh19" => "ecp256",
        "dh20" => "ecp384",
        "dh21" => "ecp521",
        "dh31" => "curve25519",
        "sha2" => "sha256",
        _ => text,
    };
    let gcm = |text: &str| {
        let length = text
            .strip_prefix("aes_gcm")
            .map(|rest| rest.trim_start_matches('_'))?;
        known(&format!(
            "aes{}gcm16",
            if length.is_empty() { "256" } else { length }
        ))
    };
    known(by_number)
        .or_else(|| known(&text.replace("sha2_", "sha")))
        .or_else(|| known(&text.replace('_', "")))
        .or_else(|| gcm(text))
}
