//! Documents: changes, versions, encodings, targets, includes.

use serde_json::json;

use crate::client::{CONF, Client, codes, usual};

const GOOD: &str = "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tauthby=secret\n";

#[tokio::test]
async fn changes_are_applied_in_order() {
    let mut client = Client::start().await;
    client.open(CONF, "conn a\n\tlxft=192.0.2.1\n").await;
    assert!(client.codes(CONF).await.contains(&"V101".to_owned()));
    let range = |from: u32, to: u32| json!({"start": {"line": 1, "character": from}, "end": {"line": 1, "character": to}});
    client.change(CONF, Some(range(2, 3)), "").await;
    client.change(CONF, Some(range(2, 2)), "e").await;
    let version = client
        .change(CONF, Some(range(15, 15)), "\n\tright=192.0.2.2")
        .await;
    let found = codes(&client.diagnostics(CONF, version).await);
    assert!(!found.contains(&"V101".to_owned()), "{found:?}");
}

#[tokio::test]
async fn a_burst_ends_with_the_diagnostics_of_the_last_version() {
    let mut client = Client::start().await;
    client.open(CONF, GOOD).await;
    for i in 0..200 {
        let keyword = if i == 199 { "right" } else { "unknown" };
        let text = format!(
            "conn a\n\tleft=192.0.2.{}\n\t{keyword}=192.0.2.2\n",
            i % 200 + 1
        );
        client.change(CONF, None, &text).await;
    }
    let found = codes(&client.diagnostics(CONF, 201).await);
    assert!(!found.contains(&"V101".to_owned()), "{found:?}");
    let pulled = client
        .ask(
            "textDocument/diagnostic",
            json!({"textDocument": {"uri": CONF}}),
        )
        .await;
    assert_eq!(codes(pulled["items"].as_array().expect("a list")), found);
    let versions: Vec<i64> = client
        .heard
        .iter()
        .filter_map(|message| message["params"]["version"].as_i64())
        .collect();
    assert!(versions.is_sorted(), "{versions:?}");
    assert!(
        versions.len() < 200,
        "every version was judged: {}",
        versions.len()
    );
}

#[tokio::test]
async fn a_burst_of_insertions_is_applied_in_its_order() {
    let mut client = Client::start().await;
    client.open(CONF, "").await;
    let (mut line, mut expected) = (0, Vec::new());
    for i in 0..200 {
        let at =
            json!({"start": {"line": line, "character": 0}, "end": {"line": line, "character": 0}});
        client
            .change(CONF, Some(at), &format!("conn c{i}\n\tauto=add\n"))
            .await;
        expected.push(format!("conn c{i}"));
        line += 2;
        // A question in between sees what came before it and nothing else.
        if i % 50 == 49 {
            let params = json!({"textDocument": {"uri": CONF}});
            let symbols = client.ask("textDocument/documentSymbol", params).await;
            let symbols = symbols.as_array().expect("a list").iter();
            let names: Vec<&str> = symbols
                .filter_map(|symbol| symbol["name"].as_str())
                .collect();
            assert_eq!(names, expected);
        }
    }
}

#[tokio::test]
async fn positions_are_in_the_encoding_of_the_client() {
    // The strange character is four bytes, two units of UTF-16, one character.
    let text = "conn a\n\tleftid=\"𝕏\" nonsense=1\n\tlefft=192.0.2.1 # 𝕏\n";
    for (offered, chosen, column) in [
        (json!(["utf-8", "utf-16"]), "utf-8", 5),
        (json!(["utf-16"]), "utf-16", 3),
        (json!(["utf-32", "utf-16"]), "utf-32", 2),
        (json!(null), "utf-16", 3),
    ] {
        let mut capabilities = usual();
        capabilities["general"]["positionEncodings"] = offered;
        let mut client = Client::with(capabilities, json!({"target": "libreswan@4.10"})).await;
        assert_eq!(client.capabilities["positionEncoding"], chosen);
        client.open(CONF, "# 𝕏\n").await;
        let end = json!({"line": 0, "character": column + 1});
        let range = json!({"start": {"line": 0, "character": column - 1}, "end": end});
        let version = client.change(CONF, Some(range), "\nunknown\n").await;
        let list = client.diagnostics(CONF, version).await;
        assert!(
            list.iter()
                .any(|found| found["range"]["start"]["line"] == 1),
            "{chosen}: {list:?}"
        );
        client.change(CONF, None, text).await;
        let list = client.diagnostics(CONF, version + 1).await;
        assert!(
            list.iter().any(|found| found["code"] == "V101"),
            "{chosen}: {list:?}"
        );
    }
}

