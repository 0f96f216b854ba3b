//! Turns `grammar/keywords/*.toml` into static tables.
//!
//! Every mistake in those files is reported with the file and the keyword, and nothing is built.

#![allow(clippy::print_stdout)] // Cargo reads its instructions there.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use serde::Deserialize;
use serde::de::DeserializeOwned;

const GRAMMAR: &str = "../../grammar/keywords";

const DIALECTS: [&str; 3] = ["openswan", "libreswan", "strongswan"];
const SECTIONS: [&str; 3] = ["setup", "conn", "ca"];
const STATUSES: [&str; 5] = ["ok", "alias", "obsolete", "deprecated-ignored", "command-line-only"];
const UNSIDED: [&str; 4] = ["unknown", "right", "right-warned", "error"];
const CHECKS: [&str; 5] = ["parser", "warned", "silent", "later", "none"];
const KINDS: [&str; 6] = ["encr", "integ", "prf", "ke", "esn", "comp"];
const RATINGS: [&str; 3] = ["ok", "deprecated", "weak"];
const TYPES: [&str; 32] = [
    "bool",
    "enum",
    "enum-list",
    "auth-list",
    "int",
    "percent",
    "duration",
    "bytes",
    "binary",
    "string",
    "string-append",
    "filename",
    "dirname",
    "ip",
    "ip-list",
    "host",
    "subnet",
    "subnet-list",
    "range",
    "id",
    "dn",
    "cert",
    "pubkey",
    "proposal",
    "protoport",
    "mark",
    "spi",
    "bitstring",
    "uri",
    "list",
    "section-ref",
    "obsolete",
];

/// The files of keywords, each with the section and the sidedness that hold where a run says nothing else.
const FILES: [(&str, &str, bool); 4] =
    [("setup", "setup", false), ("conn", "conn", false), ("ends", "conn", true), ("ca", "ca", false)];

