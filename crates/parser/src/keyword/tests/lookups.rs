//! Words and what they are, by target.

use crate::keyword::{Lookup, Side, Status, Unsided, all, by_id, canonical, lookup};
use crate::target::{Dialect, Target, Version};

/// `expected` is `ID`, `ID left` (the side that is set), `elsewhere ID` or `unknown`.
fn check_lookup(target: &str, word: &str, expected: &str) {
    let found = match lookup(word, target.parse().unwrap()) {
        Lookup::Known {
            keyword,
            side: None,
            ..
        } => keyword.id.to_owned(),
        Lookup::Known {
            keyword,
            side: Some(side),
            ..
        } => format!("{} {side}", keyword.id),
        Lookup::Elsewhere { keyword, .. } => format!("elsewhere {}", keyword.id),
        Lookup::Unknown => "unknown".to_owned(),
    };
    assert_eq!(found, expected, "{word} for {target}");
}

#[test]
fn plain_and_sided_words() {
    for target in [
        "openswan@2.4.4",
        "openswan@2.6",
        "libreswan@4.10",
        "libreswan@5.4",
        "strongswan@6.0",
    ] {
        check_lookup(target, "auto", "auto");
        check_lookup(target, "left", "host left");
        check_lookup(target, "right", "host right");
        check_lookup(target, "leftsubnet", "subnet left");
        check_lookup(target, "rightid", "id right");
        check_lookup(target, "leftauto", "unknown");
        check_lookup(target, "", "unknown");
        check_lookup(target, "x-note", "unknown");
        check_lookup(target, &"left".repeat(100), "unknown");
        check_lookup(target, "leftä", "unknown");
    }
}

#[test]
fn a_plain_end_keyword_means_the_right_end_or_nothing() {
    check_lookup("openswan@2.6", "subnet", "subnet right");
    check_lookup("libreswan@4.10", "subnet", "subnet right");
    check_lookup("libreswan@5.3", "subnet", "subnet right");
    check_lookup("libreswan@5.4", "subnet", "subnet");
    check_lookup("strongswan@6.0", "subnet", "elsewhere subnet");
    check_lookup("openswan@2.4", "subnet", "elsewhere subnet");
    check_lookup("strongswan@6.0", "allowany", "unknown");

    let Lookup::Known {
        span, written_side, ..
    } = lookup("subnet", Target::LIBRESWAN_5_4)
    else {
        panic!()
    };
    assert_eq!((span.unsided, written_side), (Unsided::Error, None));
    let Lookup::Known { span, .. } = lookup("subnet", "libreswan@5.3".parse().unwrap()) else {
        panic!()
    };
    assert_eq!(span.unsided, Unsided::RightWarned);
}

#[test]
fn the_side_is_the_written_one() {
    let Lookup::Known {
        side, written_side, ..
    } = lookup("leftid", Target::LIBRESWAN_4_10)
    else {
        panic!()
    };
    assert_eq!((side, written_side), (Some(Side::Left), Some(Side::Left)));
    let Lookup::Known {
        side, written_side, ..
    } = lookup("id", Target::LIBRESWAN_4_10)
    else {
        panic!()
    };
    assert_eq!((side, written_side), (Some(Side::Right), None));
}

#[test]
fn one_word_that_is_plain_here_and_sided_there() {
    check_lookup("openswan@2.6", "auth", "auth");
    check_lookup("openswan@2.6", "leftauth", "elsewhere auth");
    check_lookup("libreswan@3.18", "auth", "auth");
    check_lookup("libreswan@3.19", "auth", "auth right");
    check_lookup("libreswan@4.10", "leftauth", "auth left");
    check_lookup("strongswan@5.0.0", "auth", "auth");
    check_lookup("strongswan@5.0.0", "leftauth", "auth left");
    check_lookup("strongswan@6.0", "auth", "elsewhere auth");
    check_lookup("libreswan@3.32", "ikeport", "ikeport");
    check_lookup("libreswan@4.0", "leftikeport", "ikeport left");
    check_lookup("openswan@2.4", "spi", "spi");
    check_lookup("openswan@2.6", "spi", "spi right");
    check_lookup("openswan@2.4", "ahkey", "ahkey");
    check_lookup("openswan@2.4", "leftahkey", "ahkey left");
}

#[test]
fn case_matters_for_the_awk_reader_and_strongswan() {
    check_lookup("openswan@2.6", "LeftSubNet", "subnet left");
    check_lookup("libreswan@4.10", "AUTO", "auto");
    check_lookup("libreswan@5.4", "AUTO", "auto");
    check_lookup("openswan@2.4", "LeftId", "elsewhere id");
    check_lookup("strongswan@6.0", "Auto", "elsewhere auto");
}

#[test]
fn a_hyphen_after_the_side_is_libreswan_5() {
    check_lookup("libreswan@5.4", "left-subnet", "subnet left");
    check_lookup("libreswan@5.0", "Right-ID", "id right");
    check_lookup("libreswan@4.10", "left-subnet", "elsewhere subnet");
    check_lookup("strongswan@6.0", "left-subnet", "elsewhere subnet");
    check_lookup("libreswan@5.4", "left-updown-config", "updown-config left");
    check_lookup("libreswan@5.4", "left-", "unknown");
    check_lookup("libreswan@5.4", "left-auto", "unknown");
}