#[tokio::test]
async fn includes_are_read_through_open_documents() {
    let mut client = Client::with(usual(), json!({"target": "strongswan@5.9.8"})).await;
    let part = "file:///nowhere/etc/ipsec.d/a.conf";
    client
        .open(
            CONF,
            "include ipsec.d/*.conf\n\nconn b\n\talso=a\n\tright=192.0.2.2\n",
        )
        .await;
    assert!(client.codes(CONF).await.contains(&"R101".to_owned()));
    client.open(part, "conn a\n\tleft=192.0.2.1\n").await;
    let found = client.codes(part).await;
    assert!(
        !found.contains(&"M102".to_owned()),
        "judged as a part: {found:?}"
    );
    while client.published[CONF]
        .1
        .iter()
        .any(|found| found["code"] == "R101")
    {
        client.next().await;
    }
    client
        .change(part, None, "conn renamed\n\tleft=192.0.2.1\n")
        .await;
    while !client.published[CONF]
        .1
        .iter()
        .any(|found| found["code"] == "R101")
    {
        client.next().await;
    }
}

#[tokio::test]
async fn includes_are_read_from_disk() {
    let dir = tempfile::tempdir().expect("a directory");
    let dir = dir.path().canonicalize().expect("a path");
    std::fs::create_dir(dir.join("ipsec.d")).expect("a directory");
    std::fs::write(
        dir.join("ipsec.d/a.conf"),
        "conn a\n\tleft=192.0.2.1\n\tlefft=1\n",
    )
    .expect("a file");
    let mut client = Client::with(usual(), json!({"target": "libreswan@4.10"})).await;
    let uri = format!("file://{}/ipsec.conf", dir.display());
    let text = format!(
        "include {}/ipsec.d/*.conf\n\nconn b\n\talso=a\n\tright=192.0.2.2\n",
        dir.display()
    );
    client.open(&uri, &text).await;
    let part = format!("file://{}/ipsec.d/a.conf", dir.display());
    while !client.published.contains_key(&part) {
        client.next().await;
    }
    assert_eq!(client.published[&part].0, None, "nobody has it open");
    assert!(codes(&client.published[&part].1).contains(&"V101".to_owned()));
    client
        .tell(
            "textDocument/didClose",
            json!({"textDocument": {"uri": uri}}),
        )
        .await;
    while !client.published[&part].1.is_empty() {
        client.next().await;
    }
}

#[tokio::test]
async fn the_target_is_chosen_as_ipsec_lint_does() {
    for (settings, text, refused) in [
        (
            "auto",
            "# ipsec-lint: target=strongswan@5.9.8\nconn a\n\tleft=192.0.2.1\n\tauthby=psk\n",
            false,
        ),
        (
            "auto",
            "# ipsec-lint: target=libreswan@4.10\nconn a\n\tleft=192.0.2.1\n\tauthby=psk\n",
            true,
        ),
        (
            "libreswan@4.10",
            "conn a\n\tleft=192.0.2.1\n\tauthby=psk\n",
            true,
        ),
        (
            "strongswan@5.9.8",
            "conn a\n\tleft=192.0.2.1\n\tauthby=psk\n",
            false,
        ),
        (
            "auto",
            "ca x\n\tcacert=x.pem\nconn a\n\tleft=192.0.2.1\n\tauthby=psk\n",
            false,
        ),
    ] {
        let mut client = Client::with(usual(), json!({"ipsec": {"target": settings}})).await;
        client.open(CONF, text).await;
        let found = client.codes(CONF).await;
        let is_refused = found.contains(&"V136".to_owned());
        assert_eq!(is_refused, refused, "{settings} {text}: {found:?}");
    }
}

#[tokio::test]
async fn new_settings_judge_anew() {
    let mut capabilities = usual();
    capabilities["workspace"]["configuration"] = json!(true);
    let mut client = Client::with(capabilities, json!({"target": "libreswan@4.10"})).await;
    client.open(CONF, "conn a\n\tlefft=192.0.2.1\n").await;
    assert!(client.codes(CONF).await.contains(&"V101".to_owned()));
    client.settings = json!({"target": "libreswan@4.10", "lint": {"ignore": ["V101"]}});
    client
        .tell(
            "workspace/didChangeConfiguration",
            json!({"settings": null}),
        )
        .await;
    while codes(&client.published[CONF].1).contains(&"V101".to_owned()) {
        client.next().await;
    }
    let settings = json!({"ipsec": {"target": "nothing"}});
    client
        .tell(
            "workspace/didChangeConfiguration",
            json!({"settings": settings}),
        )
        .await;
    loop {
        let message = client.next().await;
        if message["method"] == "window/showMessage" {
            let text = message["params"]["message"].as_str().expect("a text");
            assert!(
                text.starts_with("ipsec.target: unknown dialect `nothing`"),
                "{text}"
            );
            break;
        }
    }
}

#[tokio::test]
async fn shutting_down_ends_the_server() {
    let mut client = Client::start().await;
    client.open(CONF, GOOD).await;
    assert_eq!(client.ask("shutdown", json!(null)).await, json!(null));
    assert!(
        client
            .try_ask("textDocument/hover", json!({}))
            .await
            .is_err()
    );
}
