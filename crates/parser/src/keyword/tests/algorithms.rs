//! Names of algorithms.

use crate::keyword::algorithm::{self, Kind, Rating};
use crate::target::{Dialect, Target};

fn check_algorithm(target: &str, name: &str, expected: Option<&str>) {
    let found = algorithm::lookup(name, target.parse().unwrap());
    assert_eq!(
        found.map(|algorithm| algorithm.id),
        expected,
        "{name} for {target}"
    );
}

#[test]
fn names_by_dialect_and_release() {
    check_algorithm("libreswan@4.10", "aes_gcm", Some("aes_gcm_16"));
    check_algorithm("libreswan@3.29", "aes_gcm", None);
    check_algorithm("strongswan@6.0", "aes256gcm16", Some("aes_gcm_16"));
    check_algorithm("libreswan@4.10", "aes256gcm16", None);
    check_algorithm("libreswan@4.10", "rot13", None);
}

#[test]
fn case_matters_for_strongswan_only() {
    check_algorithm("libreswan@4.10", "AES_GCM", Some("aes_gcm_16"));
    check_algorithm("strongswan@6.0", "AES256", None);
    check_algorithm("strongswan@6.0", "aes256", Some("aes_cbc"));
}

#[test]
fn one_name_of_two_kinds() {
    let target = Target::LIBRESWAN_4_10;
    assert_eq!(algorithm::lookup("sha1", target).unwrap().kind, Kind::Integ);
    assert_eq!(
        algorithm::lookup_kind("sha1", Kind::Prf, target)
            .unwrap()
            .id,
        "hmac_sha1"
    );
    assert_eq!(algorithm::lookup_kind("sha1", Kind::Ke, target), None);
}

#[test]
fn the_dialects_of_a_name() {
    assert_eq!(
        algorithm::named_in("aes"),
        [Dialect::Libreswan, Dialect::StrongSwan]
    );
    assert_eq!(algorithm::named_in("AES_GCM_16"), [Dialect::Libreswan]);
    assert!(algorithm::named_in("rot13").is_empty());
    assert!(!algorithm::surveyed(Target::OPENSWAN_2_6));
    assert!(algorithm::surveyed(Target::LIBRESWAN_4_10));
    assert!(!algorithm::surveyed("libreswan@3.20".parse().unwrap()));
}

#[test]
fn static_facts() {
    let ikev1 = algorithm::protocols()
        .iter()
        .find(|protocol| protocol.id == "ikev1")
        .unwrap();
    assert_eq!(ikev1.rating, Rating::Deprecated);
    assert_eq!(algorithm::default_proposals().len(), 5);
    assert_eq!(algorithm::removals().len(), 5);
}
