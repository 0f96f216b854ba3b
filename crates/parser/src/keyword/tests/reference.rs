//! Compares the tables with the survey they were made from, where that is at hand.
#![allow(
    clippy::disallowed_methods,
    reason = "the survey lies beside the repository"
)]

use std::fmt::Debug;
use std::path::{Path, PathBuf};

use serde::Serialize;
use toml::{Table, Value};

use crate::keyword::{Keyword, KeywordSpan, Unsided, algorithm, all, by_id, releases};
use crate::target::{Dialect, Version};

/// The directory `shared/reference` beside the repository or one of the directories that hold it.
fn survey(file: &str) -> Option<Table> {
    let start = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path: Option<PathBuf> = start
        .ancestors()
        .map(|above| above.join("shared/reference").join(file))
        .find(|path| path.is_file());
    let Some(path) = path else {
        println!(
            "skipped: no shared/reference/{file} above {}",
            start.display()
        );
        return None;
    };
    let text = std::fs::read_to_string(path).unwrap();
    Some(toml::from_str(&text).unwrap())
}

fn rows<'a>(table: &'a Table, key: &str) -> &'a [Value] {
    table
        .get(key)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

fn text<'a>(row: &'a Table, key: &str) -> Option<&'a str> {
    row.get(key).and_then(Value::as_str)
}

fn is_set(row: &Table, key: &str) -> bool {
    row.get(key).and_then(Value::as_bool).unwrap_or_default()
}

fn words<'a>(row: &'a Table, key: &str) -> Vec<&'a str> {
    rows(row, key).iter().filter_map(Value::as_str).collect()
}

fn dialect(row: &Table, key: &str) -> Dialect {
    Dialect::ALL
        .into_iter()
        .find(|dialect| Some(dialect.slug()) == text(row, key))
        .unwrap()
}

fn version(row: &Table, key: &str) -> Version {
    text(row, key).unwrap().parse().unwrap()
}

/// The word of a variant as the survey writes it.
fn slug(variant: impl Serialize) -> String {
    Value::try_from(variant)
        .unwrap()
        .as_str()
        .unwrap()
        .to_owned()
}

fn slugs<T: Serialize>(variants: impl Iterator<Item = T>) -> Vec<String> {
    variants.map(slug).collect()
}

struct Fact<'a>(&'a str);

impl Fact<'_> {
    #[allow(clippy::needless_pass_by_value)] // The many calls read better without `&`.
    fn check<T: PartialEq<U> + Debug, U: Debug>(&self, what: &str, ours: T, theirs: U) {
        assert_eq!(ours, theirs, "{}: {what}", self.0);
    }
}

#[test]
fn every_keyword_of_the_survey() {
    let Some(survey) = survey("keywords.toml") else {
        return;
    };
    let keywords = rows(&survey, "keyword");
    assert_eq!(all().len(), keywords.len());
    for row in keywords {
        let row = row.as_table().unwrap();
        let id = text(row, "id").unwrap();
        let keyword = by_id(id).unwrap_or_else(|| panic!("{id} is missing"));
        check_keyword(keyword, row);
        let spans = rows(row, "span");
        assert_eq!(keyword.spans.len(), spans.len(), "{id}");
        for (ours, theirs) in keyword.spans.iter().zip(spans) {
            check_span(
                keyword,
                ours,
                theirs.as_table().unwrap(),
                text(row, "type").unwrap(),
            );
        }
    }
}

