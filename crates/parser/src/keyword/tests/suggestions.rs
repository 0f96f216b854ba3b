//! What a misspelt word is taken for.

use crate::keyword::{Section, suggest};

fn check_suggest(target: &str, section: Section, word: &str, expected: &[&str]) {
    assert_eq!(
        suggest(word, target.parse().unwrap(), section),
        expected,
        "{word} for {target}"
    );
}

#[test]
fn slips_of_the_finger() {
    check_suggest(
        "libreswan@4.10",
        Section::Conn,
        "lefsubnet",
        &["leftsubnet", "leftsubnets"],
    );
    check_suggest(
        "strongswan@6.0",
        Section::Conn,
        "keyexchagne",
        &["keyexchange"],
    );
    check_suggest("libreswan@4.10", Section::Conn, "atuo", &["auto"]);
    check_suggest("libreswan@4.10", Section::Setup, "lgofile", &["logfile"]);
}

#[test]
fn the_other_separator() {
    check_suggest(
        "libreswan@4.10",
        Section::Conn,
        "cisco_unity",
        &["cisco-unity"],
    );
    check_suggest("strongswan@6.0", Section::Conn, "mark-in", &["mark_in"]);
    check_suggest(
        "libreswan@4.10",
        Section::Conn,
        "dns-match-id",
        &["dns-match-id,"],
    );
}

#[test]
fn the_missing_side_and_the_other_case() {
    check_suggest(
        "strongswan@6.0",
        Section::Conn,
        "subnet",
        &["leftsubnet", "rightsubnet"],
    );
    check_suggest(
        "strongswan@6.0",
        Section::Conn,
        "LeftSubnet",
        &["leftsubnet"],
    );
    check_suggest(
        "libreswan@5.4",
        Section::Conn,
        "sourceip",
        &["leftsourceip", "rightsourceip"],
    );
}

#[test]
fn only_what_the_target_takes_there() {
    check_suggest("libreswan@4.10", Section::Conn, "zzzzzz", &[]);
    check_suggest("libreswan@4.10", Section::Conn, "logfil", &[]);
    check_suggest("strongswan@6.0", Section::Setup, "nat_traversl", &[]);
    check_suggest("libreswan@4.10", Section::Ca, "aut", &[]);
    assert!(
        suggest(
            "leftsubnt",
            "libreswan@4.10".parse().unwrap(),
            Section::Conn
        )
        .len()
            <= 3
    );
}
