//! What holds for the findings and fixes of any configuration.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ipsec_conf::diagnostic::{self, Edit};
use ipsec_conf::model::{LoadOptions, MemoryFs};
use ipsec_conf::text::printable;
use ipsec_conf::{Diagnostic, Model, Target};
use ipsec_conf_lint::{Applied, Findings, Lint, Selection, Silencer, Which, apply, edits, lint};
use ipsec_conf_report::{Format, Report, Style, render};
use ipsec_conf_texts::{files, steers};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

/// So often fixes of fixes are made; `ipsec-lint --fix` stops there, too.
const MOST_ROUNDS: usize = 10;

type Texts = BTreeMap<String, String>;

fn judged(texts: &Texts, target: Target) -> (Model, Findings) {
    let mut selection = Selection::default();
    selection.select(&["ALL"]).expect("there are rules");
    let options = LoadOptions::default();
    let files = MemoryFs::new(texts.clone());
    let model =
        Model::load(&files, Path::new("ipsec.conf"), target, &options).expect("it is there");
    let found = lint(&model, &Lint::new(&selection));
    (model, found)
}

fn texts(files: Vec<(&str, String)>) -> Texts {
    files
        .into_iter()
        .map(|(name, text)| (name.to_owned(), text))
        .collect()
}

fn check_places(model: &Model, findings: &[Diagnostic]) {
    for finding in findings {
        let labels = finding.related.iter().chain([&finding.primary]);
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
        for span in labels
            .map(|label| label.span)
            .chain(edits.map(|edit| edit.span))
        {
            let text = model.sources().get(span.file).text();
            assert!(
                text.get(span.range()).is_some(),
                "{} at {:?} of {text:?}",
                finding.code.id,
                span.range()
            );
        }
    }
}

/// Edits that can be made from the last to the first.
fn check_apart(edits: &[Edit]) {
    for pair in edits.windows(2) {
        let (one, next) = (pair[0].span, pair[1].span);
        let is_behind = one.file < next.file || one.end <= next.start && one.start < next.end;
        assert!(is_behind, "{pair:?}");
    }
}

fn shown(model: &Model, found: &Findings, format: Format) -> String {
    let files: Vec<_> = model.files().iter().map(|file| file.id()).collect();
    let report = Report {
        diagnostics: &found.diagnostics,
        sources: model.sources(),
        target: model.target(),
        files: &files,
        style: Style::PLAIN,
        rules: &[],
        tool_version: "0",
        limit: None,
    };
    let mut out = Vec::new();
    render(format, &report, &mut out).expect("memory can be written");
    String::from_utf8(out).expect("reports are UTF-8")
}

/// Every string of a document.
fn strings<'a>(value: &'a Value, out: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => out.push(text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, out)),
        Value::Object(fields) => fields.values().for_each(|item| strings(item, out)),
        _ => {}
    }
}

/// Gives the files the texts that fixes made.
fn put(texts: &mut Texts, model: &Model, applied: Applied) {
    for (file, text) in applied.texts {
        let path = model.sources().get(file).path();
        texts.insert(path.to_string_lossy().into_owned(), text);
    }
}

/// What every secret begins with.
const MARK: &str = "hush";

/// A line that holds a secret, well written or not; in a comment only quotes and numbers tell it from prose.
fn secret_line() -> impl Strategy<Value = String> {
    let place = select(
        &[
            "\tleftpassword=",
            "\tpassword = ",
            "\trightxauthpassword=",
            "\tpsk=",
            "\tx-psk=",
            "\tespenckey=",
            "\tleftahkey=0x",
            "password=",
            "\tauth=esp # : PSK \"",
            "\t# @a @b: PSK 0x12",
            "# leftpassword=",
            ": PSK ",
            "@a : XAUTH ",
        ][..],
    );
    let quote = select(&["", "\"", "'"][..]);
    let tail = "[a-z0-9_\\\\=é\u{202e}\t-]{0,8}";
    let behind = select(&["", "\"", "'", " # why", "\r"][..]);
    (place, quote, tail, behind)
        .prop_map(|(place, quote, tail, behind)| format!("{place}{quote}{MARK}{tail}{behind}\n"))
}

fn is_same(one: &Diagnostic, other: &Diagnostic) -> bool {
    (one.code, &one.message) == (other.code, &other.message)
}

