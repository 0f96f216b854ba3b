//! Turns `grammar/keywords/*.toml` and `grammar/whack.toml` into static tables.
//!
//! Every mistake in those files is reported with the file and the keyword, and nothing is built.
#![allow(
    clippy::disallowed_methods,
    reason = "a build script reads and writes files"
)]
#![allow(clippy::print_stdout)] // Cargo reads its instructions there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use serde::de::DeserializeOwned;

use files::{AlgorithmFile, KeywordFile, RawKeyword, RawRun, ReleaseFile};
use tables::{write_algorithms, write_keywords, write_out, write_releases, write_spellings};
use whack::{WhackFile, check_releases, write_whack};

#[path = "build/files.rs"]
mod files;
#[path = "build/tables.rs"]
mod tables;
#[path = "build/whack.rs"]
mod whack;

// Through a link: what is outside of the directory of a crate is not in its package.
const GRAMMAR: &str = "grammar/keywords";
/// Beside the directory of keywords, because it is about programs and not about files.
const WHACK: &str = "../whack";

const DIALECTS: [&str; 3] = ["openswan", "libreswan", "strongswan"];
const SECTIONS: [&str; 3] = ["setup", "conn", "ca"];
const STATUSES: [&str; 5] = [
    "ok",
    "alias",
    "obsolete",
    "deprecated-ignored",
    "command-line-only",
];
const UNSIDED: [&str; 4] = ["unknown", "right", "right-warned", "error"];
const CHECKS: [&str; 5] = ["parser", "warned", "silent", "later", "none"];
const KINDS: [&str; 6] = ["encr", "integ", "prf", "ke", "esn", "comp"];
const RATINGS: [&str; 3] = ["ok", "deprecated", "weak"];
const TYPES: &str = "bool enum enum-list auth-list int percent duration bytes binary string string-append filename \
    dirname ip ip-list host subnet subnet-list range id dn cert pubkey proposal protoport mark spi bitstring uri list \
    section-ref obsolete";

/// The files of keywords, each with the section and the sidedness that hold where a run says nothing else.
const FILES: [(&str, &str, bool); 4] = [
    ("setup", "setup", false),
    ("conn", "conn", false),
    ("ends", "conn", true),
    ("ca", "ca", false),
];

