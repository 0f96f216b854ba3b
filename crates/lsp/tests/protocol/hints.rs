//! What is not written: hints, lenses, commands.

use serde_json::{Value, json};

use crate::client::{CONF, Client, slice, usual};

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
            "base: ipsec auto --showonly",
            "a: effective values",
            "a: ipsec auto --showonly"
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
            "ipsec.showCommands",
            "ipsec.showTarget",
            "ipsec.changeTarget",
            "ipsec.restart"
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

async fn run(client: &mut Client, command: &str, arguments: Value) -> Result<Value, Value> {
    let params = json!({"command": command, "arguments": arguments});
    client.try_ask("workspace/executeCommand", params).await
}

#[tokio::test]
async fn the_commands_for_the_daemon_are_shown() {
    let mut client = opened().await;
    let text = run(&mut client, "ipsec.showCommands", json!([CONF, "a"])).await;
    let text = text.expect("commands");
    let text = text.as_str().expect("a text");
    assert!(text.contains("ipsec addconn"), "{text}");
    assert!(text.contains("right=192.0.2.2"), "{text}");
    for (name, why) in [
        ("base", "`base` is a part for other conns: it lacks an end"),
        ("z", "there is no conn `z`"),
    ] {
        let error = run(&mut client, "ipsec.showCommands", json!([CONF, name])).await;
        assert_eq!(error.expect_err("it is refused")["message"], why);
    }
    client
        .change(
            CONF,
            None,
            "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tauto=never\n",
        )
        .await;
    let error = run(&mut client, "ipsec.showCommands", json!([CONF, "a"])).await;
    assert_eq!(
        error.expect_err("it is refused")["message"],
        "Libreswan 4.10 refuses the configuration"
    );
}

#[tokio::test]
async fn the_target_is_told_and_can_be_changed() {
    let mut capabilities = usual();
    capabilities["experimental"] = json!({"ipsecStatus": true});
    let mut client = Client::with(capabilities, json!({})).await;
    client
        .open(
            CONF,
            "conn a\n\tleft=192.0.2.1\n\tkeyexchange=ikev2\n\tmobike=yes\n",
        )
        .await;
    let status =
        |message: &Value| (message["method"] == "ipsec/status").then(|| message["params"].clone());
    let first = client.until(status).await;
    assert_eq!(first["uri"], CONF);
    let (by_words, reason) = (first["target"].clone(), first["reason"].clone());
    run(&mut client, "ipsec.changeTarget", json!(["openswan@2.4"]))
        .await
        .expect("it is done");
    let second = client.until(status).await;
    assert_eq!(
        second,
        json!({
            "uri": CONF,
            "target": "openswan@2.4.9",
            "program": "Openswan 2.4.9",
            "reason": "chosen with `ipsec.changeTarget`",
        })
    );
    run(&mut client, "ipsec.changeTarget", json!(["auto"]))
        .await
        .expect("it is done");
    let third = client.until(status).await;
    assert_eq!((&third["target"], &third["reason"]), (&by_words, &reason));
    let error = run(&mut client, "ipsec.changeTarget", json!(["freebsd"])).await;
    let error = error.expect_err("it is refused");
    let text = error["message"].as_str().expect("a text");
    assert!(
        text.starts_with("`ipsec.changeTarget`: unknown dialect `freebsd`"),
        "{text}"
    );
}

#[tokio::test]
async fn after_a_restart_everything_is_said_again() {
    let mut client = opened().await;
    let before = client.diagnostics(CONF, 1).await;
    client.published.clear();
    run(&mut client, "ipsec.restart", json!([]))
        .await
        .expect("it is done");
    assert_eq!(client.diagnostics(CONF, 1).await, before);
}

#[tokio::test]
async fn commands_that_need_the_host_say_so() {
    let text = "conn a\n\tleft=%defaultroute\n\tright=192.0.2.2\n\tauthby=secret\n";
    let mut client = Client::with(usual(), json!({"target": "openswan@2.6"})).await;
    client.open(CONF, text).await;
    let error = run(&mut client, "ipsec.showCommands", json!([CONF, "a"])).await;
    assert_eq!(
        error.expect_err("it is refused")["message"],
        "(/nowhere/etc/ipsec.conf, line 2) `%defaultroute` is requested but not known: \
         run `ipsec auto --showonly --add a` on the host that it is for"
    );
}
