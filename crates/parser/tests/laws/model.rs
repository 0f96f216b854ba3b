//! Every configuration is read, by every reader, and every place that is named is one of its file.

use std::path::Path;

use ipsec_conf::model::{LoadOptions, MemoryFs, Model};
use ipsec_conf::{Diagnostic, Policies, SourceMap, Span, Target, diagnostic, keyword};
use ipsec_conf_texts::{files, pieces};
use proptest::prelude::*;
use proptest::sample::select;

fn check_span(span: Span, sources: &SourceMap) {
    let text = sources.get(span.file).text();
    assert!(
        text.get(span.range()).is_some(),
        "{:?} of {text:?}",
        span.range()
    );
}

fn check_places(found: &[Diagnostic], sources: &SourceMap) {
    for finding in found {
        let labels = finding.related.iter().chain([&finding.primary]);
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
        labels
            .map(|label| label.span)
            .chain(edits.map(|edit| edit.span))
            .for_each(|span| check_span(span, sources));
    }
}

fn check_order(found: &[Diagnostic]) {
    let mut sorted = found.to_vec();
    diagnostic::sort(&mut sorted);
    assert_eq!(found, sorted, "in order, each once");
}

/// Letters that mean nothing to any reader: such a value is what stands in the text.
fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b".:/%@,-".contains(&b))
}

fn check_all(files: &MemoryFs) {
    for target in Target::OF_EACH_READER {
        let model = Model::load(
            files,
            Path::new("ipsec.conf"),
            target,
            &LoadOptions::default(),
        )
        .expect("the first file is there");
        let sources = model.sources();
        check_places(model.diagnostics(), sources);
        check_order(model.diagnostics());
        for (id, section) in model.conns() {
            let conn = model.conn(id);
            assert_eq!(conn.name(), &*section.name);
            check_places(conn.diagnostics(), sources);
            check_order(conn.diagnostics());
            for setting in conn.settings() {
                let (value, line) = (conn.value_span(setting), conn.line_span(setting));
                check_span(line, sources);
                check_span(value, sources);
                assert!(
                    line.file == value.file && line.start <= value.start && value.end <= line.end
                );
                let written = sources.slice(value);
                if is_plain(written) && setting.joined.is_empty() {
                    assert_eq!(setting.value.text, written);
                }
                let problems = &conn.reading(setting).problems;
                for problem in problems {
                    check_span(conn.part_span(setting, problem.range.clone()), sources);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Includes may go in circles, and multiply.
    #[test]
    fn every_configuration_is_read(texts in files()) {
        check_all(&MemoryFs::new(texts));
    }

    #[test]
    fn every_value_of_every_keyword_is_read(
        keyword in select(keyword::all()),
        form in any::<prop::sample::Index>(),
        value in prop_oneof![pieces(), "[a-z0-9%@.:/,;!|{}\" -]{0,24}"],
    ) {
        let form = form.get(keyword.forms);
        let conn = format!("version 2.0\n\nconfig setup\n\t{form}={value}\n\nconn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\t{form}={value}\n");
        check_all(&MemoryFs::new([("ipsec.conf", conn)]));
    }

    #[test]
    fn every_policy_group_is_read(text in "([0-9.:/]{1,18}|tcp|udp|#|[ \t\r]|\n|é|\0){0,30}") {
        let files = MemoryFs::new([("policies/clear", text)]);
        for target in Target::OF_EACH_READER {
            let mut sources = SourceMap::default();
            let policies = Policies::load(&files, Path::new("policies"), target, &mut sources).expect("a directory");
            for name in policies.names() {
                let group = policies.get(name).expect("it has that name");
                check_places(&group.diagnostics, &sources);
                group.targets.iter().for_each(|target| check_span(target.span, &sources));
            }
        }
    }
}