fn main() -> ExitCode {
    let mut problems = Problems::default();
    let releases = read_releases(&mut problems);
    let keywords = read_keywords(&releases, &mut problems);
    let algorithms: AlgorithmFile = read("algorithms", &mut problems);
    let whack: WhackFile = read(WHACK, &mut problems);
    // A file that cannot be read would make every reference to its keywords a problem of its own.
    if problems.0.is_empty() {
        check_references(&keywords, &releases, &mut problems);
        check_releases(&releases, &mut problems);
    }
    if problems.0.is_empty() {
        let mut tables = String::new();
        write_releases(&mut tables, &releases);
        write_keywords(&mut tables, &keywords);
        write_spellings(&mut tables, &keywords, &mut problems);
        let mut algorithm_tables = String::new();
        write_algorithms(&mut algorithm_tables, &algorithms, &releases, &mut problems);
        write_out("keywords.rs", &tables);
        write_out("algorithms.rs", &algorithm_tables);
        let mut whack_tables = String::new();
        write_whack(
            &mut whack_tables,
            &whack,
            &keywords,
            &releases,
            &mut problems,
        );
        write_out("whack.rs", &whack_tables);
    }
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed={GRAMMAR}");
    println!("cargo::rerun-if-changed={GRAMMAR}/{WHACK}.toml");
    for problem in &problems.0 {
        println!("cargo::error={problem}");
    }
    if problems.0.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

#[derive(Default)]
struct Problems(Vec<String>);

impl Problems {
    fn add(&mut self, file: &str, name: &str, what: impl std::fmt::Display) {
        self.add_in(&format!("keywords/{file}.toml"), name, what);
    }

    fn add_in(&mut self, path: &str, name: &str, what: impl std::fmt::Display) {
        self.0.push(format!("grammar/{path}: {name}: {what}"));
    }
}

fn read<T: DeserializeOwned + Default>(file: &str, problems: &mut Problems) -> T {
    let path = PathBuf::from(GRAMMAR).join(file).with_extension("toml");
    let parsed = fs::read_to_string(&path)
        .map_err(|error| error.to_string())
        .and_then(|text| toml::from_str(&text).map_err(|error| error.to_string()));
    parsed.unwrap_or_else(|error| {
        // One line, because an instruction to Cargo ends with the line.
        problems.add(
            file,
            "cannot be read",
            error.split_whitespace().collect::<Vec<_>>().join(" "),
        );
        T::default()
    })
}

// Releases.

type Number = [u16; 4];

/// The releases of one dialect, without repetitions: `3.0.0rc1` and `3.0.0` have the same number.
#[derive(Default)]
struct Releases {
    names: Vec<String>,
    numbers: Vec<Number>,
    /// Those that are no mere snapshot or candidate, with the number of parts of the name.
    finished: Vec<(Number, usize)>,
}

impl Releases {
    fn index(&self, name: &str) -> Option<usize> {
        self.names.iter().any(|known| known == name).then_some(())?;
        let number = number(name)?;
        self.numbers.iter().position(|&known| known == number)
    }
}

fn number(name: &str) -> Option<Number> {
    let end = name
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(name.len());
    let mut parts = [0; 4];
    for (at, part) in name[..end].split('.').enumerate() {
        *parts.get_mut(at)? = part.parse().ok()?;
    }
    Some(parts)
}

fn read_releases(problems: &mut Problems) -> BTreeMap<String, Releases> {
    let file: ReleaseFile = read("releases", problems);
    let mut all = BTreeMap::new();
    for dialect in file.dialect {
        let mut releases = Releases::default();
        for name in &dialect.versions {
            let Some(number) = number(name) else {
                problems.add(
                    "releases",
                    &dialect.name,
                    format!("`{name}` is not a version number"),
                );
                continue;
            };
            if releases
                .numbers
                .last()
                .is_some_and(|&before| before > number)
            {
                problems.add(
                    "releases",
                    &dialect.name,
                    format!("{name} stands after a later release"),
                );
            }
            if name.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
                releases.finished.push((number, name.split('.').count()));
            }
            if releases.numbers.last() != Some(&number) {
                releases.numbers.push(number);
            }
        }
        releases.names = dialect.versions;
        all.insert(dialect.name, releases);
    }
    for dialect in DIALECTS {
        if all
            .get(dialect)
            .is_none_or(|releases| releases.numbers.is_empty())
        {
            problems.add("releases", dialect, "no releases");
        }
    }
    all
}

// Keywords.

struct Keyword {
    file: &'static str,
    id: String,
    name: String,
    raw: RawKeyword,
    runs: Vec<Run>,
}

/// A run of releases with everything left out in the file filled in.
struct Run {
    dialect: String,
    releases: Range,
    sections: BTreeSet<String>,
    sided: bool,
    unsided: String,
    status: String,
    raw: RawRun,
}

/// A run of releases as positions in the list of its dialect, both inclusive.
#[derive(Clone, Copy)]
struct Range {
    first: usize,
    last: usize,
    since: Number,
    until: Number,
    /// The first later release.
    before: Option<Number>,
}

