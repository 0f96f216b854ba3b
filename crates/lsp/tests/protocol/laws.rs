//! Whatever is typed, what is said in the end is what a server says that has seen nothing but the last text.

use std::collections::BTreeMap;

use ipsec_conf_texts::{Edit, configuration, edits, files};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::client::{CONF, Client};
use crate::large::{self, anew, said};

const FOLDER: &str = "file:///nowhere/etc";

fn wait<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(work)
}

/// As the protocol counts: a CR alone ends a line, too.
fn place(text: &str, at: usize) -> Value {
    let ends = |&(i, byte): &(usize, u8)| {
        byte == b'\n' || byte == b'\r' && text.as_bytes().get(i + 1) != Some(&b'\n')
    };
    let line = text[..at].bytes().enumerate().filter(ends).count();
    let last = text[..at].rsplit(['\n', '\r']).next().unwrap_or_default();
    json!({"line": line, "character": last.encode_utf16().count()})
}

async fn make(client: &mut Client, uri: &str, text: &mut String, edit: &Edit) {
    // Between CR and LF there is no place.
    let outside = |at: usize| {
        let is_between = text[..at].ends_with('\r') && text[at..].starts_with('\n');
        at - usize::from(is_between)
    };
    let range = edit.range(text);
    let range = outside(range.start)..outside(range.end);
    let at = json!({"start": place(text, range.start), "end": place(text, range.end)});
    client.change(uri, Some(at), &edit.text).await;
    text.replace_range(range, &edit.text);
}

/// What is said of a document as it is now.
async fn asked(client: &mut Client, uri: &str) -> Vec<Value> {
    let params = json!({"textDocument": {"uri": uri}});
    let mut report = client.ask("textDocument/diagnostic", params).await;
    let Value::Array(items) = report["items"].take() else {
        panic!("a full report: {report}");
    };
    items
}

type Texts = BTreeMap<String, String>;

async fn opened(texts: &Texts) -> Client {
    let mut client = Client::start().await;
    for (uri, text) in texts {
        client.open(uri, text).await;
    }
    client
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn an_edited_file_is_judged_as_a_new_one(text in configuration(), edits in edits(8)) {
        wait(async {
            let mut text = text;
            let mut client = Client::start().await;
            client.open(CONF, &text).await;
            for edit in edits {
                make(&mut client, CONF, &mut text, &edit).await;
                let found = asked(&mut client, CONF).await;
                assert_eq!(said(&found), anew(&text).await, "{text:?}");
            }
        });
    }

    #[test]
    fn edited_files_that_include_each_other_are_judged_as_new_ones(
        files in files(),
        edits in edits(6),
        which in prop::collection::vec(any::<prop::sample::Index>(), 6),
    ) {
        wait(async {
            let uri = |name: &str| format!("{FOLDER}/{name}");
            let mut texts: Texts = files.into_iter().map(|(name, text)| (uri(name), text)).collect();
            let uris: Vec<String> = texts.keys().cloned().collect();
            let mut client = opened(&texts).await;
            for (edit, which) in edits.iter().zip(which) {
                let uri = which.get(&uris);
                let text = texts.get_mut(uri).expect("it is open");
                make(&mut client, uri, text, edit).await;
                // Sometimes nobody asks between two edits.
                if edit.text.len() % 2 == 0 {
                    asked(&mut client, uri).await;
                }
            }
            let mut new = opened(&texts).await;
            for uri in &uris {
                let (found, expected) = (asked(&mut client, uri).await, asked(&mut new, uri).await);
                assert_eq!(said(&found), said(&expected), "{uri} of {texts:#?}");
            }
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 4, ..ProptestConfig::default() })]

    /// What is said at once may not be all.
    #[test]
    fn an_edited_large_file_is_judged_as_a_new_one_in_the_end(edits in edits(6)) {
        wait(async {
            let mut text = large::configuration();
            let mut client = Client::start().await;
            client.open(CONF, &text).await;
            client.diagnostics(CONF, 1).await;
            for edit in edits {
                make(&mut client, CONF, &mut text, &edit).await;
            }
            let expected = anew(&text).await;
            while said(&client.published[CONF].1) != expected {
                client.next().await;
            }
        });
    }
}