/// At how many places the same is said; a part may be at fault for several conns.
fn count(found: &[Diagnostic], like: &Diagnostic) -> usize {
    let is_like = |it: &&Diagnostic| is_same(it, like);
    let places: BTreeSet<_> = found.iter().filter(is_like).map(Diagnostic::span).collect();
    places.len()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn findings_are_in_order_and_in_their_files(files in files(), target in select(&Target::OF_EACH_READER[..])) {
        let (model, found) = judged(&texts(files), target);
        check_places(&model, &found.diagnostics);
        let mut sorted = found.diagnostics.clone();
        diagnostic::sort(&mut sorted);
        prop_assert_eq!(found.diagnostics, sorted, "in order, each once");
    }

    /// What is applied is what [`edits`] lists, and each fix is made, has been made or waits.
    #[test]
    fn fixes_do_not_overlap(files in files(), target in select(&Target::OF_EACH_READER[..])) {
        let (model, found) = judged(&texts(files), target);
        for which in [Which::Safe, Which::All] {
            let made = edits(&found.diagnostics, which);
            check_apart(&made);
            let mut expected: BTreeMap<_, String> = BTreeMap::new();
            for edit in made.iter().rev() {
                let text = expected
                    .entry(edit.span.file)
                    .or_insert_with(|| model.sources().get(edit.span.file).text().to_owned());
                text.replace_range(edit.span.range(), &edit.text);
            }
            let applied = apply(model.sources(), &found.diagnostics, which).expect("they are of these texts");
            prop_assert_eq!(applied.texts, expected);
        }
    }

    /// Whether it is safe or not, less is wrong afterwards. A line may hide others like it, which come to light one by one.
    #[test]
    fn a_fix_mends_what_it_is_for(files in files(), target in select(&Target::OF_EACH_READER[..]), from in 0..8_usize) {
        let texts = texts(files);
        let (_, found) = judged(&texts, target);
        let fixable = found.diagnostics.iter().filter(|finding| finding.fix.is_some());
        for finding in fixable.skip(from).take(4) {
            let mut texts = texts.clone();
            let mut rounds = 0;
            loop {
                let (model, now) = judged(&texts, target);
                if count(&now.diagnostics, finding) < count(&found.diagnostics, finding) {
                    break;
                }
                let is_like = |it: &&Diagnostic| it.fix.is_some() && is_same(it, finding);
                let next = now.diagnostics.iter().find(is_like);
                rounds += 1;
                prop_assert!(next.is_some() && rounds <= MOST_ROUNDS, "{finding:#?}\n{texts:#?}");
                let one = next.map(std::slice::from_ref).unwrap_or_default();
                let applied = apply(model.sources(), one, Which::All).expect("it is of these texts");
                put(&mut texts, &model, applied);
            }
        }
    }

    #[test]
    fn safe_fixes_come_to_an_end(files in files(), target in select(&Target::OF_EACH_READER[..])) {
        let mut texts = texts(files);
        let mut rounds = 0;
        loop {
            let (model, found) = judged(&texts, target);
            let applied = apply(model.sources(), &found.diagnostics, Which::Safe).expect("they are of these texts");
            if applied.texts.is_empty() {
                break;
            }
            rounds += 1;
            prop_assert!(rounds <= MOST_ROUNDS, "{:?}", found.diagnostics.iter().filter_map(|it| it.fix.as_ref()).collect::<Vec<_>>());
            put(&mut texts, &model, applied);
        }
    }

    /// The comment that is offered silences the finding, and is no finding itself.
    #[test]
    fn a_silencer_silences(files in files(), target in select(&Target::OF_EACH_READER[..]), from in 0..8_usize) {
        let texts = texts(files);
        let (model, found) = judged(&texts, target);
        for finding in found.diagnostics.iter().skip(from).take(4) {
            let id = finding.span().file;
            let file = model.files().iter().find(|file| file.id() == id);
            let silencer = file.and_then(|file| Silencer::of(finding, file, target.reader()));
            let Some(silencer) = silencer else { continue };
            let path = model.sources().get(id).path().to_string_lossy().into_owned();
            let mut texts = texts.clone();
            let Some(text) = texts.get_mut(&path) else { continue };
            text.insert_str(silencer.at, &silencer.line(&[finding.code.id], "for a reason"));
            let (_, now) = judged(&texts, target);
            let (before, after) = (count(&found.diagnostics, finding), count(&now.diagnostics, finding));
            prop_assert!(after < before, "{finding:#?}\n{texts:#?}");
        }
    }

    #[test]
    fn no_format_steers_a_terminal(files in files(), target in select(&Target::OF_EACH_READER[..])) {
        let (model, found) = judged(&texts(files), target);
        for format in Format::ALL {
            let out = shown(&model, &found, format);
            let is_bad = |c: char| steers(c) && c != '\n';
            prop_assert!(!out.contains(is_bad), "{format:?}: {out:?}");
        }
    }

    /// Wherever it stands, and whatever is wrong around it.
    #[test]
    fn no_format_shows_a_secret(
        files in files(),
        line in secret_line(),
        at in any::<prop::sample::Index>(),
        target in select(&Target::OF_EACH_READER[..]),
    ) {
        let mut texts = texts(files);
        let text = texts.get_mut("ipsec.conf").expect("there is one");
        let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        text.insert_str(*at.get(&starts), &line);
        let (model, found) = judged(&texts, target);
        for format in Format::ALL {
            let out = shown(&model, &found, format);
            prop_assert!(!out.contains(MARK), "{format:?}: {out}\n{texts:#?}");
        }
    }

    /// Each line or the whole is JSON, and has the message of every finding.
    #[test]
    fn formats_for_programs_are_whole(files in files(), target in select(&Target::OF_EACH_READER[..])) {
        let (model, found) = judged(&texts(files), target);
        for format in [Format::Json, Format::Jsonl, Format::Sarif, Format::Gitlab] {
            let out = shown(&model, &found, format);
            let documents = serde_json::Deserializer::from_str(&out).into_iter::<Value>();
            let documents: Vec<Value> = documents.collect::<Result<_, _>>().expect("JSON");
            let mut messages = Vec::new();
            for document in &documents {
                strings(document, &mut messages);
            }
            for finding in diagnostic::without_secrets(&found.diagnostics, model.sources()) {
                let message = printable(&finding.message);
                prop_assert!(messages.iter().any(|text| text.contains(&*message)), "{message}: {out}");
            }
        }
    }
}