#[test]
fn the_comma_belongs_to_the_name() {
    check_lookup("libreswan@4.10", "dns-match-id,", "dns-match-id,");
    check_lookup("libreswan@5.4", "DNS-match-id,", "dns-match-id,");
    check_lookup("libreswan@4.10", "dns-match-id", "unknown");
}

#[test]
fn words_come_and_go() {
    check_lookup("libreswan@3.32", "cisco_unity", "cisco_unity");
    check_lookup("libreswan@4.0", "cisco_unity", "elsewhere cisco_unity");
    check_lookup("libreswan@4.1", "xauthusername", "elsewhere xauthusername");
    check_lookup("libreswan@4.2", "leftxauthusername", "xauthusername left");
    check_lookup("libreswan@3.14", "ddos-ike-treshold", "ddos-ike-treshold");
    check_lookup(
        "libreswan@3.18",
        "ddos-ike-treshold",
        "elsewhere ddos-ike-treshold",
    );
    check_lookup("openswan@2.6", "closeaction", "elsewhere closeaction");
}

#[test]
fn the_status_is_that_of_the_target() {
    let check = |target: &str, word, status| {
        let Lookup::Known { span, .. } = lookup(word, target.parse().unwrap()) else {
            panic!("{word} for {target}")
        };
        assert_eq!(span.status, status, "{word} for {target}");
    };
    check("libreswan@4.10", "dpdaction", Status::Ok);
    check("libreswan@5.0", "dpdaction", Status::Obsolete);
    check("strongswan@6.0", "nat_traversal", Status::DeprecatedIgnored);
    check("strongswan@4.6.4", "nat_traversal", Status::Ok);
    check("libreswan@5.4", "rundir", Status::CommandLineOnly);
    check("libreswan@4.10", "keylife", Status::Alias);
}

#[test]
fn a_version_between_two_releases_has_the_facts_of_the_older_one() {
    check_lookup("libreswan@3.24", "enable-tcp", "elsewhere enable-tcp");
    check_lookup("libreswan@3.24", "cisco_unity", "cisco_unity");
    check_lookup("openswan@2.4.12", "nat_traversal", "nat_traversal");
    check_lookup("libreswan@9.9", "leftsubnet", "subnet left");
    check_lookup("freeswan", "leftsubnet", "subnet left");
    check_lookup("openswan@2.0.1", "leftsubnet", "subnet left");
}

#[test]
fn aliases_are_followed_for_the_target() {
    let check = |target: &str, id, expected| {
        let keyword = canonical(by_id(id).unwrap(), target.parse().unwrap());
        assert_eq!(keyword.id, expected, "{id} for {target}");
    };
    check("openswan@2.6", "keylife", "salifetime");
    check("libreswan@4.10", "keylife", "ipsec-lifetime");
    check("strongswan@6.0", "keylife", "lifetime");
    check("libreswan@5.4", "esp", "esp");
    check("openswan@2.6", "esp", "phase2alg");
    check("libreswan@4.10", "phase2alg", "esp");
    check("libreswan@4.10", "auto", "auto");
}

#[test]
fn build_options_are_told() {
    let option = |id, target: &str| {
        by_id(id)
            .unwrap()
            .span(target.parse().unwrap())
            .unwrap()
            .build_option
    };
    assert_eq!(option("nm-configured", "libreswan@4.10"), Some("HAVE_NM"));
    assert_eq!(option("cat", "libreswan@5.4"), Some("USE_CAT"));
    assert_eq!(option("auto", "libreswan@5.4"), None);
}

#[test]
fn messages_name_the_releases() {
    let check = |id, expected| assert_eq!(by_id(id).unwrap().known_to(), expected, "{id}");
    check("cisco_unity", "Libreswan 3.6 to 3.32");
    check("closeaction", "strongSwan from 4.5.3");
    check("auto", "Openswan, Libreswan and strongSwan");
    check(
        "subnetwithin",
        "Openswan, Libreswan up to 3.17 and strongSwan",
    );

    let version = Version::new;
    let keyword = by_id("xauthusername").unwrap();
    assert_eq!(
        keyword.in_dialect(Dialect::Libreswan),
        Some((version(3, 0, 0), version(5, 4, 0)))
    );
    assert_eq!(keyword.in_dialect(Dialect::StrongSwan), None);
    let runs = [
        (version(3, 0, 0), version(3, 32, 0)),
        (version(4, 2, 0), version(5, 4, 0)),
    ];
    assert_eq!(keyword.runs_in(Dialect::Libreswan), runs);
}

#[test]
fn every_form_is_found() {
    for keyword in all() {
        assert_eq!(by_id(keyword.id), Some(keyword));
        for form in keyword.forms {
            let found = Dialect::ALL.into_iter().flat_map(|dialect| {
                let versions = crate::keyword::releases(dialect);
                versions
                    .iter()
                    .map(move |&version| Target { dialect, version })
            });
            let is_known = |target| matches!(lookup(form, target), Lookup::Known { keyword: known, .. } if known == keyword);
            assert!(found.into_iter().any(is_known), "{form}");
        }
    }
}
