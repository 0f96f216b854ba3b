//! What is predicted from one value alone, held against what the real daemons did.
//!
//! The records lie beside the repository, in `shared/truth` and `shared/reference`; without them the tests say so.
#![allow(
    clippy::disallowed_methods,
    reason = "the recorded verdicts lie beside the repository"
)]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use crate::keyword::{self, Lookup, Section};
use crate::target::{Reader, Target};

use super::{Context, IkeVersion, Phase2, Raw, Reading, Value};

fn shared(path: &str) -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let find = |dir: &Path| -> Option<PathBuf> {
        Some(dir.join("shared").join(path)).filter(|path| path.exists())
    };
    let mut found = root.ancestors().find_map(find);
    if found.is_none() {
        found = std::env::var_os("IPSEC_SHARED").map(|dir| PathBuf::from(dir).join(path));
    }
    let Some(found) = found else {
        println!("skipped: no `shared/{path}` beside the repository and no IPSEC_SHARED");
        return None;
    };
    fs::read_to_string(&found)
        .map_err(|error| println!("skipped: {}: {error}", found.display()))
        .ok()
}

/// One setting of a record.
struct Line<'a> {
    section: Section,
    key: &'a str,
    raw: Raw<'a>,
}

/// The settings of a small file; nothing when it needs more than this reading.
fn lines(conf: &str) -> Option<Vec<Line<'_>>> {
    let mut section = Section::Conn;
    let mut conns = 0;
    let mut found = Vec::new();
    for line in conf.lines() {
        if line.starts_with("config setup") {
            section = Section::Setup;
        } else if line.starts_with("conn") {
            section = Section::Conn;
            conns += 1;
        } else if let Some((key, value)) = line.trim().split_once('=') {
            if !line.starts_with(['\t', ' ']) {
                return None;
            }
            found.push(Line {
                section,
                key: key.trim(),
                raw: raw(value.trim())?,
            });
        } else if !line.trim().is_empty() {
            return None;
        }
    }
    (conns == 1).then_some(found)
}

fn raw(value: &str) -> Option<Raw<'_>> {
    let inside = |open: char, close: char| {
        value
            .strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
    };
    if let Some(text) = inside('"', '"').filter(|text| !text.contains('"')) {
        return Some(Raw::quoted(text));
    }
    if let Some(text) = inside('{', '}') {
        return Some(Raw::braced(text));
    }
    (!value.contains([' ', '\t', '"'])).then(|| Raw::bare(value))
}

/// The readings of all values of a file; `None` when one of its keywords is not known.
fn readings<'a>(lines: &'a [Line<'a>], target: Target) -> Option<Vec<(&'a str, Reading)>> {
    let mut context = Context::CONN;
    let value_of = |key: &str| {
        lines
            .iter()
            .find(|line| line.key == key)
            .map(|line| line.raw.text)
    };
    let v1 = matches!(value_of("ikev2"), Some("no" | "never" | "permit"))
        || value_of("keyexchange") == Some("ikev1");
    context.ike_version = v1.then_some(IkeVersion::V1);
    context.phase2 = (value_of("phase2") == Some("ah")).then_some(Phase2::Ah);
    context.pfs = value_of("pfs") != Some("no");
    context.shunt = matches!(
        value_of("type"),
        Some("passthrough" | "pass" | "drop" | "reject")
    );
    let mut out = Vec::new();
    for line in lines {
        let Lookup::Known {
            keyword,
            span,
            side,
            ..
        } = keyword::lookup(line.key, target)
        else {
            return None;
        };
        let context = Context {
            section: line.section,
            side,
            ..context
        };
        out.push((
            line.key,
            super::read(keyword.id, span, line.raw, target, context),
        ));
    }
    Some(out)
}

/// Whether the daemon's words blame one value.
fn blames_a_value(message: &str, version: &str) -> bool {
    let combined = [
        "conflicts with",
        "does not match",
        "is not within",
        "must be greater than",
        "not found in the NSS",
        "if PSK or AUTH-NULL",
        "must be a single subnet",
        "cannot be a selector",
        "range inexactly",
        "when combined with",
        "duplicate key",
        // The key itself is beyond a look at its text.
        "improperly formatted DER",
        "cannot specify aggressive mode",
    ];
    if combined.iter().any(|words| message.contains(words)) {
        return false;
    }
    let common = [
        "algorithm",
        "proposal",
        "Proposal",
        "key length",
        "Key Exchange",
        "bad left",
        "bad right",
        "bad subnet",
        "bad addr",
        "is not a subnet declaration",
        "invalid value:",
        "accepts only one value",
    ];
    let of_4 = [
        "value is unknown",
        "DNSSEC",
        "ckaid: ",
        "key invalid",
        "modecfgdns",
        "must use authby",
        "not subnet",
        "vnet: and",
    ];
    let of_5 = [
        "is invalid, valid options",
        " invalid, ",
        " invalid: ",
        "invalid",
        "is unknown",
        "is not unrecognized",
        "trailing junk",
        "is not valid for IKEv1",
        "does not support virtual",
    ];
    let invalid_value = message.contains("Invalid ") && message.ends_with(" value");
    let more: &[&str] = if version == "4.10" { &of_4 } else { &of_5 };
    invalid_value
        || common
            .iter()
            .chain(more)
            .any(|words| message.contains(words))
}

