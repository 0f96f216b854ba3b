//! Proposals.

use super::*;

#[test]
fn proposals_of_libreswan() {
    check(
        L4,
        "ike",
        "aes256-sha2;dh19",
        "aes_cbc_256-hmac_sha2_256-ecp256!",
    );
    check(
        L4,
        "ike",
        "aes_gcm_16_256+chacha20_poly1305-sha2-dh31",
        "aes_gcm_16_256+chacha20_poly1305-hmac_sha2_256-curve25519!",
    );
    check(L4, "ike", "aes-256", "aes_cbc_256!");
    check(L4, "ike", "aes,3des", "aes_cbc!,3des_cbc!");
    check(L4, "ike", "aes-sha1-dh2", "- conn algorithm-not-in-build");
    check(L4, "ike", "aes-dh14", "- conn bad-proposal-shape");
    check(L4, "ike", "aes512", "- conn bad-key-length");
    check(L4, "ike", "3des128", "- conn bad-key-length");
    check(L4, "ike", "aes,", "- conn bad-proposal-shape");
    check(L4, "ike", "aes!", "- conn strict-flag-not-supported");
    check(L4, "ike", "\"aes, 3des\"", "- conn bad-proposal-shape");
    check(L4, "ike", "aes-sha2-none", "- conn bad-proposal-shape");
    check(L4, "esp", "aes_gcm-sha2", "- conn bad-proposal-shape");
    check(L4, "esp", "aes-none", "- conn bad-proposal-shape");
    check(L4, "esp", "null-sha1", "null-hmac_sha1_96!");
    check(
        L4,
        "esp",
        "aes-sha2;modp2048,aes-sha1",
        "- conn bad-proposal-shape",
    );
    check(
        L4,
        "esp",
        "aes-sha2;modp2048,aes-sha1;modp3072",
        "- conn bad-proposal-shape",
    );
    // 4.10 reads `ah=` as ESP unless phase2=ah; 5.4 goes by the keyword.
    check(L4, "ah", "sha2", "- conn unknown-algorithm");
    check(L5, "ah", "sha2", "hmac_sha2_256_128!");
    check_in(
        Context {
            phase2: Some(Phase2::Ah),
            ..Context::CONN
        },
        L4,
        "ah",
        "sha2",
        "hmac_sha2_256_128!",
    );
    check_in(
        Context::CONN.ike_version(IkeVersion::V1),
        L4,
        "ike",
        "aes_gcm",
        "- conn unknown-algorithm",
    );
    check_in(
        Context::CONN.ike_version(IkeVersion::V1),
        L4,
        "ike",
        "aes+3des",
        "- conn unknown-algorithm",
    );
    check_words(
        L4,
        "ike",
        "aes256-sha2,aes257-sha1",
        "aes257",
        "`aes` has no key of 257 bits",
        Some("aes256"),
    );
    check_words(
        L4,
        "ike",
        "aes-sha2-dh99",
        "dh99",
        "`dh99` is no key exchange group for Libreswan 4.10",
        Some("dh19"),
    );
    check_words(
        L4,
        "ike",
        "aes!",
        "!",
        "Libreswan 4.10 has no `!` in proposals",
        Some(""),
    );
    check_words(
        L4,
        "ike",
        "aes-dh14",
        "-dh14",
        "`dh14` stands in the place of the PRF",
        Some(";dh14"),
    );
}

#[test]
fn proposals_of_the_others() {
    check(
        SS,
        "ike",
        "aes128-sha256-modp2048!",
        "aes_cbc_128-hmac_sha2_256_128-modp2048!",
    );
    check(SS, "ike", "aes128-sha256", "- conn bad-proposal-shape");
    check(
        SS,
        "ike",
        "aes256gcm16-sha384-ecp384",
        "- conn bad-proposal-shape",
    );
    check(
        SS,
        "ike",
        "aes256gcm16-prfsha384-ecp384",
        "aes_gcm_16_256-hmac_sha2_384-ecp384",
    );
    check(SS, "esp", "aes128gcm16", "aes_gcm_16_128");
    check(
        SS,
        "esp",
        "aes256-sha2_256;dh19",
        "- conn unknown-algorithm",
    );
    check(SS, "esp", "AES256-sha256", "- conn unknown-algorithm");
    check(
        Target::STRONGSWAN_6_0,
        "ike",
        "aes256-sha256-x25519-ke1_mlkem768",
        "aes_cbc_256-hmac_sha2_256_128-curve25519+ml_kem_768",
    );
    check_words(
        SS,
        "esp",
        "aes256-sha2_256",
        "sha2_256",
        "`sha2_256` is no algorithm for strongSwan 5.9.8",
        Some("sha256"),
    );
    check(
        O26,
        "ike",
        "aes256-sha1;modp1536!",
        "aes_cbc_256-hmac_sha1_96-modp1536!",
    );
    check(O26, "ike", "zebra-sha1", "- conn unknown-algorithm");
    check(C24, "esp", "\"a;b\"", "a-b");
}
