//! `grammar/whack.toml`: how a parameter of a conn becomes options of whack.
//!
//! Here is where it is seen to that no keyword of a conn is without a row.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Deserialize;

use crate::tables::{camel, optional, slice};
use crate::{Keyword, Number, Problems, Releases, Run, one_of};

/// A whack, its dialect, and the releases whose keywords it must know what to do with.
const WHACKS: [(&str, &str, &[&str]); 4] = [
    ("classic", "openswan", &["2.4.4", "2.4.9"]),
    ("openswan", "openswan", &["2.6.52.3"]),
    ("libreswan-4", "libreswan", &["4.10"]),
    ("libreswan-5", "libreswan", &["5.4"]),
];
const WRITES: [&str; 9] = [
    "value",
    "joined",
    "flag",
    "flag-no",
    "number",
    "seconds",
    "milliseconds",
    "words",
    "special",
];
const CASES: [&str; 13] = [
    "client",
    "one-client",
    "transport",
    "virtual",
    "opportunistic",
    "interface",
    "no-route",
    "name",
    "both-ends",
    "no-server",
    "ikev2",
    "no-delay",
    "half-dpd",
];

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhackFile {
    connection: Vec<RawRow>,
    end: Vec<RawRow>,
    command: Vec<RawRow>,
    reader: Vec<RawRow>,
    exception: Vec<RawException>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRow {
    keyword: String,
    r#in: String,
    option: Option<String>,
    #[serde(default)]
    write: String,
    default: Option<String>,
    #[serde(default)]
    words: BTreeMap<String, String>,
    #[serde(default = "yes")]
    shunt: bool,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawException {
    keyword: String,
    r#in: String,
    #[serde(default)]
    values: Vec<String>,
    case: Option<String>,
    then: String,
    why: String,
    seen: String,
}

fn yes() -> bool {
    true
}

/// A keyword in one whack: a row, exceptions, or both.
#[derive(Default)]
struct Entry<'a> {
    row: Option<(&'static str, &'a RawRow)>,
    exceptions: Vec<&'a RawException>,
}

pub(crate) fn write_whack(
    out: &mut String,
    file: &WhackFile,
    keywords: &[Keyword],
    releases: &BTreeMap<String, Releases>,
    problems: &mut Problems,
) {
    let mut complaints = Vec::new();
    for (at, &(whack, dialect, names)) in WHACKS.iter().enumerate() {
        let known = known_keywords(keywords, &releases[dialect], dialect, names);
        let entries = entries(file, whack, &mut complaints);
        check(whack, &entries, &known, &mut complaints);
        write_entries(out, at, &entries);
    }
    let all = [&file.connection, &file.end, &file.command, &file.reader];
    let rows = all
        .into_iter()
        .flatten()
        .map(|row| (&row.keyword, &row.r#in));
    let exceptions = file.exception.iter().map(|row| (&row.keyword, &row.r#in));
    for (keyword, whacks) in rows.chain(exceptions) {
        for word in whacks.split_whitespace() {
            if !WHACKS.iter().any(|(name, ..)| *name == word) {
                complaints.push((keyword.clone(), format!("unknown whack `{word}`")));
            }
        }
    }
    for (keyword, what) in complaints {
        problems.add_in("whack.toml", &keyword, what);
    }
}

/// The keywords of conns that the releases take and do not ignore, each with its facts in the last of them.
fn known_keywords<'a>(
    keywords: &'a [Keyword],
    releases: &Releases,
    dialect: &str,
    names: &[&str],
) -> BTreeMap<&'a str, &'a Run> {
    let mut known = BTreeMap::new();
    for at in names.iter().filter_map(|name| releases.index(name)) {
        for keyword in keywords {
            let holds = |run: &&Run| {
                run.dialect == dialect && run.releases.first <= at && at <= run.releases.last
            };
            let is_of_conn = |run: &&Run| run.sections.contains("conn") && run.status == "ok";
            if let Some(run) = keyword.runs.iter().filter(holds).find(is_of_conn) {
                known.insert(keyword.id.as_str(), run);
            }
        }
    }
    known
}

/// The rows of one whack, in the order of the file, and behind them the keywords that have none.
fn entries<'a>(
    file: &'a WhackFile,
    whack: &str,
    complaints: &mut Vec<(String, String)>,
) -> Vec<(&'a str, Entry<'a>)> {
    let mut entries: Vec<(&str, Entry<'_>)> = Vec::new();
    let is_in = |whacks: &str| whacks.split_whitespace().any(|word| word == whack);
    let places = [
        ("Connection", &file.connection),
        ("End", &file.end),
        ("Command", &file.command),
        ("Reader", &file.reader),
    ];
    for (place, rows) in places {
        for row in rows.iter().filter(|row| is_in(&row.r#in)) {
            if entries.iter().any(|(keyword, _)| *keyword == row.keyword) {
                complaints.push((row.keyword.clone(), format!("two rows for {whack}")));
            }
            let entry = Entry {
                row: Some((place, row)),
                ..Entry::default()
            };
            entries.push((&row.keyword, entry));
        }
    }
    for exception in file
        .exception
        .iter()
        .filter(|exception| is_in(&exception.r#in))
    {
        for keyword in exception.keyword.split_whitespace() {
            match entries.iter_mut().find(|(known, _)| *known == keyword) {
                Some((_, entry)) => entry.exceptions.push(exception),
                None => entries.push((
                    keyword,
                    Entry {
                        row: None,
                        exceptions: vec![exception],
                    },
                )),
            }
        }
    }
    entries
}

fn check(
    whack: &str,
    entries: &[(&str, Entry<'_>)],
    known: &BTreeMap<&str, &Run>,
    complaints: &mut Vec<(String, String)>,
) {
    let mut complain = |keyword: &str, what: String| {
        complaints.push((keyword.to_owned(), format!("{what} ({whack})")));
    };
    for (keyword, entry) in entries {
        let Some(run) = known.get(keyword) else {
            complain(keyword, "is no keyword of a conn there".to_owned());
            continue;
        };
        if let Some((place, row)) = entry.row {
            for what in check_row(place, row, run, &entry.exceptions) {
                complain(keyword, what);
            }
        } else if !entry
            .exceptions
            .iter()
            .any(|exception| exception.is_general())
        {
            complain(keyword, "has exceptions and no row".to_owned());
        }
        for exception in &entry.exceptions {
            let checked = one_of(
                &exception.then,
                &["fallback", "ignored", "refused"],
                "outcome",
            )
            .and(one_of(
                &exception.seen,
                &["run", "message", "source"],
                "evidence",
            ))
            .and(
                exception
                    .case
                    .as_ref()
                    .map_or(Ok(()), |case| one_of(case, &CASES, "case")),
            );
            if let Err(what) = checked {
                complain(keyword, what);
            }
        }
    }
    let covered: BTreeSet<&str> = entries.iter().map(|(keyword, _)| *keyword).collect();
    for keyword in known.keys().filter(|keyword| !covered.contains(*keyword)) {
        complain(keyword, "has neither a row nor an exception".to_owned());
    }
}

impl RawException {
    /// Whether it holds for every value, in every case.
    fn is_general(&self) -> bool {
        self.values.is_empty() && self.case.is_none()
    }
}

fn check_row(place: &str, row: &RawRow, run: &Run, exceptions: &[&RawException]) -> Vec<String> {
    let mut found = Vec::new();
    if place == "Reader" {
        return found;
    }
    if let Err(what) = one_of(&row.write, &WRITES, "way to write") {
        found.push(what);
    }
    let needs_option = !matches!(row.write.as_str(), "words" | "special");
    if needs_option && row.option.is_none() {
        found.push("needs an option".to_owned());
    }
    if (row.write == "words") == row.words.is_empty() {
        found.push(format!(
            "`words` and `write = \"{}\"` do not fit",
            row.write
        ));
    }
    if row.write == "special" && row.note.is_none() {
        found.push("is special, and no note says how".to_owned());
    }
    if place != "Command" && (place == "End") != run.sided {
        found.push(format!("stands among the {} rows", place.to_lowercase()));
    }
    let options = row
        .option
        .iter()
        .chain(row.words.values())
        .filter(|option| !option.is_empty());
    for option in options.filter(|option| !option.starts_with("--")) {
        found.push(format!("`{option}` is no option"));
    }
    if row.write == "words" {
        let values: Vec<&String> = run
            .raw
            .values
            .iter()
            .filter(|word| !run.raw.value_aliases.contains_key(*word))
            .collect();
        let is_excepted = |value: &str| {
            let excepts = |exception: &&RawException| {
                exception.is_general() || exception.values.iter().any(|word| word == value)
            };
            exceptions.iter().any(excepts)
        };
        for value in &values {
            if !row.words.contains_key(*value) && !is_excepted(value) {
                found.push(format!("has nothing for the value `{value}`"));
            }
        }
        let is_value = |word: &String| run.raw.values.is_empty() || run.raw.values.contains(word);
        for word in row.words.keys().filter(|word| !is_value(word)) {
            found.push(format!("`{word}` is no value"));
        }
    }
    found
}

fn write_entries(out: &mut String, at: usize, entries: &[(&str, Entry<'_>)]) {
    let _ = writeln!(out, "static WHACK_{at}: [Entry; {}] = [", entries.len());
    for (keyword, entry) in entries {
        let (place, row) = match entry.row {
            Some((place, row)) => (place, Some(row)),
            None => ("Nowhere", None),
        };
        let write = match row.map(|row| row.write.as_str()) {
            None | Some("") => "Nothing".to_owned(),
            Some(write) => camel(write),
        };
        let mut words = String::new();
        for (word, options) in row.iter().flat_map(|row| &row.words) {
            let options: Vec<String> = options.split_whitespace().map(str::to_owned).collect();
            let _ = write!(words, "({word:?}, {}), ", slice(&options));
        }
        let exceptions: String = entry
            .exceptions
            .iter()
            .map(|row| exception_row(row))
            .collect();
        let _ = writeln!(
            out,
            "Entry {{ keyword: {keyword:?}, place: Place::{place}, option: {}, write: Write::{write}, \
             default: {}, words: &[{words}], for_shunts: {}, note: {}, exceptions: &[{exceptions}] }},",
            optional(row.and_then(|row| row.option.as_ref())),
            optional(row.and_then(|row| row.default.as_ref())),
            row.is_none_or(|row| row.shunt),
            optional(row.and_then(|row| row.note.as_ref())),
        );
    }
    out.push_str("];\n");
    let mut map = phf_codegen::Map::new();
    for (index, (keyword, _)) in entries.iter().enumerate() {
        map.entry(*keyword, index.to_string());
    }
    let _ = writeln!(
        out,
        "static WHACK_{at}_BY_ID: phf::Map<&'static str, u8> = {};",
        map.build()
    );
}

fn exception_row(exception: &RawException) -> String {
    let case = exception.case.as_deref().map_or("None".to_owned(), |case| {
        format!("Some(Case::{})", camel(case))
    });
    format!(
        "Exception {{ values: {}, case: {case}, outcome: Outcome::{}, why: {:?}, seen: Evidence::{} }}, ",
        slice(&exception.values),
        camel(&exception.then),
        exception.why,
        camel(&exception.seen),
    )
}

/// The releases are named once, here and in releases.toml; a misspelt one would make the check empty.
pub(crate) fn check_releases(releases: &BTreeMap<String, Releases>, problems: &mut Problems) {
    for (whack, dialect, names) in WHACKS {
        for name in names {
            let known: Option<Number> = releases[dialect]
                .index(name)
                .map(|at| releases[dialect].numbers[at]);
            if known.is_none() {
                problems.add_in(
                    "whack.toml",
                    whack,
                    format!("{name} is no release of {dialect}"),
                );
            }
        }
    }
}
