//! The catalogue of rules and the rules that there are.

#![allow(clippy::disallowed_methods, reason = "a test reads its reference")]

use std::path::Path;

use ipsec_conf_lint::RULES;

/// Codes of the catalogue that are no rules, each with the reason.
const NO_RULE: &[(&str, &str)] = &[
    (
        "M117",
        "reading `authby=` refuses it: V140 says that IKEv1 takes one method, V136 which word needs IKEv2",
    ),
    (
        "M143",
        "reading `esp=` refuses it, and with IKEv2 as well: V106 names the two groups",
    ),
];

/// Rules of the group P that look at one host; the others compare two, of which this linter has one.
const OF_ONE_HOST: &[&str] = &["P104", "P105", "P106", "P110", "P111", "P128", "P131"];

/// The codes of the catalogue, when the collection of references lies beside the repository.
fn catalogue() -> Option<Vec<String>> {
    let given = std::env::var_os("IPSEC_CONF_REFERENCE").map(std::path::PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference");
    let text = std::fs::read_to_string(given.unwrap_or(beside).join("lint-rules.md")).ok()?;
    let codes = text.lines().filter_map(|line| {
        let code = line.strip_prefix("| ")?.split(' ').next()?;
        let is_code = code.len() == 4 && code.starts_with(|c: char| c.is_ascii_uppercase());
        (is_code && code[1..].bytes().all(|b| b.is_ascii_digit())).then(|| code.to_owned())
    });
    Some(codes.collect())
}

#[test]
fn every_code_of_the_catalogue_has_a_rule_or_a_reason() {
    let Some(codes) = catalogue() else { return };
    assert!(codes.len() > 200, "the catalogue has {} codes", codes.len());
    let has_rule = |code: &str| RULES.iter().any(|rule| rule.info().code.id == code);
    let is_excused = |code: &str| {
        let compares_two_hosts = code.starts_with('P') && !OF_ONE_HOST.contains(&code);
        compares_two_hosts || NO_RULE.iter().any(|(known, _)| *known == code)
    };
    let missing: Vec<&String> = codes
        .iter()
        .filter(|code| !has_rule(code) && !is_excused(code))
        .collect();
    assert!(
        missing.is_empty(),
        "neither a rule nor a reason: {missing:?}"
    );
}

#[test]
fn a_reason_goes_when_the_rule_comes() {
    let both: Vec<&str> = NO_RULE
        .iter()
        .map(|(code, _)| *code)
        .filter(|code| RULES.iter().any(|rule| rule.info().code.id == *code))
        .collect();
    assert!(
        both.is_empty(),
        "a rule and a reason why there is none: {both:?}"
    );
}