fn check_keyword(keyword: &Keyword, row: &Table) {
    let fact = Fact(keyword.id);
    fact.check("name", Some(keyword.name), text(row, "name"));
    fact.check(
        "sections",
        slugs(keyword.sections.iter()),
        words(row, "sections"),
    );
    fact.check("forms", keyword.forms, words(row, "forms"));
    fact.check("type", Some(slug(keyword.ty).as_str()), text(row, "type"));
    fact.check("security", keyword.security, text(row, "security"));
    fact.check("history", keyword.history, text(row, "history"));
    fact.check(
        "replaced_by",
        keyword.replaced_by,
        words(row, "replaced_by"),
    );
    let is_sided = |sided| keyword.spans.iter().any(|span| span.sided == sided);
    let sided = match (is_sided(true), is_sided(false)) {
        (true, true) => "both",
        (true, false) => "yes",
        _ => "none",
    };
    fact.check("sided", Some(sided), text(row, "sided"));

    let defaults = rows(row, "defaults");
    fact.check("count of defaults", keyword.defaults.len(), defaults.len());
    for (ours, theirs) in keyword.defaults.iter().zip(defaults) {
        let theirs = theirs.as_table().unwrap();
        fact.check("default", ours.dialect, dialect(theirs, "dialect"));
        fact.check(
            "default",
            (Some(ours.value), Some(ours.source)),
            (text(theirs, "value"), text(theirs, "source")),
        );
    }
    let tokens = rows(row, "tokens");
    fact.check("count of tokens", keyword.tokens.len(), tokens.len());
    for (ours, theirs) in keyword.tokens.iter().zip(tokens) {
        let theirs = theirs.as_table().unwrap();
        fact.check("tokens", ours.dialect, dialect(theirs, "dialect"));
        fact.check("tokens", ours.version, version(theirs, "version"));
        fact.check("separator", Some(ours.separator), text(theirs, "separator"));
        fact.check("accepted", ours.accepted, words(theirs, "accepted"));
        fact.check("rejected", ours.rejected, words(theirs, "rejected"));
    }
}

fn check_span(keyword: &Keyword, ours: &KeywordSpan, theirs: &Table, main_type: &str) {
    let name = format!("{} in {} {}", keyword.id, ours.dialect.name(), ours.since);
    let fact = Fact(&name);
    fact.check("dialect", ours.dialect, dialect(theirs, "dialect"));
    fact.check("since", ours.since, version(theirs, "since"));
    fact.check("until", ours.until, version(theirs, "until"));
    fact.check("current", ours.current, is_set(theirs, "current"));
    fact.check(
        "sections",
        slugs(ours.sections.iter()),
        words(theirs, "sections"),
    );
    fact.check("sided", ours.sided, is_set(theirs, "sided"));
    fact.check("unsided", unsided(keyword, ours), text(theirs, "unsided"));
    let (status, canonical) = status(keyword, ours);
    fact.check("status", Some(status.as_str()), text(theirs, "status"));
    fact.check("canonical", canonical, text(theirs, "canonical"));
    fact.check(
        "shares_value_with",
        ours.shares_value_with,
        text(theirs, "shares_value_with"),
    );
    fact.check(
        "type",
        slug(ours.ty).as_str(),
        text(theirs, "type").unwrap_or(main_type),
    );
    fact.check("values", ours.values, words(theirs, "values"));
    let aliases: Table = ours
        .value_aliases
        .iter()
        .map(|&(word, same)| (word.to_owned(), Value::from(same)))
        .collect();
    let no_aliases = Value::Table(Table::new());
    fact.check(
        "value_aliases",
        &Value::Table(aliases),
        theirs.get("value_aliases").unwrap_or(&no_aliases),
    );
    fact.check(
        "value_check",
        Some(slug(ours.value_check).as_str()),
        text(theirs, "value_check"),
    );
    fact.check("unit", ours.unit.map(slug).as_deref(), text(theirs, "unit"));
    fact.check(
        "build_option",
        ours.build_option,
        text(theirs, "build_option"),
    );
    fact.check("raw", ours.raw, words(theirs, "raw"));
    fact.check("flags", ours.flags, words(theirs, "flags"));
}

/// The survey says `error` also where the plain word simply is no keyword, which we tell apart. `left` and `right`
/// themselves have no plain word.
fn unsided(keyword: &Keyword, span: &KeywordSpan) -> Option<&'static str> {
    match span.unsided {
        Unsided::Right => Some("right"),
        Unsided::RightWarned => Some("right-warned"),
        Unsided::Error => Some("error"),
        Unsided::Unknown if span.sided && !keyword.name.is_empty() => Some("error"),
        Unsided::Unknown => None,
    }
}

/// The survey has `aggressive` and `aggrmode` as aliases of each other in Libreswan 3.20 and 3.21.
fn status(keyword: &Keyword, span: &KeywordSpan) -> (String, Option<&'static str>) {
    let is_the_cycle = keyword.id == "aggressive"
        && span.dialect == Dialect::Libreswan
        && span.since.minor() == 20;
    if is_the_cycle {
        ("alias".to_owned(), Some("aggrmode"))
    } else {
        (slug(span.status), span.canonical)
    }
}