impl Range {
    fn overlaps(self, other: Range) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

fn range(
    releases: &BTreeMap<String, Releases>,
    dialect: &str,
    since: &str,
    until: Option<&str>,
) -> Result<Range, String> {
    let releases = releases
        .get(dialect)
        .ok_or_else(|| format!("unknown dialect `{dialect}`"))?;
    let known = |name: &str| {
        releases
            .index(name)
            .ok_or_else(|| format!("{name} is not in the releases of {dialect} (releases.toml)"))
    };
    let first = known(since)?;
    let last = until.map_or(Ok(releases.numbers.len() - 1), known)?;
    if first > last {
        return Err(format!(
            "since {since} is later than until {}",
            until.unwrap_or_default()
        ));
    }
    let before = releases.numbers.get(last + 1).copied();
    Ok(Range {
        first,
        last,
        since: releases.numbers[first],
        until: releases.numbers[last],
        before,
    })
}

fn read_keywords(releases: &BTreeMap<String, Releases>, problems: &mut Problems) -> Vec<Keyword> {
    let mut keywords: BTreeMap<String, Keyword> = BTreeMap::new();
    for (file, section, sided) in FILES {
        let read: KeywordFile = read(file, problems);
        for (id, mut raw) in read.keyword {
            check_keyword(file, &id, &raw, problems);
            let mut runs = Vec::new();
            for run in std::mem::take(&mut raw.runs) {
                match fill_in(run, section, sided, releases) {
                    Ok(run) => runs.push(run),
                    Err(problem) => problems.add(file, &id, problem),
                }
            }
            check_overlaps(file, &id, &runs, problems);
            let name = raw.name.clone().unwrap_or_else(|| id.clone());
            if let Some(before) = keywords.insert(
                id.clone(),
                Keyword {
                    file,
                    id: id.clone(),
                    name,
                    raw,
                    runs,
                },
            ) {
                problems.add(file, &id, format!("is also in {}.toml", before.file));
            }
        }
    }
    keywords.into_values().collect()
}

fn check_keyword(file: &str, id: &str, raw: &RawKeyword, problems: &mut Problems) {
    if raw.summary.trim().is_empty() {
        problems.add(file, id, "has no summary");
    }
    if raw.runs.is_empty() {
        problems.add(file, id, "is in no release");
    }
    if let Err(problem) = known_type(&raw.ty) {
        problems.add(file, id, problem);
    }
    for dialect in raw
        .defaults
        .iter()
        .map(|it| &it.dialect)
        .chain(raw.tokens.iter().map(|it| &it.dialect))
    {
        if let Err(problem) = one_of(dialect, &DIALECTS, "dialect") {
            problems.add(file, id, problem);
        }
    }
    for tokens in &raw.tokens {
        if number(&tokens.version).is_none() {
            problems.add(
                file,
                id,
                format!("`{}` is not a version number", tokens.version),
            );
        }
    }
    let words = value_words(raw, &raw.runs);
    for word in raw.value_docs.keys() {
        if !words.is_empty() && !words.contains(&word.as_str()) {
            problems.add(
                file,
                id,
                format!("documents the value `{word}`, which no release lists"),
            );
        }
    }
}

/// Every word that some release accepts, in the order of the newest list.
fn value_words<'a>(raw: &'a RawKeyword, runs: &'a [RawRun]) -> Vec<&'a str> {
    let listed = runs
        .iter()
        .rev()
        .flat_map(|run| run.values.iter().chain(run.value_aliases.keys()));
    let tried = raw.tokens.iter().flat_map(|tokens| &tokens.accepted);
    listed.chain(tried).map(String::as_str).collect()
}

fn fill_in(
    raw: RawRun,
    section: &str,
    sided: bool,
    releases: &BTreeMap<String, Releases>,
) -> Result<Run, String> {
    let range = range(releases, &raw.dialect, &raw.since, raw.until.as_deref())?;
    let sections: BTreeSet<String> = match &raw.sections {
        Some(given) => given.iter().cloned().collect(),
        None => BTreeSet::from([section.to_owned()]),
    };
    for section in &sections {
        one_of(section, &SECTIONS, "section")?;
    }
    let status = raw.status.clone().unwrap_or_else(|| "ok".to_owned());
    one_of(&status, &STATUSES, "status")?;
    one_of(&raw.value_check, &CHECKS, "value check")?;
    if let Some(ty) = &raw.ty {
        known_type(ty)?;
    }
    if let Some(unit) = &raw.unit {
        one_of(unit, &["s", "ms"], "unit")?;
    }
    if (status == "alias") != raw.canonical.is_some() {
        return Err(format!(
            "status `{status}` and `canonical` do not fit ({} {})",
            raw.dialect, raw.since
        ));
    }
    let sided = raw.sided.unwrap_or(sided);
    let unsided = raw.unsided.clone().unwrap_or_else(|| "unknown".to_owned());
    one_of(&unsided, &UNSIDED, "unsided")?;
    if !sided && raw.unsided.is_some() {
        return Err(format!(
            "`unsided` in a run without sides ({} {})",
            raw.dialect, raw.since
        ));
    }
    Ok(Run {
        dialect: raw.dialect.clone(),
        releases: range,
        sections,
        sided,
        unsided,
        status,
        raw,
    })
}

/// Two runs may hold for the same release only when one is sided, the other is not, and the plain word means one thing.
fn check_overlaps(file: &str, id: &str, runs: &[Run], problems: &mut Problems) {
    for (at, run) in runs.iter().enumerate() {
        for other in &runs[at + 1..] {
            let sided = if run.sided { run } else { other };
            let told_apart = run.sided != other.sided && sided.unsided == "unknown";
            if run.dialect == other.dialect && run.releases.overlaps(other.releases) && !told_apart
            {
                let since = &other.raw.since;
                problems.add(
                    file,
                    id,
                    format!("two runs of {} overlap at {since}", run.dialect),
                );
            }
        }
    }
}

fn check_references(
    keywords: &[Keyword],
    releases: &BTreeMap<String, Releases>,
    problems: &mut Problems,
) {
    let by_id: BTreeMap<&str, &Keyword> = keywords
        .iter()
        .map(|keyword| (keyword.id.as_str(), keyword))
        .collect();
    for keyword in keywords {
        let (file, id) = (keyword.file, &keyword.id);
        for target in &keyword.raw.replaced_by {
            if !by_id.contains_key(target.as_str()) {
                problems.add(
                    file,
                    id,
                    format!("is replaced by `{target}`, which is no keyword"),
                );
            }
        }
        for run in &keyword.runs {
            for target in run.raw.canonical.iter().chain(&run.raw.shares_value_with) {
                let Some(target_keyword) = by_id.get(target.as_str()) else {
                    problems.add(
                        file,
                        id,
                        format!("refers to `{target}`, which is no keyword"),
                    );
                    continue;
                };
                if !target_keyword
                    .runs
                    .iter()
                    .any(|other| other.dialect == run.dialect)
                {
                    problems.add(
                        file,
                        id,
                        format!("refers to `{target}`, which is not in {}", run.dialect),
                    );
                }
            }
        }
        for (dialect, releases) in releases {
            if let Some(at) =
                (0..releases.numbers.len()).find(|&at| is_in_cycle(keyword, &by_id, dialect, at))
            {
                let [major, minor, ..] = releases.numbers[at];
                problems.add(
                    file,
                    id,
                    format!("its aliases form a cycle in {dialect} {major}.{minor}"),
                );
            }
        }
    }
}

fn is_in_cycle(
    keyword: &Keyword,
    by_id: &BTreeMap<&str, &Keyword>,
    dialect: &str,
    release: usize,
) -> bool {
    let mut current = keyword;
    for _ in 0..by_id.len() {
        let holds = |run: &&Run| {
            run.dialect == dialect && run.releases.first <= release && release <= run.releases.last
        };
        let target = current
            .runs
            .iter()
            .filter(holds)
            .find_map(|run| run.raw.canonical.as_deref());
        let Some(next) = target.and_then(|target| by_id.get(target)) else {
            return false;
        };
        current = next;
    }
    true
}

fn known_type(word: &str) -> Result<(), String> {
    one_of(
        word,
        &TYPES.split_whitespace().collect::<Vec<_>>(),
        "value type",
    )
}

fn one_of(word: &str, known: &[&str], what: &str) -> Result<(), String> {
    if known.contains(&word) {
        Ok(())
    } else {
        Err(format!("unknown {what} `{word}`"))
    }
}
