//! The algorithm names of Libreswan and what its proposal parser lets each of them do.
//!
//! Ids are those of the algorithm tables. What the packaged Libreswan 4.10 accepts was tried word by word with its
//! own parser; 5.4 differs in no word that its tested build knows.

use super::{Kind, Suite};
use crate::value::types::IkeVersion;

/// The IKE versions that an algorithm may be used with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    Never,
    V1,
    V2,
    Both,
}

impl Use {
    fn allows(self, version: IkeVersion) -> bool {
        match self {
            Use::Never => false,
            Use::Both => true,
            Use::V1 => version == IkeVersion::V1,
            Use::V2 => version == IkeVersion::V2,
        }
    }
}

/// What may stand behind the name of a cipher.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    /// No length.
    Fixed,
    /// 128, 192 or 256.
    Aes,
}

#[derive(Clone, Copy)]
pub(super) struct Algorithm {
    pub id: &'static str,
    pub kind: Kind,
    pub names: &'static [&'static str],
    pub ike: Use,
    /// For ESP and AH.
    pub esp: Use,
    pub keys: Keys,
    pub aead: bool,
}

impl Algorithm {
    pub(super) fn usable(&self, suite: Suite, version: IkeVersion) -> bool {
        match suite {
            Suite::Ike => self.ike.allows(version),
            Suite::Esp | Suite::Ah => self.esp.allows(version),
        }
    }

    pub(super) fn usable_at_all(&self, suite: Suite) -> bool {
        self.usable(suite, IkeVersion::V1) || self.usable(suite, IkeVersion::V2)
    }
}

const fn cipher(
    id: &'static str,
    names: &'static [&'static str],
    ike: Use,
    esp: Use,
    keys: Keys,
) -> Algorithm {
    Algorithm {
        id,
        kind: Kind::Encryption,
        names,
        ike,
        esp,
        keys,
        aead: false,
    }
}

const fn aead(
    id: &'static str,
    names: &'static [&'static str],
    ike: Use,
    esp: Use,
    keys: Keys,
) -> Algorithm {
    Algorithm {
        id,
        kind: Kind::Encryption,
        names,
        ike,
        esp,
        keys,
        aead: true,
    }
}

const fn other(
    kind: Kind,
    id: &'static str,
    names: &'static [&'static str],
    ike: Use,
    esp: Use,
) -> Algorithm {
    Algorithm {
        id,
        kind,
        names,
        ike,
        esp,
        keys: Keys::Fixed,
        aead: false,
    }
}

use Kind::{Integrity, KeyExchange, Prf};
use Use::{Both, Never, V1, V2};

