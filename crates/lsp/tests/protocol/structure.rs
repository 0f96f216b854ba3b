//! Outlines, folds, selections, colours, layout, pairs.

use serde_json::{Value, json};

use crate::client::{CONF, Client, at, edited, marked, painted, slice, usual};

const TEXT: &str = "# one\n# two\nconfig setup\n\tlogfile=/var/log/pluto\n\nconn a\n\tleft=192.0.2.1\n\n\tright=192.0.2.2 # x y\n\n# end\n";

fn document() -> Value {
    json!({"textDocument": {"uri": CONF}})
}

async fn opened(text: &str) -> Client {
    let mut client = Client::start().await;
    client.open(CONF, text).await;
    client
}

#[tokio::test]
async fn a_document_has_an_outline() {
    let mut client = opened(TEXT).await;
    let symbols = client.ask("textDocument/documentSymbol", document()).await;
    assert_eq!(symbols[0]["name"], "config setup");
    assert_eq!(symbols[1]["name"], "conn a");
    assert_eq!(
        slice(TEXT, &symbols[1]["range"]),
        "conn a\n\tleft=192.0.2.1\n\n\tright=192.0.2.2"
    );
    assert_eq!(slice(TEXT, &symbols[1]["selectionRange"]), "conn a");
    let child = &symbols[1]["children"][1];
    assert_eq!(
        (&child["name"], &child["detail"]),
        (&json!("right"), &json!("192.0.2.2"))
    );
    let mut capabilities = usual();
    capabilities["textDocument"]["documentSymbol"] = json!({});
    let mut plain = Client::with(capabilities, json!({})).await;
    plain.open(CONF, TEXT).await;
    let symbols = plain.ask("textDocument/documentSymbol", document()).await;
    assert_eq!(symbols[1]["location"]["uri"], CONF);
}

#[tokio::test]
async fn conns_are_found_in_all_documents() {
    let mut client = opened("conn office\n\tleft=1\n").await;
    client
        .open(
            "file:///elsewhere/ipsec.conf",
            "conn home-office\n\tleft=1\n\nconn x\n\tleft=1\n",
        )
        .await;
    let found = client
        .ask("workspace/symbol", json!({"query": "ofi"}))
        .await;
    let mut names: Vec<&str> = found
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|it| it["name"].as_str())
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["home-office", "office"]);
}

#[tokio::test]
async fn sections_and_comments_fold() {
    let mut client = opened(TEXT).await;
    let folds = client.ask("textDocument/foldingRange", document()).await;
    let folds: Vec<(u64, u64, &str)> = folds
        .as_array()
        .expect("a list")
        .iter()
        .map(|fold| {
            let line = |key: &str| fold[key].as_u64().expect("a line");
            (
                line("startLine"),
                line("endLine"),
                fold["kind"].as_str().expect("a kind"),
            )
        })
        .collect();
    assert_eq!(
        folds,
        [(2, 3, "region"), (5, 8, "region"), (0, 1, "comment")]
    );
}

#[tokio::test]
async fn a_selection_grows() {
    let (text, place) = marked("conn a\n\tike=aes256-sh|a2,3des\n");
    let mut client = opened(&text).await;
    let params = json!({"textDocument": {"uri": CONF}, "positions": [place]});
    let selections = client.ask("textDocument/selectionRange", params).await;
    let mut grown = Vec::new();
    let mut at = &selections[0];
    while !at.is_null() {
        grown.push(slice(&text, &at["range"]));
        at = &at["parent"];
    }
    assert_eq!(
        grown,
        [
            "sha2",
            "aes256-sha2,3des",
            "ike=aes256-sha2,3des",
            "\tike=aes256-sha2,3des\n",
            text.as_str(),
        ]
    );
}

#[tokio::test]
async fn a_document_is_laid_out() {
    let text = "conn a\n    left = 192.0.2.1\n  right=192.0.2.2\nconn b\n  left=192.0.2.1\n";
    let laid_out = "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\nconn b\n\tleft=192.0.2.1\n";
    let mut client = opened(text).await;
    let options = json!({"tabSize": 4, "insertSpaces": true});
    let params = json!({"textDocument": {"uri": CONF}, "options": options});
    let edits = client.ask("textDocument/formatting", params.clone()).await;
    assert_eq!(edited(text, &edits), laid_out);
    let range = json!({"start": {"line": 2, "character": 0}, "end": {"line": 3, "character": 0}});
    let params = json!({"textDocument": {"uri": CONF}, "options": options, "range": range});
    let edits = client
        .ask("textDocument/rangeFormatting", params.clone())
        .await;
    assert_eq!(edited(text, &edits), text.replace("  right", "\tright"));
    let settings = json!({"ipsec": {"target": "libreswan@4.10", "format": {"indent": 2}}});
    client
        .tell(
            "workspace/didChangeConfiguration",
            json!({"settings": settings}),
        )
        .await;
    let edits = client.ask("textDocument/formatting", params).await;
    assert_eq!(edited(text, &edits), laid_out.replace('\t', "  "));
}