/// Predicts every record of one version; prints and counts what goes wrong.
fn score(version: &str, target: Target) -> (usize, usize, Vec<String>) {
    let Some(text) = shared(&format!("truth/libreswan-{version}/cases.jsonl")) else {
        return (0, 0, Vec::new());
    };
    let (mut blamed, mut predicted) = (0, 0);
    let mut wrong = Vec::new();
    for case in text
        .lines()
        .map(|line| serde_json::from_str::<Json>(line).expect("a JSON record"))
    {
        let field = |name: &str| case.get(name).and_then(Json::as_str).unwrap_or_default();
        let host = case.get("host_dependent").is_some_and(|host| host != false);
        let Some(lines) = lines(field("conf")).filter(|_| !host) else {
            continue;
        };
        let Some(readings) = readings(&lines, target) else {
            continue;
        };
        let refused: Vec<String> = readings
            .iter()
            .filter(|(_, reading)| reading.is_refused())
            .map(|(key, reading)| format!("{key}: {}", reading.problems[0].message))
            .collect();
        let message = case["messages"]
            .get(0)
            .and_then(Json::as_str)
            .unwrap_or_default();
        let verdict = field("verdict");
        if verdict.starts_with("accepted") {
            if !refused.is_empty() {
                wrong.push(format!("FALSE ALARM {}: {refused:?}", field("id")));
            }
            continue;
        }
        if !blames_a_value(message, version) {
            // Combinations of settings are for the rules above the values; IPSEC_LIST shows them.
            if refused.is_empty() && std::env::var_os("IPSEC_LIST").is_some() {
                println!("not ours: {}: {message}", field("id"));
            }
            continue;
        }
        blamed += 1;
        if refused.is_empty() {
            wrong.push(format!("missed {}: {message}", field("id")));
        } else {
            predicted += 1;
        }
    }
    (predicted, blamed, wrong)
}

fn check(version: &str, target: Target) {
    let (predicted, blamed, wrong) = score(version, target);
    println!(
        "Libreswan {version}: {predicted} of {blamed} refusals for one value predicted, {} wrong",
        wrong.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn libreswan_4_10() {
    check("4.10", Target::LIBRESWAN_4_10);
}

#[test]
fn libreswan_5_4() {
    check("5.4", Target::LIBRESWAN_5_4);
}

/// One-liners that both strongSwan's starter and Libreswan 4.10 judged.
#[test]
fn one_liners_of_two_dialects() {
    let Some(table) = shared("reference/strongswan-cross-dialect.tsv") else {
        return;
    };
    let mut wrong = Vec::new();
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [line, strongswan, libreswan, ..] = cells.as_slice() else {
            continue;
        };
        for (target, verdict) in [
            (Target::STRONGSWAN_5_9_8, *strongswan),
            (Target::LIBRESWAN_4_10, *libreswan),
        ] {
            let conf = format!("conn t\n\t{line}\n");
            let Some(lines) = lines(&conf) else { continue };
            let Some(readings) = readings(&lines, target) else {
                continue;
            };
            let refused = readings.iter().any(|(_, reading)| reading.is_refused());
            // The starter hands proposals over unread, and `--checkconfig` leaves them and more to the daemon.
            let later = readings.iter().any(|(key, reading)| {
                matches!(*key, "ike" | "esp" | "ah" | "phase2alg")
                    || matches!(reading.value, Some(Value::Virtual(_)))
            });
            let expect = match (target.reader(), verdict) {
                (Reader::StrongSwan, verdict) => verdict == "accept-drop" || verdict == "reject",
                (_, "accept-warn") => readings
                    .iter()
                    .any(|(_, reading)| reading != &Reading::NOTHING),
                (_, verdict) => verdict == "reject",
            };
            if refused != expect && !later {
                wrong.push(format!("{target} {line}: {verdict}, and we say {refused}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
