//! `ipsec-lint.toml`: what it says holds in the editor, and what is wrong with it is shown.

use std::path::{Path, PathBuf};

use ipsec_conf::model::{LoadOptions, MemoryFs};
use ipsec_conf::{Model, Source, Target};
use ipsec_conf_lint::{Lint, Selection, lint};
use serde_json::{Value, json};

use crate::client::{Client, codes, edited, slice, usual};

const TEXT: &str =
    "conn a\n  left=192.0.2.1\n  right=192.0.2.2\n  lefsubnet=10.0.0.0/24\n  authby=psk\n";

/// A directory with some files, and its URI.
fn project(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().canonicalize().expect("a path");
    for (name, text) in files {
        let file = path.join(name);
        std::fs::create_dir_all(file.parent().expect("a parent")).expect("a directory");
        std::fs::write(file, text).expect("a file");
    }
    (dir, path)
}

fn uri(dir: &Path, name: &str) -> String {
    format!("file://{}/{name}", dir.display())
}

/// The findings of `etc/ipsec.conf` below such a project file.
async fn found_with(toml: &str, settings: Value) -> Vec<Value> {
    let (_dir, path) = project(&[("ipsec-lint.toml", toml), ("etc/ipsec.conf", TEXT)]);
    let mut client = Client::with(usual(), settings).await;
    let conf = uri(&path, "etc/ipsec.conf");
    client.open(&conf, TEXT).await;
    client.diagnostics(&conf, 1).await
}

#[tokio::test]
async fn its_rules_hold_below_it() {
    let has = |list: &[Value], code: &str| codes(list).contains(&code.to_owned());
    let plain = found_with("target = \"libreswan@4.10\"", json!({})).await;
    assert!(has(&plain, "V101") && !has(&plain, "Y394"), "{plain:?}");
    for (toml, is_there) in [
        ("ignore = [\"unknown-keyword\"]", false),
        ("ignore = [\"V\"]\nextend-select = [\"V101\"]", true),
        ("select = [\"S\"]", false),
        ("[per-file-ignores]\n\"etc/*.conf\" = [\"V101\"]", false),
        ("[per-file-ignores]\n\"lab/*.conf\" = [\"V101\"]", true),
    ] {
        let list = found_with(toml, json!({})).await;
        assert_eq!(has(&list, "V101"), is_there, "{toml}: {list:?}");
    }
    let info = found_with("[severity]\nV101 = \"info\"", json!({})).await;
    let found = info.iter().find(|it| it["code"] == "V101");
    assert_eq!(found.expect("the finding")["severity"], 3);
}

#[tokio::test]
async fn its_target_comes_behind_the_settings_of_the_editor() {
    // `authby=psk` is a word of strongSwan that Libreswan refuses.
    let strongswan = "target = \"strongswan@5.9.8\"\nignore = [\"V101\"]";
    let refuses = |list: &[Value]| {
        list.iter().any(|it| {
            let text = it["message"].as_str().unwrap_or_default();
            it["severity"] == 1 && text.contains("psk")
        })
    };
    let list = found_with(strongswan, json!({})).await;
    assert!(!refuses(&list), "{list:?}");
    let list = found_with(strongswan, json!({"target": "libreswan@4.10"})).await;
    assert!(refuses(&list), "{list:?}");
    // Rules of both hold.
    assert!(!codes(&list).contains(&"V101".to_owned()), "{list:?}");
    let settings = json!({"target": "libreswan@4.10", "lint": {"extendSelect": ["V101"]}});
    let list = found_with("ignore = [\"V\"]", settings).await;
    assert!(codes(&list).contains(&"V101".to_owned()), "{list:?}");
}

#[tokio::test]
async fn the_reason_for_its_target_is_told() {
    let (_dir, path) = project(&[("ipsec-lint.toml", "target = \"openswan@2.6\"")]);
    let conf = uri(&path, "ipsec.conf");
    let mut client = Client::with(usual(), json!({})).await;
    client.open(&conf, TEXT).await;
    let params = json!({"command": "ipsec.showTarget", "arguments": [conf]});
    let shown = client.ask("workspace/executeCommand", params).await;
    assert_eq!(
        shown["target"].as_str().map(|it| &it[..12]),
        Some("openswan@2.6")
    );
    let reason = shown["reason"].as_str().expect("a reason");
    assert!(reason.ends_with("ipsec-lint.toml"), "{reason}");
}

