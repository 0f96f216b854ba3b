//! Quick fixes, all fixes at once, comments that silence.

use serde_json::{Value, json};

use crate::client::{CONF, Client, edited, position, usual};

const TEXT: &str =
    "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tlefsubnet=10.0.0.0/24\n\tauthby=secret\n";

async fn actions(client: &mut Client, text: &str, before: &str, only: Value) -> Vec<Value> {
    let at = position(&text[..text.find(before).expect("the place") + before.len()]);
    let mut context = json!({"diagnostics": []});
    if !only.is_null() {
        context["only"] = only;
    }
    let params = json!({"textDocument": {"uri": CONF}, "range": {"start": at, "end": at}, "context": context});
    let actions = client.ask("textDocument/codeAction", params).await;
    actions.as_array().expect("a list").clone()
}

/// The text after the only document of an action is edited.
fn done(text: &str, action: &Value) -> String {
    let document = &action["edit"]["documentChanges"][0];
    assert_eq!(document["textDocument"]["uri"], CONF);
    assert_eq!(document["textDocument"]["version"], 1);
    edited(text, &document["edits"])
}

fn titled<'a>(actions: &'a [Value], title: &str) -> &'a Value {
    let found = actions.iter().find(|action| {
        action["title"]
            .as_str()
            .is_some_and(|it| it.starts_with(title))
    });
    found.unwrap_or_else(|| panic!("no {title} in {actions:#?}"))
}

#[tokio::test]
async fn a_finding_is_fixed() {
    let mut client = Client::start().await;
    client.open(CONF, TEXT).await;
    let actions = actions(&mut client, TEXT, "lefs", json!(["quickfix"])).await;
    let fix = titled(&actions, "write `leftsubnet`");
    assert_eq!(fix["kind"], "quickfix");
    assert_eq!(fix["isPreferred"], false, "a guess");
    assert_eq!(fix["diagnostics"][0]["code"], "V101");
    assert_eq!(done(TEXT, fix), TEXT.replace("lefsubnet", "leftsubnet"));
}

#[tokio::test]
async fn a_finding_is_silenced() {
    let mut client = Client::start().await;
    client.open(CONF, TEXT).await;
    let actions = actions(&mut client, TEXT, "lefs", json!(null)).await;
    let text = done(TEXT, titled(&actions, "Ignore V101 unknown-keyword here"));
    assert_eq!(
        text,
        TEXT.replace(
            "\tlefsubnet",
            "\t# ipsec-lint: ignore[V101] as intended\n\tlefsubnet"
        )
    );
    let version = client.change(CONF, None, &text).await;
    let list = client.diagnostics(CONF, version).await;
    assert!(
        list.iter().all(|found| found["code"] != "V101"),
        "{list:#?}"
    );
}

#[tokio::test]
async fn all_safe_fixes_are_applied_at_once() {
    let text = "conn a\n left = 192.0.2.1\n\tright=192.0.2.2\n\tauthby=\"secret\n\tpfs=yes\n\tikelifetime=1h # no\n";
    let mut client = Client::start().await;
    client.open(CONF, text).await;
    let actions = actions(&mut client, text, "conn a", json!(["source.fixAll"])).await;
    let [action] = &actions[..] else {
        panic!("{actions:#?}")
    };
    assert_eq!(action["kind"], "source.fixAll.ipsec");
    let mended = done(text, action);
    assert_eq!(mended, text.replace("\n left", "\n\tleft"));
    let version = client.change(CONF, None, &mended).await;
    client.diagnostics(CONF, version).await;
    assert_eq!(
        self::actions(&mut client, &mended, "conn a", json!(["source.fixAll"])).await,
        Vec::<Value>::new(),
        "nothing is left to do"
    );
}

#[tokio::test]
async fn a_client_without_versions_gets_plain_changes() {
    let mut capabilities = usual();
    capabilities["workspace"] = json!({});
    let mut client = Client::with(capabilities, json!({"target": "libreswan@4.10"})).await;
    client.open(CONF, TEXT).await;
    let actions = actions(&mut client, TEXT, "lefs", json!(["quickfix"])).await;
    let edits = &titled(&actions, "write")["edit"]["changes"][CONF];
    assert_eq!(edited(TEXT, edits), TEXT.replace("lefsubnet", "leftsubnet"));
}

#[tokio::test]
async fn where_nothing_is_wrong_nothing_is_offered() {
    let mut client = Client::start().await;
    client.open(CONF, TEXT).await;
    assert_eq!(
        actions(&mut client, TEXT, "left=192", json!(null)).await,
        Vec::<Value>::new()
    );
}