#[test]
fn every_release_of_the_survey() {
    let Some(survey) = survey("keywords.toml") else {
        return;
    };
    for row in rows(&survey, "dialect") {
        let row = row.as_table().unwrap();
        let mut theirs: Vec<Version> = words(row, "versions")
            .into_iter()
            .map(|word| word.parse().unwrap())
            .collect();
        theirs.dedup();
        assert_eq!(releases(dialect(row, "name")), theirs);
    }
}

#[test]
fn every_algorithm_of_the_survey() {
    let Some(survey) = survey("algorithms.toml") else {
        return;
    };
    let algorithms = rows(&survey, "algorithm");
    assert_eq!(algorithm::all().len(), algorithms.len());
    for (ours, theirs) in algorithm::all().iter().zip(algorithms) {
        let theirs = theirs.as_table().unwrap();
        let fact = Fact(ours.id);
        fact.check("id", Some(ours.id), text(theirs, "id"));
        fact.check("kind", Some(slug(ours.kind).as_str()), text(theirs, "kind"));
        fact.check(
            "rating",
            Some(slug(ours.rating).as_str()),
            text(theirs, "rating"),
        );
        fact.check("source", Some(ours.source), text(theirs, "source"));
        fact.check("note", ours.note, text(theirs, "note"));
        let names = rows(theirs, "name");
        fact.check("count of names", ours.names.len(), names.len());
        for (ours, theirs) in ours.names.iter().zip(names) {
            let theirs = theirs.as_table().unwrap();
            fact.check("dialect", ours.dialect, dialect(theirs, "dialect"));
            fact.check("names", ours.names, words(theirs, "names"));
            fact.check("since", ours.since, version(theirs, "since"));
            fact.check("until", ours.until, version(theirs, "until"));
            fact.check("current", ours.current, is_set(theirs, "current"));
        }
        let accepts: Table = ours
            .libreswan_4_10_accepts
            .iter()
            .map(|&(word, uses)| (word.to_owned(), Value::from(uses.to_vec())))
            .collect();
        let theirs = theirs
            .get("libreswan_4_10_accepts")
            .and_then(Value::as_table)
            .cloned()
            .unwrap_or_default();
        fact.check("libreswan_4_10_accepts", accepts, theirs);
    }
    for (ours, theirs) in algorithm::default_proposals()
        .iter()
        .zip(rows(&survey, "default_proposal"))
    {
        let theirs = theirs.as_table().unwrap();
        let fact = Fact(ours.keyword);
        fact.check("dialect", ours.dialect, dialect(theirs, "dialect"));
        fact.check("version", ours.version, version(theirs, "version"));
        fact.check("keyword", Some(ours.keyword), text(theirs, "keyword"));
        fact.check("ikev1", ours.ikev1, words(theirs, "ikev1"));
        fact.check("ikev2", ours.ikev2, words(theirs, "ikev2"));
        fact.check("both", ours.both, words(theirs, "both"));
        fact.check("prf", ours.prf, words(theirs, "prf"));
        fact.check("ke", ours.ke, words(theirs, "ke"));
        fact.check("note", ours.note, text(theirs, "note"));
    }
    for (ours, theirs) in algorithm::removals().iter().zip(rows(&survey, "removal")) {
        let theirs = theirs.as_table().unwrap();
        let fact = Fact(ours.what);
        fact.check("what", Some(ours.what), text(theirs, "what"));
        fact.check("dialect", ours.dialect, dialect(theirs, "dialect"));
        fact.check("version", ours.version, version(theirs, "version"));
    }
    for (ours, theirs) in algorithm::protocols().iter().zip(rows(&survey, "protocol")) {
        let theirs = theirs.as_table().unwrap();
        let fact = Fact(ours.id);
        fact.check("id", Some(ours.id), text(theirs, "id"));
        fact.check(
            "rating",
            Some(slug(ours.rating).as_str()),
            text(theirs, "rating"),
        );
        fact.check("source", Some(ours.source), text(theirs, "source"));
    }
}