#[tokio::test]
async fn words_have_colours() {
    let text = "conn a # why not\n\tleft=192.0.2.1\n\tauto=add\n\tike=aes\ninclude x.conf\n";
    let mut client = opened(text).await;
    let legend = client.capabilities["semanticTokensProvider"]["legend"]["tokenTypes"].clone();
    let painted = |tokens: &Value| painted(text, &legend, tokens);
    let full = client
        .ask("textDocument/semanticTokens/full", document())
        .await;
    assert_eq!(
        painted(&full),
        [
            "conn keyword",
            "a class",
            "# why not comment",
            "left property",
            "= operator",
            "192.0.2.1 number",
            "auto property",
            "= operator",
            "add enumMember",
            "ike property",
            "= operator",
            "aes string",
            "include keyword",
            "x.conf namespace",
        ]
    );
    let range = json!({"start": {"line": 2, "character": 0}, "end": {"line": 2, "character": 4}});
    let params = json!({"textDocument": {"uri": CONF}, "range": range});
    let part = client
        .ask("textDocument/semanticTokens/range", params)
        .await;
    assert_eq!(
        painted(&part),
        ["auto property", "= operator", "add enumMember"]
    );
}

#[tokio::test]
async fn the_sides_of_a_pair_are_edited_together() {
    let (text, place) =
        marked("conn a\n\tleftsub|net=10.0.0.0/8\n\trightsubnet=10.0.0.0/8\n\tleftid=x\n");
    let mut client = opened(&text).await;
    let linked = client
        .ask("textDocument/linkedEditingRange", at(CONF, &place))
        .await;
    let ranges = linked["ranges"].as_array().expect("ranges");
    let words: Vec<String> = ranges.iter().map(|range| slice(&text, range)).collect();
    assert_eq!(words, ["subnet", "subnet"]);
    let alone = json!({"line": 3, "character": 7});
    assert!(
        client
            .ask("textDocument/linkedEditingRange", at(CONF, &alone))
            .await
            .is_null()
    );
}

#[tokio::test]
async fn the_last_line_end_is_mended_in_a_range_too() {
    let text = "conn a\n\tleft=192.0.2.1";
    let mut client = opened(text).await;
    let options = json!({"tabSize": 8, "insertSpaces": false});
    let range = json!({"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 3}});
    let params = json!({"textDocument": {"uri": CONF}, "options": options, "range": range});
    let edits = client.ask("textDocument/rangeFormatting", params).await;
    assert_eq!(edited(text, &edits), format!("{text}\n"));
}

#[tokio::test]
async fn a_new_line_begins_as_the_layout_wants() {
    let mut client = opened("").await;
    let provider = &client.capabilities["documentOnTypeFormattingProvider"];
    assert_eq!(provider["firstTriggerCharacter"], "\n");
    for (typed, expected) in [
        ("conn a\n|", "conn a\n\t"),
        (
            "conn a\n   left = 192.0.2.1\n   |",
            "conn a\n\tleft=192.0.2.1\n\t",
        ),
        (
            "conn a\n\tleft=192.0.2.1\n\t# why\n|",
            "conn a\n\tleft=192.0.2.1\n\t# why\n\t",
        ),
        // Behind an empty line the next section comes.
        (
            "conn a\n\tleft=192.0.2.1\n\t\n\t|",
            "conn a\n\tleft=192.0.2.1\n\n",
        ),
        ("# about\n|", "# about\n"),
        // A line that was cut in two.
        (
            "conn a\n\tleft=192.0.2.1\n|right=192.0.2.2\n",
            "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n",
        ),
        (
            "conn a\n\tleft=1\n|\nconn b\n",
            "conn a\n\tleft=1\n\t\nconn b\n",
        ),
        ("conn a\n\tleft=1\n|conn b\n", "conn a\n\tleft=1\nconn b\n"),
    ] {
        let (text, place) = marked(typed);
        client.change(CONF, None, &text).await;
        let mut params = at(CONF, &place);
        params["ch"] = json!("\n");
        params["options"] = json!({"tabSize": 4, "insertSpaces": true});
        let edits = client.ask("textDocument/onTypeFormatting", params).await;
        assert_eq!(edited(&text, &edits), expected, "{typed:?}");
    }
}

#[tokio::test]
async fn colours_come_as_differences() {
    let text = "conn a\n\tleft=192.0.2.1\n\nconn b\n\tright=192.0.2.2\n";
    let mut client = opened(text).await;
    let numbers = |value: &Value| -> Vec<u64> {
        let list = value.as_array().expect("numbers").iter();
        list.filter_map(Value::as_u64).collect()
    };
    let full = client
        .ask("textDocument/semanticTokens/full", document())
        .await;
    let mut known = numbers(&full["data"]);
    let mut id = full["resultId"].clone();
    for text in [
        "conn a\n\tleft=192.0.2.1\n\tauto=add\n\nconn b\n\tright=192.0.2.2\n",
        "conn a\n\tauto=add\n\nconn b\n\tright=192.0.2.2 # x\n",
        "conn a\n\tauto=add\n\nconn b\n\tright=192.0.2.2 # x\n",
        "",
        text,
    ] {
        client.change(CONF, None, text).await;
        let params = json!({"textDocument": {"uri": CONF}, "previousResultId": id});
        let delta = client
            .ask("textDocument/semanticTokens/full/delta", params)
            .await;
        for edit in delta["edits"].as_array().expect("edits") {
            let start = edit["start"].as_u64().expect("a number") as usize;
            let count = edit["deleteCount"].as_u64().expect("a number") as usize;
            known.splice(start..start + count, numbers(&edit["data"]));
        }
        let full = client
            .ask("textDocument/semanticTokens/full", document())
            .await;
        assert_eq!(known, numbers(&full["data"]), "{text}");
        id = full["resultId"].clone();
    }
    let params = json!({"textDocument": {"uri": CONF}, "previousResultId": "nonsense"});
    let all = client
        .ask("textDocument/semanticTokens/full/delta", params)
        .await;
    assert_eq!(numbers(&all["data"]), known);
}
