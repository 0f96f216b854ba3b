//! No message of the server ever holds a secret.

use serde_json::{Value, json};

use crate::client::{CONF, Client, usual};

const KEY: &str = "0xdeadbeef_cafebabe_01234567_89abcdef";

#[tokio::test]
async fn no_answer_tells_a_secret() {
    // Keys of manual keying, as the classic program reads them; laid out badly, so that there is something to edit.
    let text = format!(
        "version 2.0\n\nconn a\n   left=192.0.2.1\n   right=192.0.2.2\n     espenckey = {KEY}\n   espauthkey={KEY}   # x\n   spi=0x200\n   esp=3des-md5-96\nconn b\n  also=a\n"
    );
    let mut client = Client::with(
        usual(),
        json!({"target": "openswan@2.4", "lint": {"select": ["all"]}}),
    )
    .await;
    client.open(CONF, &text).await;
    client
        .open(
            "file:///nowhere/etc/ipsec.secrets",
            ": PSK \"hunter2hunter2\n",
        )
        .await;
    client.diagnostics(CONF, 1).await;
    let whole = json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
    let document = json!({"uri": CONF});
    let format =
        json!({"textDocument": document, "options": {"tabSize": 8, "insertSpaces": false}});
    let edits = client.ask("textDocument/formatting", format).await;
    let is_laid_out = edits.to_string().contains("\\t");
    assert!(
        is_laid_out,
        "the lines beside the secrets are laid out: {edits}"
    );
    let mut requests = vec![
        (
            "textDocument/documentSymbol",
            json!({"textDocument": document}),
        ),
        ("textDocument/codeLens", json!({"textDocument": document})),
        (
            "textDocument/semanticTokens/full",
            json!({"textDocument": document}),
        ),
        (
            "textDocument/inlayHint",
            json!({"textDocument": document, "range": whole}),
        ),
        ("textDocument/diagnostic", json!({"textDocument": document})),
        (
            "textDocument/codeAction",
            json!({"textDocument": document, "range": whole, "context": {"diagnostics": []}}),
        ),
        ("workspace/symbol", json!({"query": ""})),
        (
            "workspace/executeCommand",
            json!({"command": "ipsec.showEffectiveConn", "arguments": [CONF, "b"]}),
        ),
    ];
    for line in 0..11 {
        for character in 0..40 {
            let place = json!({"line": line, "character": character});
            requests.push((
                "textDocument/hover",
                json!({"textDocument": document, "position": place}),
            ));
            requests.push((
                "textDocument/completion",
                json!({"textDocument": document, "position": place}),
            ));
        }
    }
    for (method, params) in requests {
        client.ask(method, params).await;
    }
    let heard = Value::from(client.heard.clone()).to_string();
    for secret in ["deadbeef", "cafebabe", "89abcdef", "hunter2"] {
        assert!(!heard.contains(secret), "a message holds {secret}");
    }
    assert!(heard.contains("(not shown)"), "the secrets were met");
}
