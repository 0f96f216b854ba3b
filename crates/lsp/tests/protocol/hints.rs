//! What is not written: hints, lenses, commands.

use serde_json::{Value, json};

use crate::client::{CONF, Client, slice};

const TEXT: &str = "conn %default\n\trekey=no\n\nconn base\n\tleft=192.0.2.1\n\nconn a\n\talso=base\n\tright=192.0.2.2\n\tikelifetime=5400\n\tpfs=yes\n";

async fn opened() -> Client {
    let mut client = Client::start().await;
    client.open(CONF, TEXT).await;
    client
}

async fn hints(client: &mut Client, from: u32, to: u32) -> Vec<(u64, String)> {
    let range =
        json!({"start": {"line": from, "character": 0}, "end": {"line": to, "character": 0}});
    let params = json!({"textDocument": {"uri": CONF}, "range": range});
    let hints = client.ask("textDocument/inlayHint", params).await;
    let hint = |hint: &Value| {
        let line = hint["position"]["line"].as_u64().expect("a line");
        (line, hint["label"].as_str().expect("a label").to_owned())
    };
    hints.as_array().expect("a list").iter().map(hint).collect()
}

#[tokio::test]
async fn hints_tell_what_is_not_written() {
    let mut client = opened().await;
    let of = |list: Vec<(u64, String)>| {
        list.into_iter()
            .map(|(line, text)| format!("{line} {text}"))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        of(hints(&mut client, 6, 11).await),
        [
            "6 +2 from %default, also=base",
            "9 1 h 30 min",
            "10 the default"
        ]
    );
    assert_eq!(of(hints(&mut client, 9, 10).await), ["9 1 h 30 min"]);
}

#[tokio::test]
async fn lenses_count_the_users() {
    let mut client = opened().await;
    let lenses = client
        .ask(
            "textDocument/codeLens",
            json!({"textDocument": {"uri": CONF}}),
        )
        .await;
    let lenses = lenses.as_array().expect("a list");
    let titles: Vec<String> = lenses
        .iter()
        .map(|lens| {
            format!(
                "{}: {}",
                slice(TEXT, &lens["range"]),
                lens["command"]["title"].as_str().expect("a title")
            )
        })
        .collect();
    assert_eq!(
        titles,
        [
            "base: used by 1 conn",
            "base: effective values",
            "a: effective values"
        ]
    );
    let command = &lenses[0]["command"];
    let params = json!({"command": command["command"], "arguments": command["arguments"]});
    let places = client.ask("workspace/executeCommand", params).await;
    assert_eq!(slice(TEXT, &places[0]["range"]), "base");
}

#[tokio::test]
async fn commands_answer_and_show() {
    let mut client = opened().await;
    let announced = client.capabilities["executeCommandProvider"]["commands"].clone();
    assert_eq!(
        announced,
        json!([
            "ipsec.showEffectiveConn",
            "ipsec.showUsers",
            "ipsec.showTarget"
        ])
    );
    let params = json!({"command": "ipsec.showEffectiveConn", "arguments": [CONF, "a"]});
    let text = client.ask("workspace/executeCommand", params).await;
    assert_eq!(
        text,
        "conn a\n\trekey=no  # ipsec.conf:2, %default\n\tright=192.0.2.2  # ipsec.conf:9\n\
         \tikelifetime=5400  # ipsec.conf:10\n\tpfs=yes  # ipsec.conf:11\n\tleft=192.0.2.1  # ipsec.conf:5, also=base\n"
    );
    let params = json!({"command": "ipsec.showTarget", "arguments": [CONF]});
    let target = client.ask("workspace/executeCommand", params).await;
    assert_eq!(
        target,
        json!({"target": "libreswan@4.10", "reason": "the setting `ipsec.target`"})
    );
    let shown = |client: &Client| {
        client
            .heard
            .iter()
            .filter(|it| it["method"] == "window/showMessage")
            .count()
    };
    while shown(&client) < 2 {
        client.next().await;
    }
    for (command, arguments, why) in [
        (
            "ipsec.nothing",
            json!([CONF]),
            "there is no command `ipsec.nothing`",
        ),
        (
            "ipsec.showTarget",
            json!([]),
            "`ipsec.showTarget` wants the URI of a document",
        ),
        (
            "ipsec.showEffectiveConn",
            json!([CONF, "z"]),
            "there is no conn `z`",
        ),
    ] {
        let params = json!({"command": command, "arguments": arguments});
        let error = client
            .try_ask("workspace/executeCommand", params)
            .await
            .expect_err("it is refused");
        assert_eq!(error["message"], why);
    }
}
