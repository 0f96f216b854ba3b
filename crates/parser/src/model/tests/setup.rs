//! `config setup`.

use super::{CLASSIC, LIBRESWAN_4, LIBRESWAN_5, OPENSWAN, STRONGSWAN, load};

/// `config setup` on one line, then the findings.
#[track_caller]
fn check_setup(text: &str, rows: &[(&str, &str)]) {
    for (target, expected) in rows {
        let model = load(target, text);
        let setup = model.setup();
        let mut words: Vec<String> = setup
            .settings()
            .map(|(keyword, item)| format!("{}={}", keyword.id, model.value(item).text))
            .collect();
        words.extend(
            model
                .diagnostics()
                .iter()
                .map(|found| format!("!{}", found.code.name)),
        );
        assert_eq!(words.join(" "), *expected, "{target}");
    }
}

#[test]
fn second_config_setup() {
    check_setup(
        "config setup\n\tuniqueids=yes\n\nconfig setup\n\tuniqueids=no\n",
        &[
            (CLASSIC, "uniqueids=no !second-config-setup"),
            (OPENSWAN, "uniqueids=yes !second-config-setup"),
            (LIBRESWAN_4, "uniqueids=yes !second-config-setup"),
            (LIBRESWAN_5, "uniqueids=no !second-config-setup"),
            (STRONGSWAN, "uniqueids=no !second-config-setup"),
        ],
    );
}

#[test]
fn keyword_twice_in_config_setup() {
    let last = "uniqueids=no !duplicate-key";
    check_setup(
        "config setup\n\tuniqueids=yes\n\tuniqueids=no\n",
        &[
            (CLASSIC, last),
            (OPENSWAN, last),
            (LIBRESWAN_4, last),
            (LIBRESWAN_5, last),
            (STRONGSWAN, last),
        ],
    );
}

#[test]
fn empty_value_in_config_setup() {
    let text = "config setup\n\tcharondebug=\"ike 1\"\n\tcharondebug=\n";
    check_setup(text, &[(STRONGSWAN, "!duplicate-key")]);
    let text = "config setup\n\tlogfile=/var/log/pluto.log\n\tlogfile=\n";
    check_setup(
        text,
        &[(LIBRESWAN_4, "logfile=/var/log/pluto.log !empty-value")],
    );
}

/// Observed with strongSwan 5.9.8: `starter --conftest` leaves the section out and loads the file.
#[test]
fn a_value_of_a_ca_section_is_judged_with_its_section() {
    let model = load(
        STRONGSWAN,
        "ca root\n\tcacert=ca.pem\n\tauto=foo\n\nconn a\n\tauto=add\n",
    );
    let said: Vec<(&str, Option<&str>)> = model
        .diagnostics()
        .iter()
        .map(|found| (found.code.name, found.conn.as_deref()))
        .collect();
    assert_eq!(said, [("bad-enum-value", Some("root"))]);
}
