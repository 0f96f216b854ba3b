//! What the pages of the rules cannot show: places, severities and several findings at once.

use std::path::Path;

use ipsec_conf::model::{LoadOptions, MemoryFs};
use ipsec_conf::{Model, Severity, Source};
use ipsec_conf_lint::{Lint, Selection, lint};

/// The findings of the groups X and U as `LINE:COLUMN CODE`, in order.
fn check(target: &str, target_is_given: bool, text: &str, expected: &[&str]) {
    let source = Source::new(Path::new("ipsec.conf"), text);
    let target = target.parse().expect("a target");
    let model = Model::from_source(
        &MemoryFs::default(),
        source,
        target,
        &LoadOptions::default(),
    );
    let selection = Selection::default();
    let found = lint(
        &model,
        &Lint {
            target_is_given,
            ..Lint::new(&selection)
        },
    );
    let own = found
        .diagnostics
        .iter()
        .filter(|finding| finding.code.id.starts_with(['X', 'U']));
    let shown: Vec<String> = own
        .map(|finding| {
            let span = finding.span();
            let place = model.sources().get(span.file).position(span.start);
            let mark = match finding.severity {
                Severity::Error => " error",
                Severity::Warning => " warning",
                Severity::Info => " info",
            };
            format!("{}:{} {}{mark}", place.line, place.column, finding.code.id)
        })
        .collect();
    assert_eq!(shown, expected, "{text}");
}

const ENDS: &str = "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n";

#[test]
fn words_beside_a_refused_one_are_judged() {
    let text = format!("{ENDS}\tike=des-md5-modp2048\n");
    check(
        "libreswan@4.10",
        true,
        &text,
        &["4:6 U110 error", "4:10 X104 warning"],
    );
    let text = format!("{ENDS}\tike=aes128-sha1;modp1024\n");
    check(
        "libreswan@4.10",
        true,
        &text,
        &["4:13 X104 info", "4:18 U110 error"],
    );
}

#[test]
fn a_word_of_strongswan_is_named_at_the_keyword() {
    check(
        "libreswan@4.10",
        true,
        &format!("{ENDS}\tleftauth=psk\n"),
        &["4:2 U120 warning"],
    );
    // Libreswan 5 has this one: a word of its own future.
    check(
        "libreswan@4.10",
        true,
        &format!("{ENDS}\tkeyexchange=ikev2\n"),
        &[],
    );
}

#[test]
fn a_conn_that_is_never_loaded_is_no_more_than_mentioned() {
    let text = format!("{ENDS}\tauto=ignore\n\tesp=3des-md5\n");
    check(
        "libreswan@4.10",
        true,
        &text,
        &["5:6 X102 info", "5:11 X104 info"],
    );
}

#[test]
fn a_shunt_has_no_cryptography() {
    check(
        "libreswan@4.10",
        true,
        &format!("{ENDS}\ttype=passthrough\n\tauthby=never\n\tpfs=no\n"),
        &[],
    );
}

#[test]
fn a_file_of_two_dialects() {
    let text = format!("{ENDS}\tcloseaction=none\n\tikev2=no\n");
    check("strongswan@5.9.8", true, &text, &["5:2 U121 warning"]);
    check(
        "strongswan@5.9.8",
        false,
        &text,
        &["5:2 U121 warning", "5:2 U290 info"],
    );
}

#[test]
fn a_secret_is_pointed_at() {
    let source = format!("# : PSK \"not here\"\n{ENDS}\t# : PSK \"nor here\"\n");
    check(
        "libreswan@4.10",
        true,
        &source,
        &["1:10 X113 warning", "5:11 X113 warning"],
    );
}
