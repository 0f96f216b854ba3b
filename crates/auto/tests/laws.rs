//! What is handed over for any conn is that conn.

use std::ffi::OsString;
use std::path::Path;

use ipsec_conf::model::{Conn, LoadOptions, MemoryFs};
use ipsec_conf::{Model, Target};
use ipsec_conf_auto::{Circumstances, Request, target};
use ipsec_conf_texts::{files, line};
use proptest::prelude::*;
use proptest::sample::select;

const TARGETS: [Target; 2] = [Target::LIBRESWAN_4_10, Target::LIBRESWAN_5_4];
const FIRST: &str = "ipsec.conf";

fn load(files: &MemoryFs, target: Target) -> Model {
    let options = LoadOptions::default();
    Model::load(files, Path::new(FIRST), target, &options).expect("it is there")
}

/// The effective values, in an order of their own.
fn values(conn: &Conn<'_>) -> Vec<(String, String)> {
    let said = conn
        .settings()
        .iter()
        .filter(|setting| setting.is_set() && !matches!(setting.keyword.id, "also" | "alsoflip"));
    let mut values: Vec<_> = said
        .map(|setting| (setting.spelling(), setting.value.text.to_string()))
        .collect();
    values.sort();
    values
}

/// Files, the first of which ends with a conn that has both ends and some lines more.
fn with_whole_conn() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let name = select(&["whole", "\"a whole\"", "w:1", "w#2", "%w", "ü"][..]);
    let lines = prop::collection::vec(line(), 0..5);
    (files(), name, lines).prop_map(|(mut files, name, lines)| {
        let first = &mut files[0].1;
        if !first.is_empty() && !first.ends_with('\n') {
            first.push('\n');
        }
        first.push_str("conn ");
        first.push_str(name);
        first.push_str("\n\tleft=192.0.2.1\n\tright=198.51.100.7\n");
        first.push_str(&lines.concat());
        files
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// addconn reads on its standard input what the whole configuration says about the conn.
    #[test]
    fn a_flattened_conn_is_the_conn(texts in with_whole_conn(), target in select(&TARGETS[..])) {
        let model = load(&MemoryFs::new(texts), target);
        for (id, section) in model.conns() {
            let conn = model.conn(id);
            if model.find_conn(&section.name) != Some(id) || conn.is_refused() || conn.is_fragment() {
                continue;
            }
            let words = ["ipsec-auto", "--backend", "addconn", "--add", "--", conn.name()];
            let Ok(request) = Request::parse(words.map(OsString::from)) else {
                continue;
            };
            let circumstances = Circumstances { request: &request, default_route: None };
            let plan = target::plan(target, Some(&conn), &circumstances);
            for command in &plan.script.commands {
                let Some(text) = &command.stdin else { continue };
                let flat = load(&MemoryFs::new([(FIRST, text.as_str())]), target);
                let id = flat.find_conn(conn.name());
                prop_assert!(id.is_some(), "the conn is gone: {text}");
                let found = id.map(|id| values(&flat.conn(id)));
                prop_assert_eq!(found, Some(values(&conn)), "{}", text);
            }
        }
    }
}
