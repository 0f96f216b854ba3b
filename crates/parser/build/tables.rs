//! Writes the checked data as Rust tables.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use crate::files::{AlgorithmFile, RawDefault, RawProtocol, RawTokens};
use crate::{
    DIALECTS, KINDS, Keyword, Number, Problems, RATINGS, Range, Releases, Run, SECTIONS, number,
    one_of, range,
};

pub(crate) fn write_out(name: &str, text: &str) {
    let directory = env::var_os("OUT_DIR").expect("Cargo sets OUT_DIR for a build script");
    fs::write(Path::new(&directory).join(name), text)
        .expect("Cargo's output directory is writable");
}

/// `enum-list` -> `EnumList`.
pub(crate) fn camel(word: &str) -> String {
    word.split('-')
        .map(|part| part[..1].to_ascii_uppercase() + &part[1..])
        .collect()
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

pub(crate) fn optional(text: Option<&String>) -> String {
    format!("{text:?}")
}

pub(crate) fn slice<'a>(words: impl IntoIterator<Item = &'a String>) -> String {
    format!("&{:?}", words.into_iter().collect::<Vec<_>>())
}

fn pairs<'a>(pairs: impl IntoIterator<Item = (&'a String, &'a String)>) -> String {
    format!("&{:?}", pairs.into_iter().collect::<Vec<_>>())
}

fn section_bits<'a>(sections: impl IntoIterator<Item = &'a String>) -> u8 {
    let bit = |section: &String| {
        SECTIONS
            .iter()
            .position(|known| known == section)
            .map_or(0, |at| 1 << at)
    };
    sections
        .into_iter()
        .map(bit)
        .fold(0, |bits, bit| bits | bit)
}

pub(crate) fn write_releases(out: &mut String, releases: &BTreeMap<String, Releases>) {
    for dialect in DIALECTS {
        let list = &releases[dialect];
        let rows: String = list
            .numbers
            .iter()
            .map(|&number| version(number) + ", ")
            .collect();
        let mut finished = String::new();
        for &(number, parts) in &list.finished {
            let _ = write!(finished, "({}, {parts}), ", version(number));
        }
        let name = dialect.to_ascii_uppercase();
        let _ = writeln!(out, "static {name}_RELEASES: &[Version] = &[{rows}];");
        let _ = writeln!(
            out,
            "static {name}_FINISHED: &[(Version, u8)] = &[{finished}];"
        );
    }
}

