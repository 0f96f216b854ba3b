//! A run of the rules that nobody waits for any more.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use ipsec_conf::model::{LoadOptions, MemoryFs};
use ipsec_conf::{Model, Source};
use ipsec_conf_lint::{Lint, Selection, lint};

/// What is found by rules, as opposed to reading.
fn found_by_rules(until: &AtomicBool) -> Vec<&'static str> {
    let text = "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tauthby=secret\n\tike=3des-md5\n\tauto=add\n";
    let source = Source::new(Path::new("ipsec.conf"), text);
    let target = "libreswan@4.10".parse().expect("a target");
    let model = Model::from_source(
        &MemoryFs::default(),
        source,
        target,
        &LoadOptions::default(),
    );
    let selection = Selection::default();
    let options = Lint {
        until: Some(until),
        ..Lint::new(&selection)
    };
    let found = lint(&model, &options).diagnostics;
    found.iter().map(|finding| finding.code.id).collect()
}

#[test]
fn it_ends_at_once() {
    assert!(found_by_rules(&AtomicBool::new(false)).contains(&"X102"));
    assert_eq!(found_by_rules(&AtomicBool::new(true)), [""; 0]);
}
