//! Names of conns: where they are, who uses them, new ones.

use serde_json::{Value, json};

use crate::client::{CONF, Client, at, edited, marked, position, slice, usual};

const TEXT: &str = "conn base\n\tleft=192.0.2.1\n\nconn a\n\talso=base\n\tright=192.0.2.2\n\nconn b\n\talso=\"base\"\n\talso=a\n";

fn place(mark: &str) -> Value {
    position(&TEXT[..TEXT.find(mark).expect("the place") + mark.len()])
}

fn lines(places: &Value) -> Vec<u64> {
    let places = places.as_array().expect("a list").iter();
    places
        .map(|place| {
            let range = place.get("range").expect("a range");
            range["start"]["line"].as_u64().expect("a line")
        })
        .collect()
}

#[tokio::test]
async fn a_name_leads_to_its_conn() {
    let mut client = Client::start().await;
    client.open(CONF, TEXT).await;
    for method in ["textDocument/definition", "textDocument/declaration"] {
        let places = client.ask(method, at(CONF, &place("also=ba"))).await;
        assert_eq!(slice(TEXT, &places[0]["range"]), "base");
        assert_eq!(lines(&places), [0]);
    }
    let nothing = client
        .ask("textDocument/definition", at(CONF, &place("left=1")))
        .await;
    assert!(nothing.is_null(), "{nothing}");
}

#[tokio::test]
async fn a_name_leads_to_its_users() {
    let mut client = Client::start().await;
    client.open(CONF, TEXT).await;
    let mut params = at(CONF, &place("conn ba"));
    params["context"] = json!({"includeDeclaration": false});
    assert_eq!(
        lines(&client.ask("textDocument/references", params.clone()).await),
        [4, 8]
    );
    params["context"] = json!({"includeDeclaration": true});
    assert_eq!(
        lines(&client.ask("textDocument/references", params).await),
        [0, 4, 8]
    );
    let highlights = client
        .ask(
            "textDocument/documentHighlight",
            at(CONF, &place("also=ba")),
        )
        .await;
    let kinds: Vec<&Value> = highlights
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| &it["kind"])
        .collect();
    assert_eq!(kinds, [&json!(3), &json!(2), &json!(2)]);
}

#[tokio::test]
async fn a_conn_is_renamed_wherever_it_is_named() {
    let mut client = Client::start().await;
    client.open(CONF, TEXT).await;
    let prepared = client
        .ask("textDocument/prepareRename", at(CONF, &place("also=\"ba")))
        .await;
    assert_eq!(prepared["placeholder"], "base");
    assert_eq!(slice(TEXT, &prepared["range"]), "base");
    let mut params = at(CONF, &place("also=\"ba"));
    params["newName"] = json!("site-1");
    let edit = client.ask("textDocument/rename", params.clone()).await;
    let edits = &edit["documentChanges"][0]["edits"];
    assert_eq!(edited(TEXT, edits), TEXT.replace("base", "site-1"));
    for (name, why) in [
        ("a", "there is a conn `a` already"),
        ("x y", "`x y` is not read as one name"),
    ] {
        params["newName"] = json!(name);
        let error = client
            .try_ask("textDocument/rename", params.clone())
            .await
            .expect_err("it is refused");
        let message = error["message"].as_str().expect("a message");
        assert!(message.starts_with(why), "{message}");
    }
}

#[tokio::test]
async fn what_is_no_conn_is_not_renamed() {
    let (text, place) = marked("conn %de|fault\n\trekey=no\n");
    let mut client = Client::start().await;
    client.open(CONF, &text).await;
    assert!(
        client
            .ask("textDocument/prepareRename", at(CONF, &place))
            .await
            .is_null()
    );
}

#[tokio::test]
async fn names_are_followed_across_includes() {
    let part = "file:///nowhere/etc/ipsec.d/a.conf";
    let mut client = Client::with(usual(), json!({"target": "strongswan@5.9.8"})).await;
    let main = "include ipsec.d/a.conf\n\nconn b\n\talso=a\n";
    client.open(CONF, main).await;
    client.open(part, "conn a\n\tleft=192.0.2.1\n").await;
    let also = position(&main[..main.len() - 1]);
    let places = client.ask("textDocument/definition", at(CONF, &also)).await;
    assert_eq!(places[0]["uri"], part);
    let include = client
        .ask(
            "textDocument/definition",
            at(CONF, &json!({"line": 0, "character": 12})),
        )
        .await;
    assert_eq!(include[0]["uri"], part);
    let mut params = at(part, &json!({"line": 0, "character": 5}));
    params["newName"] = json!("z");
    let edit = client.ask("textDocument/rename", params).await;
    let uris: Vec<&Value> = edit["documentChanges"]
        .as_array()
        .expect("documents")
        .iter()
        .map(|document| &document["textDocument"]["uri"])
        .collect();
    assert_eq!(uris, [CONF, part]);
    let links = client
        .ask(
            "textDocument/documentLink",
            json!({"textDocument": {"uri": CONF}}),
        )
        .await;
    assert_eq!(links[0]["target"], part);
    assert_eq!(slice(main, &links[0]["range"]), "ipsec.d/a.conf");
}

#[tokio::test]
async fn the_hierarchy_of_also_is_walked() {
    let mut client = Client::start().await;
    client.open(CONF, TEXT).await;
    let items = client
        .ask(
            "textDocument/prepareCallHierarchy",
            at(CONF, &place("conn a")),
        )
        .await;
    let item = items[0].clone();
    assert_eq!(item["name"], "a");
    let calls = client
        .ask("callHierarchy/incomingCalls", json!({"item": item}))
        .await;
    assert_eq!(calls[0]["from"]["name"], "b");
    assert_eq!(slice(TEXT, &calls[0]["fromRanges"][0]), "a");
    let calls = client
        .ask("callHierarchy/outgoingCalls", json!({"item": item}))
        .await;
    assert_eq!(calls[0]["to"]["name"], "base");
    assert_eq!(calls.as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn files_take_in_files() {
    let mut client = Client::with(usual(), json!({"target": "strongswan@5.9.8"})).await;
    let text = "include ipsec.d/*.conf\n";
    let part = "file:///nowhere/etc/ipsec.d/a.conf";
    client.open(CONF, text).await;
    client.open(part, "include more.conf\n").await;
    client
        .open(
            "file:///nowhere/etc/ipsec.d/more.conf",
            "conn m\n\tleft=192.0.2.1\n",
        )
        .await;
    let place = json!({"line": 0, "character": 10});
    let items = client
        .ask("textDocument/prepareCallHierarchy", at(CONF, &place))
        .await;
    let item = &items[0];
    assert_eq!(
        (&item["name"], &item["uri"]),
        (&json!("a.conf"), &json!(part))
    );
    let calls = client
        .ask("callHierarchy/incomingCalls", json!({"item": item}))
        .await;
    assert_eq!(calls[0]["from"]["uri"], CONF);
    assert_eq!(slice(text, &calls[0]["fromRanges"][0]), "ipsec.d/*.conf");
    let calls = client
        .ask("callHierarchy/outgoingCalls", json!({"item": item}))
        .await;
    assert_eq!(calls[0]["to"]["name"], "more.conf");
    assert_eq!(calls.as_array().map(Vec::len), Some(1));
}