pub(super) const LIBRESWAN: &[Algorithm] = &[
    cipher("aes_cbc", &["aes", "aes_cbc"], Both, Both, Keys::Aes),
    aead(
        "aes_gcm_16",
        &["aes_gcm", "aes_gcm_c", "aes_gcm_16"],
        V2,
        Both,
        Keys::Aes,
    ),
    aead(
        "aes_gcm_12",
        &["aes_gcm_b", "aes_gcm_12"],
        V2,
        Both,
        Keys::Aes,
    ),
    aead(
        "aes_gcm_8",
        &["aes_gcm_a", "aes_gcm_8"],
        V2,
        Both,
        Keys::Aes,
    ),
    aead(
        "aes_ccm_16",
        &["aes_ccm", "aes_ccm_c", "aes_ccm_16"],
        Never,
        Both,
        Keys::Aes,
    ),
    aead(
        "aes_ccm_12",
        &["aes_ccm_b", "aes_ccm_12"],
        Never,
        Both,
        Keys::Aes,
    ),
    aead(
        "aes_ccm_8",
        &["aes_ccm_a", "aes_ccm_8"],
        Never,
        Both,
        Keys::Aes,
    ),
    cipher("aes_ctr", &["aesctr", "aes_ctr"], Both, Both, Keys::Aes),
    aead(
        "chacha20_poly1305",
        &["chacha20poly1305", "chacha20_poly1305"],
        V2,
        V2,
        Keys::Fixed,
    ),
    cipher("3des_cbc", &["3des", "3des_cbc"], Both, Both, Keys::Fixed),
    cipher(
        "camellia_cbc",
        &["camellia", "camellia_cbc"],
        Both,
        Both,
        Keys::Aes,
    ),
    cipher("camellia_ctr", &["camellia_ctr"], Never, Both, Keys::Aes),
    cipher("null", &["null"], Never, Both, Keys::Fixed),
    aead(
        "null_auth_aes_gmac",
        &["aes_gmac", "null_auth_aes_gmac"],
        Never,
        Both,
        Keys::Aes,
    ),
    other(Prf, "hmac_md5", &["md5", "hmac_md5"], Both, Never),
    other(Prf, "hmac_sha1", &["sha", "sha1", "hmac_sha1"], Both, Never),
    other(
        Prf,
        "hmac_sha2_256",
        &["sha2", "sha256", "sha2_256", "hmac_sha2_256"],
        Both,
        Never,
    ),
    other(
        Prf,
        "hmac_sha2_384",
        &["sha384", "sha2_384", "hmac_sha2_384"],
        Both,
        Never,
    ),
    other(
        Prf,
        "hmac_sha2_512",
        &["sha512", "sha2_512", "hmac_sha2_512"],
        Both,
        Never,
    ),
    other(Prf, "aes128_xcbc", &["aes_xcbc", "aes128_xcbc"], V2, Never),
    other(
        Integrity,
        "hmac_md5_96",
        &["md5", "hmac_md5", "hmac_md5_96"],
        V2,
        Both,
    ),
    other(
        Integrity,
        "hmac_sha1_96",
        &["sha", "sha1", "hmac_sha1", "hmac_sha1_96", "sha1_96"],
        V2,
        Both,
    ),
    other(
        Integrity,
        "hmac_sha2_256_128",
        &[
            "sha2",
            "sha256",
            "sha2_256",
            "sha2_256_128",
            "hmac_sha2_256",
            "hmac_sha2_256_128",
        ],
        V2,
        Both,
    ),
    other(
        Integrity,
        "hmac_sha2_384_192",
        &[
            "sha384",
            "sha2_384",
            "sha2_384_192",
            "hmac_sha2_384",
            "hmac_sha2_384_192",
        ],
        V2,
        Both,
    ),
    other(
        Integrity,
        "hmac_sha2_512_256",
        &[
            "sha512",
            "sha2_512",
            "sha2_512_256",
            "hmac_sha2_512",
            "hmac_sha2_512_256",
        ],
        V2,
        Both,
    ),
    other(
        Integrity,
        "hmac_sha2_256_96",
        &["hmac_sha2_256_truncbug"],
        Never,
        V1,
    ),
    other(
        Integrity,
        "aes_xcbc_96",
        &["aes_xcbc", "aes128_xcbc", "aes_xcbc_96", "aes128_xcbc_96"],
        V2,
        Both,
    ),
    other(
        Integrity,
        "aes_cmac_96",
        &["aes_cmac", "aes_cmac_96"],
        Never,
        Both,
    ),
    other(Integrity, "none", &["none", "null"], V2, Both),
    other(KeyExchange, "none", &["none", "null", "dh0"], V2, V2),
    other(KeyExchange, "modp1536", &["modp1536", "dh5"], Both, Both),
    other(KeyExchange, "modp2048", &["modp2048", "dh14"], Both, Both),
    other(KeyExchange, "modp3072", &["modp3072", "dh15"], Both, Both),
    other(KeyExchange, "modp4096", &["modp4096", "dh16"], Both, Both),
    other(KeyExchange, "modp6144", &["modp6144", "dh17"], Both, Both),
    other(KeyExchange, "modp8192", &["modp8192", "dh18"], Both, Both),
    other(
        KeyExchange,
        "ecp256",
        &["dh19", "ecp_256", "ecp256"],
        Both,
        V2,
    ),
    other(
        KeyExchange,
        "ecp384",
        &["dh20", "ecp_384", "ecp384"],
        Both,
        V2,
    ),
    other(
        KeyExchange,
        "ecp521",
        &["dh21", "ecp_521", "ecp521"],
        Both,
        V2,
    ),
    other(KeyExchange, "curve25519", &["dh31", "curve25519"], Both, V2),
];

/// Words that the sources name and that no packaged build accepts ("not supported").
const NOT_BUILT: &[(Kind, &[&str])] = &[
    (
        Kind::Encryption,
        &[
            "des",
            "des3",
            "des_cbc",
            "cast",
            "cast_cbc",
            "serpent",
            "serpent_cbc",
            "twofish",
            "twofish_cbc_ssh",
            "blowfish",
            "idea",
        ],
    ),
    (Prf, &["tiger", "aes128_cmac"]),
    (
        KeyExchange,
        &[
            "modp768",
            "modp1024",
            "dh2",
            "dh22",
            "dh23",
            "dh24",
            "curve448",
            "ml_kem_512",
            "ml_kem_768",
            "ml_kem_1024",
            "mlkem512",
            "mlkem768",
            "mlkem1024",
        ],
    ),
];

pub(super) fn find(kind: Kind, name: &str) -> Option<&'static Algorithm> {
    LIBRESWAN.iter().find(|algorithm| {
        algorithm.kind == kind
            && algorithm
                .names
                .iter()
                .any(|known| known.eq_ignore_ascii_case(name))
    })
}

pub(super) fn is_not_built(kind: Kind, name: &str) -> bool {
    NOT_BUILT.iter().any(|(of, names)| {
        *of == kind && names.iter().any(|known| known.eq_ignore_ascii_case(name))
    })
}

/// The kind of a name that the sources know, whatever the build.
pub(super) fn kind_of(name: &str) -> Option<Kind> {
    [
        Kind::KeyExchange,
        Kind::Integrity,
        Kind::Prf,
        Kind::Encryption,
    ]
    .into_iter()
    .find(|&kind| find(kind, name).is_some() || is_not_built(kind, name))
}

/// A cipher with the key length at the end of its name: `aes256`, `aes_gcm_16_256`.
pub(super) fn cipher_with_length(text: &str) -> Option<(&'static Algorithm, Option<&str>)> {
    if let Some(algorithm) = find(Kind::Encryption, text) {
        return Some((algorithm, None));
    }
    let (name, digits) = split_length(text)?;
    find(Kind::Encryption, name).map(|algorithm| (algorithm, Some(digits)))
}

/// A name and the digits at its end, without one underscore between them.
pub(super) fn split_length(text: &str) -> Option<(&str, &str)> {
    let name = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &text[name.len()..];
    let name = name.strip_suffix('_').unwrap_or(name);
    (!digits.is_empty() && !name.is_empty()).then_some((name, digits))
}
