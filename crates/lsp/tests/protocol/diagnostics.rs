//! Findings: their places, their links, and what they never say.

use serde_json::{Value, json};

use crate::client::{CONF, Client, codes, slice, usual};

fn find<'a>(list: &'a [Value], code: &str) -> &'a Value {
    let found = list.iter().find(|found| found["code"] == code);
    found.unwrap_or_else(|| panic!("no {code} in {list:#?}"))
}

#[tokio::test]
async fn a_finding_has_its_code_its_place_and_a_page() {
    let text = "conn a\n\tlefsubnet=10.0.0.0/24\n";
    let mut client = Client::start().await;
    client.open(CONF, text).await;
    let list = client.diagnostics(CONF, 1).await;
    let found = find(&list, "V101");
    assert_eq!(slice(text, &found["range"]), "lefsubnet");
    assert_eq!(found["severity"], 1);
    assert_eq!(found["source"], "ipsec-lint");
    let page = found["codeDescription"]["href"].as_str().expect("a page");
    assert!(
        page.ends_with("/docs/rules/V101-unknown-keyword.md"),
        "{page}"
    );
    let message = found["message"].as_str().expect("a message");
    assert!(
        message.contains("help: did you mean `leftsubnet`"),
        "{message}"
    );
    assert!(
        message.ends_with("effect: the whole file is refused"),
        "{message}"
    );
}

#[tokio::test]
async fn related_places_are_linked() {
    let text = "conn a\n\tleft=192.0.2.1\n\tleft=192.0.2.2\n\tright=192.0.2.3\n";
    let mut client = Client::start().await;
    client.open(CONF, text).await;
    let list = client.diagnostics(CONF, 1).await;
    let related = &find(&list, "S104")["relatedInformation"][0];
    assert_eq!(related["location"]["uri"], CONF);
    assert!(
        slice(text, &related["location"]["range"]).starts_with("left"),
        "{related}"
    );
}

#[tokio::test]
async fn what_is_needless_is_tagged() {
    let text = "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.3\n\tauthby=secret\n\tpfs=yes\n";
    let mut client = Client::with(
        usual(),
        json!({"target": "libreswan@4.10", "lint": {"extendSelect": ["M192"]}}),
    )
    .await;
    client.open(CONF, text).await;
    let list = client.diagnostics(CONF, 1).await;
    assert_eq!(find(&list, "M192")["tags"], json!([1]));
}

#[tokio::test]
async fn what_is_outdated_is_tagged() {
    let text = "config setup\n\tinterfaces=%defaultroute\n";
    let mut client = Client::start().await;
    client.open(CONF, text).await;
    let list = client.diagnostics(CONF, 1).await;
    assert_eq!(find(&list, "U102")["tags"], json!([2]));
}

#[tokio::test]
async fn a_client_that_pulls_is_not_pushed_to() {
    let mut capabilities = usual();
    capabilities["textDocument"]["diagnostic"] = json!({});
    let mut client = Client::with(capabilities, json!({"target": "libreswan@4.10"})).await;
    client.open(CONF, "conn a\n\tlefsubnet=1\n").await;
    let pull =
        |previous: Value| json!({"textDocument": {"uri": CONF}, "previousResultId": previous});
    let report = client
        .ask("textDocument/diagnostic", pull(json!(null)))
        .await;
    assert_eq!(report["kind"], "full");
    assert!(codes(report["items"].as_array().expect("a list")).contains(&"V101".to_owned()));
    let again = client
        .ask("textDocument/diagnostic", pull(report["resultId"].clone()))
        .await;
    assert_eq!(again["kind"], "unchanged");
    client.change(CONF, None, "conn a\n\tleftsubnet=1\n").await;
    let new = client
        .ask("textDocument/diagnostic", pull(report["resultId"].clone()))
        .await;
    assert_eq!(new["kind"], "full");
    assert!(client.published.is_empty(), "{:?}", client.published);
}

#[tokio::test]
async fn a_client_that_pulls_is_told_when_settings_change() {
    let mut capabilities = usual();
    capabilities["textDocument"]["diagnostic"] = json!({});
    capabilities["workspace"]["diagnostics"] = json!({"refreshSupport": true});
    capabilities["workspace"]["diagnostic"] = json!({"refreshSupport": true});
    let mut client = Client::with(capabilities, json!({"target": "libreswan@4.10"})).await;
    client.open(CONF, "conn a\n\tlefsubnet=1\n").await;
    let pull = json!({"textDocument": {"uri": CONF}});
    client.ask("textDocument/diagnostic", pull.clone()).await;
    let refreshes = |client: &Client| {
        let asks = client.heard.iter();
        asks.filter(|message| message["method"] == "workspace/diagnostic/refresh")
            .count()
    };
    let before = refreshes(&client);
    let settings = json!({"ipsec": {"target": "libreswan@4.10", "lint": {"ignore": ["V101"]}}});
    client
        .tell(
            "workspace/didChangeConfiguration",
            json!({"settings": settings}),
        )
        .await;
    while refreshes(&client) == before {
        client.next().await;
    }
    let report = client.ask("textDocument/diagnostic", pull).await;
    assert!(!codes(report["items"].as_array().expect("a list")).contains(&"V101".to_owned()));
}

#[tokio::test]
async fn a_file_of_secrets_is_judged_with_its_configuration() {
    let mut client = Client::start().await;
    let secrets = "file:///nowhere/etc/ipsec.secrets";
    client.open(secrets, ": PSK \"hunter2hunter2\n").await;
    let alone = client.codes(secrets).await;
    assert!(alone.contains(&"P106".to_owned()), "{alone:?}");
    let silent = "# ipsec-lint: ignore[P106] as intended\n: PSK \"hunter2hunter2\n";
    client.change(secrets, None, silent).await;
    let alone = client.codes(secrets).await;
    assert!(!alone.contains(&"P106".to_owned()), "{alone:?}");
    client
        .open(
            CONF,
            "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tauthby=secret\n",
        )
        .await;
    let list = client.diagnostics(CONF, 1).await;
    assert!(list.iter().all(|found| found["code"] != "V101"), "{list:?}");
    let heard = Value::from(client.heard.clone()).to_string();
    assert!(!heard.contains("hunter2"), "{heard}");
}

#[tokio::test]
async fn a_request_that_is_taken_back_gets_an_error() {
    let mut client = Client::start().await;
    client.open(CONF, "conn a\n").await;
    let id = client
        .begin(
            "textDocument/diagnostic",
            json!({"textDocument": {"uri": CONF}}),
        )
        .await;
    client.tell("$/cancelRequest", json!({"id": id})).await;
    // It may have been answered before; what follows is answered in any case.
    let answer = client.answer(id).await;
    if let Err(error) = answer {
        assert_eq!(error["code"], -32800, "{error}");
    }
    client
        .ask(
            "textDocument/diagnostic",
            json!({"textDocument": {"uri": CONF}}),
        )
        .await;
}