#[tokio::test]
async fn its_layout_is_that_of_the_editor() {
    let (_dir, path) = project(&[
        (
            ".editorconfig",
            "[*.conf]\nindent_style = space\nindent_size = 3\n",
        ),
        ("b/ipsec-lint.toml", "[format]\nindent = 4\n"),
    ]);
    let format = |conf: &str| json!({"textDocument": {"uri": conf}, "options": {"tabSize": 8, "insertSpaces": false}});
    for (name, settings, indent) in [
        ("ipsec.conf", json!({}), "   "),
        ("b/ipsec.conf", json!({}), "    "),
        ("b/ipsec.conf", json!({"format": {"indent": "tab"}}), "\t"),
    ] {
        let mut client = Client::with(usual(), settings).await;
        let conf = uri(&path, name);
        client.open(&conf, TEXT).await;
        let edits = client.ask("textDocument/formatting", format(&conf)).await;
        let expected = TEXT.replace("\n  ", &format!("\n{indent}"));
        assert_eq!(edited(TEXT, &edits), expected);
    }
}

#[tokio::test]
async fn its_secrets_are_those_that_are_looked_at() {
    let (_dir, path) = project(&[
        ("ipsec-lint.toml", "secrets = \"lab.secrets\"\n"),
        (
            "lab.secrets",
            "192.0.2.1 192.0.2.2 : PSK \"hunter2hunter2\n",
        ),
    ]);
    let conf = uri(&path, "ipsec.conf");
    let mut client = Client::with(usual(), json!({"target": "libreswan@4.10"})).await;
    client.open(&conf, TEXT).await;
    let secrets = uri(&path, "lab.secrets");
    while !client.published.contains_key(&secrets) {
        client.next().await;
    }
    assert!(codes(&client.published[&secrets].1).contains(&"P106".to_owned()));
}

#[tokio::test]
async fn what_is_wrong_with_it_is_shown_in_it() {
    let (_dir, path) = project(&[("ipsec-lint.toml", "ignroe = [\"V101\"]\n")]);
    let (conf, toml) = (uri(&path, "ipsec.conf"), uri(&path, "ipsec-lint.toml"));
    let mut client = Client::with(usual(), json!({"target": "libreswan@4.10"})).await;
    client.open(&conf, TEXT).await;
    client.codes(&conf).await;
    // Nobody has it open.
    while !client.published.contains_key(&toml) {
        client.next().await;
    }
    assert_eq!(client.published[&toml].0, None);
    assert_eq!(codes(&client.published[&toml].1), ["Y393"]);
    // Unsaved text counts, the good and the bad.
    let text = "ignore = [\"V101\"]\nselect = 1\n";
    client.open(&toml, text).await;
    let list = client.diagnostics(&toml, 1).await;
    assert_eq!(codes(&list), ["Y394"]);
    assert_eq!(slice(text, &list[0]["range"]), "1");
    let version = client.change(&toml, None, "ignore = [\"V101\"]\n").await;
    assert_eq!(
        client.diagnostics(&toml, version).await,
        Vec::<Value>::new()
    );
    while codes(&client.published[&conf].1).contains(&"V101".to_owned()) {
        client.next().await;
    }
    // While it is being typed, what it said before holds.
    let version = client.change(&toml, None, "ignore = [\"V101\"]\nsel").await;
    assert_eq!(codes(&client.diagnostics(&toml, version).await), ["Y394"]);
    let version = client
        .change(&conf, None, &TEXT.replace("192.0.2.1", "192.0.2.9"))
        .await;
    let list = client.diagnostics(&conf, version).await;
    assert!(!codes(&list).contains(&"V101".to_owned()), "{list:?}");
    // Closed without being saved, it says what is on disk.
    client
        .tell(
            "textDocument/didClose",
            json!({"textDocument": {"uri": toml}}),
        )
        .await;
    while !codes(&client.published[&conf].1).contains(&"V101".to_owned()) {
        client.next().await;
    }
}

