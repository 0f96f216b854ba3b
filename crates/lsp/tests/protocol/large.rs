//! Large files: an edit is glanced at, and the whole is judged when the typing pauses.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::client::{CONF, Client};

/// Some conns, one of which takes a part in, with a fault here and there; far more than is judged at every key.
pub(crate) fn configuration() -> String {
    let mut text =
        "conn %default\n\tauthby=rsasig\n\tleftcert=gateway\n\nconn part\n\tikelifetime=8h\n\n"
            .to_owned();
    for i in 0..300 {
        let fault = match i {
            10 => "\tauht=rsasig\n",
            200 => "\trekey=perhaps\n",
            250 => "\talso=part\n",
            _ => "",
        };
        let _ = write!(
            text,
            "conn c{i}\n\tleft=192.0.2.1\n\tleftid=@gw.example.com\n\tright=198.51.100.{}\n\trightid=@c{i}.example.net\n{fault}\tauto=add\n\n",
            i % 250 + 1
        );
    }
    text
}

/// What is said, and where.
pub(crate) fn said(list: &[Value]) -> BTreeSet<(u64, u64, String, String)> {
    let said = list.iter().map(|it| {
        let start = &it["range"]["start"];
        (
            start["line"].as_u64().expect("a line"),
            start["character"].as_u64().expect("a character"),
            it["code"].as_str().unwrap_or_default().to_owned(),
            it["message"].as_str().unwrap_or_default().to_owned(),
        )
    });
    said.collect()
}

/// What a server says that has seen nothing but this text.
pub(crate) async fn anew(text: &str) -> BTreeSet<(u64, u64, String, String)> {
    let mut client = Client::start().await;
    client.open(CONF, text).await;
    said(&client.diagnostics(CONF, 1).await)
}

/// Replaces one piece of the text here and there.
async fn edit(client: &mut Client, text: &mut String, old: &str, new: &str) -> i64 {
    let start = text.find(old).expect("the piece is in the text");
    let end = start + old.len();
    let place = |text: &str, at: usize| crate::client::position(&text[..at]);
    let range = json!({"start": place(text, start), "end": place(text, end)});
    text.replace_range(start..end, new);
    client.change(CONF, Some(range), new).await
}

#[tokio::test]
async fn an_edit_shows_at_once_what_it_does_nearby_and_moves_the_rest() {
    let mut text = configuration();
    let mut client = Client::start().await;
    client.open(CONF, &text).await;
    client.diagnostics(CONF, 1).await;
    let edits = [
        ("right=198.51.100.101\n", "right=198.51.100.1x1\n"),
        ("conn c5\n", "# a\n# b\n\nconn c5\n"),
        ("right=198.51.100.1x1\n", "right=198.51.100.101\n"),
        ("auht=rsasig", "authby=rsasig"),
        ("conn c100\n", "conn c100\n\tauht=rsasig\n"),
        ("ikelifetime=8h", "ikelifetime=eternal"),
        (
            "conn c7\n\tleft=192.0.2.1\n",
            "conn c7\n\tleft=%any\n\tright=%any\n",
        ),
    ];
    for (old, new) in edits {
        let version = edit(&mut client, &mut text, old, new).await;
        let shown = said(&client.diagnostics(CONF, version).await);
        assert_eq!(shown, anew(&text).await, "{new:?}");
    }
}

#[tokio::test]
async fn what_an_edit_does_elsewhere_shows_when_the_typing_pauses() {
    let mut text = configuration();
    let mut client = Client::start().await;
    client.open(CONF, &text).await;
    client.diagnostics(CONF, 1).await;
    let edits = [
        // Conns that nobody touched inherit it.
        (
            "leftcert=gateway",
            "leftcert=gateway\n\tleftsubnet=10.0.0.0/33",
        ),
        ("\tleftsubnet=10.0.0.0/33\n", ""),
        // Conns that nobody touched take the part in under its old name.
        ("conn part\n", "conn whole\n"),
    ];
    for (old, new) in edits {
        let version = edit(&mut client, &mut text, old, new).await;
        let at_once = said(&client.diagnostics(CONF, version).await);
        client.published.remove(CONF);
        let in_the_end = said(&client.diagnostics(CONF, version).await);
        assert_eq!(in_the_end, anew(&text).await, "{new:?}");
        if !new.is_empty() {
            assert!(at_once.is_subset(&in_the_end), "{new:?}: {at_once:?}");
        }
    }
}

#[tokio::test]
async fn a_fix_is_offered_before_the_typing_pauses() {
    let mut text = configuration();
    let mut client = Client::start().await;
    client.open(CONF, &text).await;
    client.diagnostics(CONF, 1).await;
    let version = edit(
        &mut client,
        &mut text,
        "conn c100\n",
        "conn c100\n\tikelifetim=8h\n",
    )
    .await;
    let list = client.diagnostics(CONF, version).await;
    let wrong = list
        .iter()
        .find(|it| {
            it["range"]["start"]["line"]
                == json!(
                    text[..text.find("conn c100\n").unwrap_or(0)]
                        .matches('\n')
                        .count()
                        + 1
                )
        })
        .expect("the new line has a finding");
    let actions = client
        .ask(
            "textDocument/codeAction",
            json!({"textDocument": {"uri": CONF}, "range": wrong["range"], "context": {"diagnostics": [wrong]}}),
        )
        .await;
    let titles: Vec<&str> = actions
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|it| it["title"].as_str())
        .collect();
    assert!(
        titles.iter().any(|title| title.contains("`ikelifetime`")),
        "{titles:?}"
    );
}
