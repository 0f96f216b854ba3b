//! Half-typed input, everywhere and all the time.

use serde_json::json;

use crate::client::{CONF, Client, at, position, usual};

const WHOLE: &str = "config setup\n\tlogfile=/var/log/pluto.log\n\tuniqueids=no\n\n# é𝕏\nconn %default\n\tike=aes256-sha2;modp2048\n\
                     \nconn base\n\tleft=192.0.2.1\n\tleftid=\"@a b\"\n\nconn a\n\talso=base\n\tright=%any\n\tauto=add\n";

/// Everything that can be asked about a place.
const AT: &[&str] = &[
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/signatureHelp",
    "textDocument/definition",
    "textDocument/documentHighlight",
    "textDocument/prepareRename",
    "textDocument/linkedEditingRange",
    "textDocument/prepareCallHierarchy",
];

/// Everything that can be asked about a document.
const ABOUT: &[&str] = &[
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/documentLink",
    "textDocument/codeLens",
    "textDocument/semanticTokens/full",
];

async fn ask_everything(client: &mut Client, text: &str, offset: usize) {
    let place = position(&text[..offset]);
    let document = json!({"uri": CONF});
    let end = position(text);
    let whole = json!({"start": {"line": 0, "character": 0}, "end": end});
    for method in AT {
        client.ask(method, at(CONF, &place)).await;
    }
    for method in ABOUT {
        client.ask(method, json!({"textDocument": document})).await;
    }
    let mut references = at(CONF, &place);
    references["context"] = json!({"includeDeclaration": true});
    client.ask("textDocument/references", references).await;
    let range = json!({"textDocument": document, "range": whole});
    client.ask("textDocument/inlayHint", range.clone()).await;
    client.ask("textDocument/semanticTokens/range", range).await;
    let positions = json!({"textDocument": document, "positions": [place]});
    client.ask("textDocument/selectionRange", positions).await;
    let context = json!({"diagnostics": []});
    let actions = json!({"textDocument": document, "range": whole, "context": context});
    client.ask("textDocument/codeAction", actions).await;
    let options = json!({"tabSize": 8, "insertSpaces": false});
    let mut typed = at(CONF, &place);
    typed["ch"] = json!("\n");
    typed["options"] = options.clone();
    client.ask("textDocument/onTypeFormatting", typed).await;
    let delta = json!({"textDocument": document, "previousResultId": "1"});
    client
        .ask("textDocument/semanticTokens/full/delta", delta)
        .await;
    let format = json!({"textDocument": document, "options": options});
    client.ask("textDocument/formatting", format).await;
}

#[tokio::test]
async fn a_configuration_is_typed_character_by_character() {
    let mut client = Client::with(usual(), json!({"target": "auto"})).await;
    client.open(CONF, "").await;
    let mut typed = String::new();
    let mut version = 1;
    for c in WHOLE.chars() {
        let end = position(&typed);
        typed.push(c);
        let range = json!({"start": end, "end": end});
        version = client.change(CONF, Some(range), &c.to_string()).await;
        let place = position(&typed);
        client.ask("textDocument/hover", at(CONF, &place)).await;
        client
            .ask("textDocument/completion", at(CONF, &place))
            .await;
    }
    let typed = client.diagnostics(CONF, version).await;
    let mut other = Client::with(usual(), json!({"target": "auto"})).await;
    other.open(CONF, WHOLE).await;
    assert_eq!(typed, other.diagnostics(CONF, 1).await);
}

#[tokio::test]
async fn every_beginning_of_a_file_is_answered() {
    for target in ["openswan@2.4", "libreswan@4.10", "strongswan@5.9.8"] {
        let mut client = Client::with(usual(), json!({"target": target})).await;
        client.open(CONF, "").await;
        for (offset, _) in WHOLE.char_indices() {
            let text = &WHOLE[..offset];
            client.change(CONF, None, text).await;
            ask_everything(&mut client, text, offset).await;
        }
    }
}

#[tokio::test]
async fn a_hole_at_any_place_leaves_the_rest_alive() {
    let mut client = Client::with(usual(), json!({"target": "libreswan@4.10"})).await;
    client.open(CONF, "").await;
    let head = WHOLE.find("conn base").expect("the section");
    for (at_byte, _) in WHOLE[..head].char_indices() {
        // The rest of a line is missing.
        let end = WHOLE[at_byte..].find('\n').expect("a line end") + at_byte;
        let text = format!("{}{}", &WHOLE[..at_byte], &WHOLE[end..]);
        client.change(CONF, None, &text).await;
        let also = position(&text[..text.find("also=base").expect("the line") + "also=b".len()]);
        let places = client.ask("textDocument/definition", at(CONF, &also)).await;
        assert_eq!(places.as_array().map(Vec::len), Some(1), "{text}");
    }
}

#[tokio::test]
async fn hostile_texts_are_answered() {
    let many = "conn a\n\talso=a\n".repeat(50);
    let texts = [
        "\0\0\0",
        "conn \"\n\tleft=\"\"\"\n\tike=---;;;,,,\n",
        "=\n==\n\t=\n\t=x\n",
        "\r\r\r\nconn\r\tleft=1\r\n",
        "include /\ninclude \"\"\ninclude *\ninclude ipsec.conf\n",
        "\u{feff}conn a\n\tleft=\u{202e}1\n",
        many.as_str(),
    ];
    for target in [
        "openswan@2.4",
        "openswan@2.6",
        "libreswan@4.10",
        "libreswan@5.4",
        "strongswan@5.9.8",
    ] {
        let mut client = Client::with(usual(), json!({"target": target})).await;
        client.open(CONF, "").await;
        for text in texts {
            client.change(CONF, None, text).await;
            for (offset, _) in text.char_indices().take(12) {
                ask_everything(&mut client, text, offset).await;
            }
        }
    }
}