#[tokio::test]
async fn a_watched_change_of_it_is_taken_up() {
    let (_dir, path) = project(&[("ipsec-lint.toml", "")]);
    let (conf, toml) = (uri(&path, "ipsec.conf"), uri(&path, "ipsec-lint.toml"));
    let mut capabilities = usual();
    capabilities["workspace"]["didChangeWatchedFiles"] = json!({"dynamicRegistration": true});
    let mut client = Client::with(capabilities, json!({"target": "libreswan@4.10"})).await;
    client.open(&conf, TEXT).await;
    assert!(client.codes(&conf).await.contains(&"V101".to_owned()));
    let asked = |message: &Value| {
        (message["method"] == "client/registerCapability").then(|| message["params"].clone())
    };
    let registered = client.until(asked).await.to_string();
    assert!(registered.contains("**/ipsec-lint.toml"), "{registered}");
    std::fs::write(path.join("ipsec-lint.toml"), "ignore = [\"V101\"]").expect("a file");
    client
        .tell(
            "workspace/didChangeWatchedFiles",
            json!({"changes": [{"uri": toml, "type": 2}]}),
        )
        .await;
    while codes(&client.published[&conf].1).contains(&"V101".to_owned()) {
        client.next().await;
    }
}

#[tokio::test]
async fn a_client_that_pulls_asks_for_it_as_well() {
    let (_dir, path) = project(&[]);
    let toml = uri(&path, "ipsec-lint.toml");
    let mut capabilities = usual();
    capabilities["textDocument"]["diagnostic"] = json!({});
    let mut client = Client::with(capabilities, json!({})).await;
    client.open(&toml, "targt = \"auto\"\n").await;
    let params = json!({"textDocument": {"uri": toml}});
    let report = client.ask("textDocument/diagnostic", params).await;
    let list = report["items"].as_array().expect("a list");
    assert_eq!(codes(list), ["Y393"]);
    let text = list[0]["message"].as_str().expect("a message");
    assert!(text.contains("did you mean `target`?"), "{text}");
    // It is no configuration.
    let params = json!({"textDocument": {"uri": toml}});
    assert!(
        client
            .ask("textDocument/documentSymbol", params)
            .await
            .is_null()
    );
}

#[tokio::test]
async fn what_its_baseline_knows_is_silent() {
    let (_dir, path) = project(&[
        ("ipsec-lint.toml", "baseline = \"known.json\"\n"),
        ("known.json", "{}"),
        ("ipsec.conf", TEXT),
    ]);
    let conf = uri(&path, "ipsec.conf");
    let settings = json!({"target": "libreswan@4.10", "lint": {"select": ["V101"]}});
    let mut client = Client::with(usual(), settings).await;
    client.open(&conf, TEXT).await;
    // One that is none is said, and silences nothing.
    let said = |message: &Value| {
        (message["method"] == "window/showMessage").then(|| message["params"]["message"].clone())
    };
    let text = client.until(said).await;
    let text = text.as_str().expect("a text");
    assert!(text.contains("known.json` is no baseline: "), "{text}");
    assert_eq!(client.codes(&conf).await, ["V101"]);
    let model = Model::from_source(
        &MemoryFs::default(),
        Source::new(path.join("ipsec.conf"), TEXT),
        Target::LIBRESWAN_4_10,
        &LoadOptions::default(),
    );
    let mut selection = Selection::default();
    selection.select(&["V101"]).expect("a rule");
    let found = lint(&model, &Lint::new(&selection)).diagnostics;
    let known = path.join("known.json");
    let (text, _) = ipsec_conf_config::baseline_of(&known, [(model.sources(), &*found)]);
    std::fs::write(known, text).expect("a file");
    client
        .tell(
            "workspace/didChangeWatchedFiles",
            json!({"changes": [{"uri": uri(&path, "known.json"), "type": 2}]}),
        )
        .await;
    while !client.published[&conf].1.is_empty() {
        client.next().await;
    }
    // Another one of its kind is news.
    let version = client
        .change(&conf, None, &format!("{TEXT}  rigtsubnet=10.0.0.0/8\n"))
        .await;
    assert_eq!(codes(&client.diagnostics(&conf, version).await), ["V101"]);
}