pub(crate) fn write_keywords(out: &mut String, keywords: &[Keyword]) {
    let _ = writeln!(out, "static KEYWORDS: [Keyword; {}] = [", keywords.len());
    for keyword in keywords {
        let raw = &keyword.raw;
        let sections = section_bits(keyword.runs.iter().flat_map(|run| &run.sections));
        let defaults: String = raw.defaults.iter().map(default_row).collect();
        let tokens: String = raw.tokens.iter().map(tokens_row).collect();
        let spans: String = keyword
            .runs
            .iter()
            .map(|run| span_row(run, &raw.ty))
            .collect();
        let _ = writeln!(
            out,
            "Keyword {{ id: {:?}, tag: tag({:?}), name: {:?}, sections: SectionSet({sections}), forms: {}, ty: ValueType::{}, \
             summary: {:?}, value_docs: {}, security: {}, defaults: &[{defaults}], replaced_by: {}, history: {}, \
             tokens: &[{tokens}], spans: &[{spans}] }},",
            keyword.id,
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
    let listed = keyword
        .runs
        .iter()
        .rev()
        .flat_map(|run| run.raw.values.iter().chain(run.raw.value_aliases.keys()));
    let words: Vec<&String> = listed
        .chain(
            keyword
                .raw
                .tokens
                .iter()
                .flat_map(|tokens| &tokens.accepted),
        )
        .collect();
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
    let RawDefault {
        dialect,
        value,
        source,
    } = default;
    format!(
        "Default {{ dialect: {}, value: {value:?}, source: {source:?} }}, ",
        dialect_variant(dialect)
    )
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
    let from = if range.first == 0 {
        [0; 4]
    } else {
        range.since
    };
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
pub(crate) fn write_spellings(out: &mut String, keywords: &[Keyword], problems: &mut Problems) {
    let mut spellings: BTreeMap<String, (usize, &str, bool)> = BTreeMap::new();
    for (index, keyword) in keywords.iter().enumerate() {
        let mut add = |spelling: String, side, hyphen| {
            if let Some((before, ..)) =
                spellings.insert(spelling.to_ascii_lowercase(), (index, side, hyphen))
            {
                let other = &keywords[before].id;
                problems.add(
                    keyword.file,
                    &keyword.id,
                    format!("`{spelling}` is also a spelling of `{other}`"),
                );
            }
        };
        let sided: Vec<&Run> = keyword.runs.iter().filter(|run| run.sided).collect();
        if !sided.is_empty() {
            add(format!("left{}", keyword.name), "Some(Side::Left)", false);
            add(format!("right{}", keyword.name), "Some(Side::Right)", false);
        }
        let takes_hyphen =
            |run: &&Run| run.dialect == "libreswan" && run.releases.until >= [5, 0, 0, 0];
        if sided.iter().any(takes_hyphen) && !keyword.name.is_empty() {
            add(format!("left-{}", keyword.name), "Some(Side::Left)", true);
            add(format!("right-{}", keyword.name), "Some(Side::Right)", true);
        }
        if keyword
            .runs
            .iter()
            .any(|run| !run.sided || run.unsided != "unknown")
        {
            add(keyword.name.clone(), "None", false);
        }
    }
    let mut map = phf_codegen::Map::new();
    for (spelling, (index, side, hyphen)) in &spellings {
        map.entry(
            spelling.as_str(),
            format!("Spelling {{ keyword: {index}, side: {side}, hyphen: {hyphen} }}"),
        );
    }
    let longest = spellings.keys().map(String::len).max().unwrap_or_default();
    let _ = writeln!(out, "const LONGEST_SPELLING: usize = {longest};");
    let _ = writeln!(
        out,
        "static SPELLINGS: phf::Map<&'static str, Spelling> = {};",
        map.build()
    );
}

pub(crate) fn write_algorithms(
    out: &mut String,
    file: &AlgorithmFile,
    releases: &BTreeMap<String, Releases>,
    problems: &mut Problems,
) {
    let mut names: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let _ = writeln!(
        out,
        "pub(super) static ALGORITHMS: [Algorithm; {}] = [",
        file.algorithm.len()
    );
    for (index, algorithm) in file.algorithm.iter().enumerate() {
        let checked = one_of(&algorithm.kind, &KINDS, "kind").and(one_of(
            &algorithm.rating,
            &RATINGS,
            "rating",
        ));
        if let Err(problem) = checked {
            problems.add("algorithms", &algorithm.id, problem);
        }
        let mut rows = String::new();
        for name in &algorithm.name {
            match range(releases, &name.dialect, &name.since, name.until.as_deref()) {
                // What stood before the survey is not known, so nothing reaches back beyond `since`.
                Ok(range) => {
                    let fields = range_fields(
                        &name.dialect,
                        Range {
                            first: range.first.max(1),
                            ..range
                        },
                    );
                    let _ = write!(
                        rows,
                        "AlgorithmName {{ {fields}, names: {} }}, ",
                        slice(&name.names)
                    );
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
        let mut accepts = String::new();
        for (word, uses) in &algorithm.libreswan_4_10_accepts {
            let _ = write!(accepts, "({word:?}, {}), ", slice(uses));
        }
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
    let _ = writeln!(
        out,
        "pub(super) static NAMES: phf::Map<&'static str, &'static [u8]> = {};",
        map.build()
    );
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
    out.push_str("pub(super) static SURVEYED: &[(Dialect, Version)] = &[");
    for survey in &file.survey {
        let since = known(&survey.dialect, &survey.since);
        let _ = write!(out, "({}, {since}), ", dialect_variant(&survey.dialect));
    }
    out.push_str("];\npub(super) static DEFAULT_PROPOSALS: &[DefaultProposal] = &[");
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
    out.push_str("];\npub(super) static REMOVALS: &[Removal] = &[");
    for removal in &file.removal {
        let version = known(&removal.dialect, &removal.version);
        let dialect = dialect_variant(&removal.dialect);
        let _ = write!(
            out,
            "Removal {{ dialect: {dialect}, version: {version}, what: {:?} }}, ",
            removal.what
        );
    }
    out.push_str("];\npub(super) static PROTOCOLS: &[Protocol] = &[");
    for protocol in &file.protocol {
        if let Err(problem) = one_of(&protocol.rating, &RATINGS, "rating") {
            problems.add("algorithms", &protocol.id, problem);
        }
        let RawProtocol { id, rating, source } = protocol;
        let _ = write!(
            out,
            "Protocol {{ id: {id:?}, rating: Rating::{}, source: {source:?} }}, ",
            camel(rating)
        );
    }
    out.push_str("];\n");
}