fn main() -> ExitCode {
    let mut problems = Problems::default();
    let releases = read_releases(&mut problems);
    let keywords = read_keywords(&releases, &mut problems);
    let algorithms: AlgorithmFile = read("algorithms", &mut problems);
    check_references(&keywords, &releases, &mut problems);
    if problems.0.is_empty() {
        let mut tables = String::new();
        write_releases(&mut tables, &releases);
        write_keywords(&mut tables, &keywords);
        write_spellings(&mut tables, &keywords, &mut problems);
        let mut algorithm_tables = String::new();
        write_algorithms(&mut algorithm_tables, &algorithms, &releases, &mut problems);
        write_out("keywords.rs", &tables);
        write_out("algorithms.rs", &algorithm_tables);
    }
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={GRAMMAR}");
    for problem in &problems.0 {
        println!("cargo::error={problem}");
    }
    if problems.0.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[derive(Default)]
struct Problems(Vec<String>);

impl Problems {
    fn add(&mut self, file: &str, name: &str, what: impl std::fmt::Display) {
        self.0.push(format!("grammar/keywords/{file}.toml: {name}: {what}"));
    }
}

// The files as they are written.

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReleaseFile {
    dialect: Vec<RawDialect>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDialect {
    name: String,
    versions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeywordFile {
    keyword: BTreeMap<String, RawKeyword>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawKeyword {
    name: Option<String>,
    #[serde(rename = "type")]
    ty: String,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    value_docs: BTreeMap<String, String>,
    security: Option<String>,
    #[serde(default)]
    defaults: Vec<RawDefault>,
    #[serde(default)]
    replaced_by: Vec<String>,
    history: Option<String>,
    #[serde(default)]
    tokens: Vec<RawTokens>,
    #[serde(rename = "in")]
    runs: Vec<RawRun>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDefault {
    dialect: String,
    value: String,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTokens {
    dialect: String,
    version: String,
    separator: String,
    accepted: Vec<String>,
    rejected: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRun {
    dialect: String,
    since: String,
    until: Option<String>,
    sections: Option<Vec<String>>,
    sided: Option<bool>,
    unsided: Option<String>,
    status: Option<String>,
    canonical: Option<String>,
    shares_value_with: Option<String>,
    #[serde(rename = "type")]
    ty: Option<String>,
    #[serde(default)]
    values: Vec<String>,
    #[serde(default)]
    value_aliases: BTreeMap<String, String>,
    value_check: String,
    unit: Option<String>,
    build_option: Option<String>,
    #[serde(default)]
    raw: Vec<String>,
    #[serde(default)]
    flags: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct AlgorithmFile {
    survey: Vec<RawSurvey>,
    algorithm: Vec<RawAlgorithm>,
    default_proposal: Vec<RawProposal>,
    removal: Vec<RawRemoval>,
    protocol: Vec<RawProtocol>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSurvey {
    dialect: String,
    since: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAlgorithm {
    id: String,
    kind: String,
    rating: String,
    source: String,
    note: Option<String>,
    name: Vec<RawAlgorithmName>,
    #[serde(default)]
    libreswan_4_10_accepts: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAlgorithmName {
    dialect: String,
    names: Vec<String>,
    since: String,
    until: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProposal {
    dialect: String,
    version: String,
    keyword: String,
    #[serde(default)]
    ikev1: Vec<String>,
    #[serde(default)]
    ikev2: Vec<String>,
    #[serde(default)]
    both: Vec<String>,
    #[serde(default)]
    prf: Vec<String>,
    #[serde(default)]
    ke: Vec<String>,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRemoval {
    dialect: String,
    version: String,
    what: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProtocol {
    id: String,
    rating: String,
    source: String,
}

fn read<T: DeserializeOwned + Default>(file: &str, problems: &mut Problems) -> T {
    let path = PathBuf::from(GRAMMAR).join(file).with_extension("toml");
    let parsed = fs::read_to_string(&path)
        .map_err(|error| error.to_string())
        .and_then(|text| toml::from_str(&text).map_err(|error| error.to_string()));
    parsed.unwrap_or_else(|error| {
        // One line, because an instruction to Cargo ends with the line.
        problems.add(file, "cannot be read", error.split_whitespace().collect::<Vec<_>>().join(" "));
        T::default()
    })
}

impl Default for ReleaseFile {
    fn default() -> ReleaseFile {
        ReleaseFile { dialect: Vec::new() }
    }
}

impl Default for KeywordFile {
    fn default() -> KeywordFile {
        KeywordFile { keyword: BTreeMap::new() }
    }
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
    let end = name.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(name.len());
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
                problems.add("releases", &dialect.name, format!("`{name}` is not a version number"));
                continue;
            };
            if releases.numbers.last().is_some_and(|&before| before > number) {
                problems.add("releases", &dialect.name, format!("{name} stands after a later release"));
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
        if all.get(dialect).is_none_or(|releases| releases.numbers.is_empty()) {
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
    let releases = releases.get(dialect).ok_or_else(|| format!("unknown dialect `{dialect}`"))?;
    let known = |name: &str| {
        releases.index(name).ok_or_else(|| format!("{name} is not in the releases of {dialect} (releases.toml)"))
    };
    let first = known(since)?;
    let last = until.map_or(Ok(releases.numbers.len() - 1), known)?;
    if first > last {
        return Err(format!("since {since} is later than until {}", until.unwrap_or_default()));
    }
    let before = releases.numbers.get(last + 1).copied();
    Ok(Range { first, last, since: releases.numbers[first], until: releases.numbers[last], before })
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
            if let Some(before) = keywords.insert(id.clone(), Keyword { file, id: id.clone(), name, raw, runs }) {
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
    if let Err(problem) = one_of(&raw.ty, &TYPES, "value type") {
        problems.add(file, id, problem);
    }
    for dialect in raw.defaults.iter().map(|it| &it.dialect).chain(raw.tokens.iter().map(|it| &it.dialect)) {
        if let Err(problem) = one_of(dialect, &DIALECTS, "dialect") {
            problems.add(file, id, problem);
        }
    }
    for tokens in &raw.tokens {
        if number(&tokens.version).is_none() {
            problems.add(file, id, format!("`{}` is not a version number", tokens.version));
        }
    }
    let words = value_words(raw, &raw.runs);
    for word in raw.value_docs.keys() {
        if !words.is_empty() && !words.contains(&word.as_str()) {
            problems.add(file, id, format!("documents the value `{word}`, which no release lists"));
        }
    }
}

/// Every word that some release accepts, in the order of the newest list.
fn value_words<'a>(raw: &'a RawKeyword, runs: &'a [RawRun]) -> Vec<&'a str> {
    let listed = runs.iter().rev().flat_map(|run| run.values.iter().chain(run.value_aliases.keys()));
    let tried = raw.tokens.iter().flat_map(|tokens| &tokens.accepted);
    listed.chain(tried).map(String::as_str).collect()
}

fn fill_in(raw: RawRun, section: &str, sided: bool, releases: &BTreeMap<String, Releases>) -> Result<Run, String> {
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
        one_of(ty, &TYPES, "value type")?;
    }
    if let Some(unit) = &raw.unit {
        one_of(unit, &["s", "ms"], "unit")?;
    }
    if (status == "alias") != raw.canonical.is_some() {
        return Err(format!("status `{status}` and `canonical` do not fit ({} {})", raw.dialect, raw.since));
    }
    let sided = raw.sided.unwrap_or(sided);
    let unsided = raw.unsided.clone().unwrap_or_else(|| "unknown".to_owned());
    one_of(&unsided, &UNSIDED, "unsided")?;
    if !sided && raw.unsided.is_some() {
        return Err(format!("`unsided` in a run without sides ({} {})", raw.dialect, raw.since));
    }
    Ok(Run { dialect: raw.dialect.clone(), releases: range, sections, sided, unsided, status, raw })
}

/// Two runs may hold for the same release only when one is sided, the other is not, and the plain word means one thing.
fn check_overlaps(file: &str, id: &str, runs: &[Run], problems: &mut Problems) {
    for (at, run) in runs.iter().enumerate() {
        for other in &runs[at + 1..] {
            let sided = if run.sided { run } else { other };
            let told_apart = run.sided != other.sided && sided.unsided == "unknown";
            if run.dialect == other.dialect && run.releases.overlaps(other.releases) && !told_apart {
                let since = &other.raw.since;
                problems.add(file, id, format!("two runs of {} overlap at {since}", run.dialect));
            }
        }
    }
}

fn check_references(keywords: &[Keyword], releases: &BTreeMap<String, Releases>, problems: &mut Problems) {
    let by_id: BTreeMap<&str, &Keyword> = keywords.iter().map(|keyword| (keyword.id.as_str(), keyword)).collect();
    for keyword in keywords {
        let (file, id) = (keyword.file, &keyword.id);
        for target in &keyword.raw.replaced_by {
            if !by_id.contains_key(target.as_str()) {
                problems.add(file, id, format!("is replaced by `{target}`, which is no keyword"));
            }
        }
        for run in &keyword.runs {
            for target in run.raw.canonical.iter().chain(&run.raw.shares_value_with) {
                let Some(target_keyword) = by_id.get(target.as_str()) else {
                    problems.add(file, id, format!("refers to `{target}`, which is no keyword"));
                    continue;
                };
                if !target_keyword.runs.iter().any(|other| other.dialect == run.dialect) {
                    problems.add(file, id, format!("refers to `{target}`, which is not in {}", run.dialect));
                }
            }
        }
        for (dialect, releases) in releases {
            if let Some(at) = (0..releases.numbers.len()).find(|&at| is_in_cycle(keyword, &by_id, dialect, at)) {
                let [major, minor, ..] = releases.numbers[at];
                problems.add(file, id, format!("its aliases form a cycle in {dialect} {major}.{minor}"));
            }
        }
    }
}

fn is_in_cycle(keyword: &Keyword, by_id: &BTreeMap<&str, &Keyword>, dialect: &str, release: usize) -> bool {
    let mut current = keyword;
    for _ in 0..by_id.len() {
        let holds =
            |run: &&Run| run.dialect == dialect && run.releases.first <= release && release <= run.releases.last;
        let target = current.runs.iter().filter(holds).find_map(|run| run.raw.canonical.as_deref());
        let Some(next) = target.and_then(|target| by_id.get(target)) else {
            return false;
        };
        current = next;
    }
    true
}

fn one_of(word: &str, known: &[&str], what: &str) -> Result<(), String> {
    if known.contains(&word) { Ok(()) } else { Err(format!("unknown {what} `{word}`")) }
}

// Writing the tables.

fn write_out(name: &str, text: &str) {
    let directory = env::var_os("OUT_DIR").expect("Cargo sets OUT_DIR for a build script");
    fs::write(Path::new(&directory).join(name), text).expect("Cargo's output directory is writable");
}

/// `enum-list` -> `EnumList`.
fn camel(word: &str) -> String {
    word.split('-').map(|part| part[..1].to_ascii_uppercase() + &part[1..]).collect()
}

fn dialect_variant(slug: &str) -> &'static str {
    match slug {
        "openswan" => "Dialect::Openswan",
        "libreswan" => "Dialect::Libreswan",
        _ => "Dialect::StrongSwan",
    }
}

fn version(number: Number) -> String {
    let [major, minor, patch, build] = number;
    format!("Version::new4({major}, {minor}, {patch}, {build})")
}

fn optional(text: Option<&String>) -> String {
    format!("{text:?}")
}

fn slice<'a>(words: impl IntoIterator<Item = &'a String>) -> String {
    format!("&{:?}", words.into_iter().collect::<Vec<_>>())
}

fn pairs<'a>(pairs: impl IntoIterator<Item = (&'a String, &'a String)>) -> String {
    format!("&{:?}", pairs.into_iter().collect::<Vec<_>>())
}

fn section_bits<'a>(sections: impl IntoIterator<Item = &'a String>) -> u8 {
    let bit = |section: &String| SECTIONS.iter().position(|known| known == section).map_or(0, |at| 1 << at);
    sections.into_iter().map(bit).fold(0, |bits, bit| bits | bit)
}

fn write_releases(out: &mut String, releases: &BTreeMap<String, Releases>) {
    for dialect in DIALECTS {
        let list = &releases[dialect];
        let rows: String = list.numbers.iter().map(|&number| version(number) + ", ").collect();
        let finished: String =
            list.finished.iter().map(|&(number, parts)| format!("({}, {parts}), ", version(number))).collect();
        let name = dialect.to_ascii_uppercase();
        let _ = writeln!(out, "static {name}_RELEASES: &[Version] = &[{rows}];");
        let _ = writeln!(out, "static {name}_FINISHED: &[(Version, u8)] = &[{finished}];");
    }
}

fn write_keywords(out: &mut String, keywords: &[Keyword]) {
    let _ = writeln!(out, "static KEYWORDS: [Keyword; {}] = [", keywords.len());
    for keyword in keywords {
        let raw = &keyword.raw;
        let sections = section_bits(keyword.runs.iter().flat_map(|run| &run.sections));
        let defaults: String = raw.defaults.iter().map(default_row).collect();
        let tokens: String = raw.tokens.iter().map(tokens_row).collect();
        let spans: String = keyword.runs.iter().map(|run| span_row(run, &raw.ty)).collect();
        let _ = writeln!(
            out,
            "Keyword {{ id: {:?}, name: {:?}, sections: SectionSet({sections}), forms: {}, ty: ValueType::{}, \
             summary: {:?}, value_docs: {}, security: {}, defaults: &[{defaults}], replaced_by: {}, history: {}, \
             tokens: &[{tokens}], spans: &[{spans}] }},",
            keyword.id,
            keyword.name,
            slice(&forms(keyword)),
            camel(&raw.ty),
            raw.summary,
            pairs(docs_in_order(keyword)),
            optional(raw.security.as_ref()),
            slice(&raw.replaced_by),
            optional(raw.history.as_ref()),
        );
    }
    out.push_str("];\n");
}

/// Documented values in the order of the lists; the words of a keyword without a list in alphabetical order.
fn docs_in_order(keyword: &Keyword) -> Vec<(&String, &String)> {
    let listed = keyword.runs.iter().rev().flat_map(|run| run.raw.values.iter().chain(run.raw.value_aliases.keys()));
    let words: Vec<&String> = listed.chain(keyword.raw.tokens.iter().flat_map(|tokens| &tokens.accepted)).collect();
    let mut docs: Vec<_> = keyword.raw.value_docs.iter().collect();
    docs.sort_by_key(|(word, _)| words.iter().position(|known| known == word));
    docs
}

/// Both sides first, then the plain word; the forms with a hyphen (`left-id`) are not listed.
fn forms(keyword: &Keyword) -> Vec<String> {
    let mut forms = Vec::new();
    if keyword.runs.iter().any(|run| run.sided) {
        forms.extend(["left", "right"].map(|side| format!("{side}{}", keyword.name)));
    }
    let is_accepted_plain = |run: &Run| !run.sided || run.unsided.starts_with("right");
    if keyword.runs.iter().any(is_accepted_plain) {
        forms.push(keyword.name.clone());
    }
    forms
}

fn default_row(default: &RawDefault) -> String {
    let RawDefault { dialect, value, source } = default;
    format!("Default {{ dialect: {}, value: {value:?}, source: {source:?} }}, ", dialect_variant(dialect))
}

fn tokens_row(tokens: &RawTokens) -> String {
    format!(
        "Tokens {{ dialect: {}, version: {}, separator: {:?}, accepted: {}, rejected: {} }}, ",
        dialect_variant(&tokens.dialect),
        version(number(&tokens.version).unwrap_or_default()),
        tokens.separator,
        slice(&tokens.accepted),
        slice(&tokens.rejected),
    )
}

fn span_row(run: &Run, main_type: &str) -> String {
    let raw = &run.raw;
    let unit = match raw.unit.as_deref() {
        Some("ms") => "Some(Unit::Milliseconds)",
        Some(_) => "Some(Unit::Seconds)",
        None => "None",
    };
    format!(
        "KeywordSpan {{ {}, sections: SectionSet({}), sided: {}, unsided: Unsided::{}, status: Status::{}, \
         canonical: {}, shares_value_with: {}, ty: ValueType::{}, values: {}, value_aliases: {}, \
         value_check: ValueCheck::{}, unit: {unit}, build_option: {}, raw: {}, flags: {} }}, ",
        range_fields(&run.dialect, run.releases),
        section_bits(&run.sections),
        run.sided,
        camel(&run.unsided),
        camel(&run.status),
        optional(raw.canonical.as_ref()),
        optional(raw.shares_value_with.as_ref()),
        camel(raw.ty.as_deref().unwrap_or(main_type)),
        slice(&raw.values),
        pairs(&raw.value_aliases),
        camel(&raw.value_check),
        optional(raw.build_option.as_ref()),
        slice(&raw.raw),
        slice(&raw.flags),
    )
}

/// A version between two surveyed releases, or beyond the last, has the facts of the release before it; one before the
/// first release has those of the first.
fn range_fields(dialect: &str, range: Range) -> String {
    let from = if range.first == 0 { [0; 4] } else { range.since };
    let before = range.before.unwrap_or([u16::MAX; 4]);
    format!(
        "dialect: {}, since: {}, until: {}, current: {}, from: {}, before: {}",
        dialect_variant(dialect),
        version(range.since),
        version(range.until),
        range.before.is_none(),
        version(from),
        version(before),
    )
}

/// The only place where `left` and `right` are put before a name.
fn write_spellings(out: &mut String, keywords: &[Keyword], problems: &mut Problems) {
    let mut spellings: BTreeMap<String, (usize, &str, bool)> = BTreeMap::new();
    for (index, keyword) in keywords.iter().enumerate() {
        let mut add = |spelling: String, side, hyphen| {
            if let Some((before, ..)) = spellings.insert(spelling.to_ascii_lowercase(), (index, side, hyphen)) {
                let other = &keywords[before].id;
                problems.add(keyword.file, &keyword.id, format!("`{spelling}` is also a spelling of `{other}`"));
            }
        };
        let sided: Vec<&Run> = keyword.runs.iter().filter(|run| run.sided).collect();
        if !sided.is_empty() {
            add(format!("left{}", keyword.name), "Some(Side::Left)", false);
            add(format!("right{}", keyword.name), "Some(Side::Right)", false);
        }
        let takes_hyphen = |run: &&Run| run.dialect == "libreswan" && run.releases.until >= [5, 0, 0, 0];
        if sided.iter().any(takes_hyphen) && !keyword.name.is_empty() {
            add(format!("left-{}", keyword.name), "Some(Side::Left)", true);
            add(format!("right-{}", keyword.name), "Some(Side::Right)", true);
        }
        if keyword.runs.iter().any(|run| !run.sided || run.unsided != "unknown") {
            add(keyword.name.clone(), "None", false);
        }
    }
    let mut map = phf_codegen::Map::new();
    for (spelling, (index, side, hyphen)) in &spellings {
        map.entry(spelling.as_str(), format!("Spelling {{ keyword: {index}, side: {side}, hyphen: {hyphen} }}"));
    }
    let longest = spellings.keys().map(String::len).max().unwrap_or_default();
    let _ = writeln!(out, "const LONGEST_SPELLING: usize = {longest};");
    let _ = writeln!(out, "static SPELLINGS: phf::Map<&'static str, Spelling> = {};", map.build());
}

fn write_algorithms(
    out: &mut String,
    file: &AlgorithmFile,
    releases: &BTreeMap<String, Releases>,
    problems: &mut Problems,
) {
    let mut names: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let _ = writeln!(out, "static ALGORITHMS: [Algorithm; {}] = [", file.algorithm.len());
    for (index, algorithm) in file.algorithm.iter().enumerate() {
        let checked = one_of(&algorithm.kind, &KINDS, "kind").and(one_of(&algorithm.rating, &RATINGS, "rating"));
        if let Err(problem) = checked {
            problems.add("algorithms", &algorithm.id, problem);
        }
        let mut rows = String::new();
        for name in &algorithm.name {
            match range(releases, &name.dialect, &name.since, name.until.as_deref()) {
                // What stood before the survey is not known, so nothing reaches back beyond `since`.
                Ok(range) => {
                    let fields = range_fields(&name.dialect, Range { first: range.first.max(1), ..range });
                    let _ = write!(rows, "AlgorithmName {{ {fields}, names: {} }}, ", slice(&name.names));
                }
                Err(problem) => problems.add("algorithms", &algorithm.id, problem),
            }
            for word in &name.names {
                let known = names.entry(word).or_default();
                if !known.contains(&index) {
                    known.push(index);
                }
            }
        }
        let accepts: String = algorithm
            .libreswan_4_10_accepts
            .iter()
            .map(|(word, uses)| format!("({word:?}, {}), ", slice(uses)))
            .collect();
        let _ = writeln!(
            out,
            "Algorithm {{ id: {:?}, kind: Kind::{}, rating: Rating::{}, source: {:?}, note: {}, names: &[{rows}], \
             libreswan_4_10_accepts: &[{accepts}] }},",
            algorithm.id,
            camel(&algorithm.kind),
            camel(&algorithm.rating),
            algorithm.source,
            optional(algorithm.note.as_ref()),
        );
    }
    out.push_str("];\n");
    let mut map = phf_codegen::Map::new();
    for (word, indices) in &names {
        map.entry(*word, format!("&{indices:?}"));
    }
    let _ = writeln!(out, "static NAMES: phf::Map<&'static str, &'static [u8]> = {};", map.build());
    write_algorithm_facts(out, file, releases, problems);
}

fn write_algorithm_facts(
    out: &mut String,
    file: &AlgorithmFile,
    releases: &BTreeMap<String, Releases>,
    problems: &mut Problems,
) {
    let mut known = |dialect: &str, name: &str| match range(releases, dialect, name, None) {
        Ok(range) => version(range.since),
        Err(problem) => {
            problems.add("algorithms", dialect, problem);
            String::new()
        }
    };
    out.push_str("static SURVEYED: &[(Dialect, Version)] = &[");
    for survey in &file.survey {
        let since = known(&survey.dialect, &survey.since);
        let _ = write!(out, "({}, {since}), ", dialect_variant(&survey.dialect));
    }
    out.push_str("];\nstatic DEFAULT_PROPOSALS: &[DefaultProposal] = &[");
    for proposal in &file.default_proposal {
        let _ = write!(
            out,
            "DefaultProposal {{ dialect: {}, version: {}, keyword: {:?}, ikev1: {}, ikev2: {}, both: {}, prf: {}, \
             ke: {}, note: {} }}, ",
            dialect_variant(&proposal.dialect),
            known(&proposal.dialect, &proposal.version),
            proposal.keyword,
            slice(&proposal.ikev1),
            slice(&proposal.ikev2),
            slice(&proposal.both),
            slice(&proposal.prf),
            slice(&proposal.ke),
            optional(proposal.note.as_ref()),
        );
    }
    out.push_str("];\nstatic REMOVALS: &[Removal] = &[");
    for removal in &file.removal {
        let version = known(&removal.dialect, &removal.version);
        let dialect = dialect_variant(&removal.dialect);
        let _ = write!(out, "Removal {{ dialect: {dialect}, version: {version}, what: {:?} }}, ", removal.what);
    }
    out.push_str("];\nstatic PROTOCOLS: &[Protocol] = &[");
    for protocol in &file.protocol {
        if let Err(problem) = one_of(&protocol.rating, &RATINGS, "rating") {
            problems.add("algorithms", &protocol.id, problem);
        }
        let RawProtocol { id, rating, source } = protocol;
        let _ = write!(out, "Protocol {{ id: {id:?}, rating: Rating::{}, source: {source:?} }}, ", camel(rating));
    }
    out.push_str("];\n");
}
