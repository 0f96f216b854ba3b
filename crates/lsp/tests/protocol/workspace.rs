//! Folders: everything in them is judged on request, each has its settings, and names of files are followed.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::client::{Client, codes, edited, usual};

const BAD: &str = "conn a\n\tleft=192.0.2.1\n\tlefsubnet=10.0.0.0/24\n";

struct Folder {
    _dir: tempfile::TempDir,
    path: PathBuf,
}

impl Folder {
    fn new(files: &[(&str, &str)]) -> Folder {
        let dir = tempfile::tempdir().expect("a directory");
        let path = dir.path().canonicalize().expect("a path");
        let folder = Folder { _dir: dir, path };
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    fn write(&self, name: &str, text: &str) {
        let file = self.path.join(name);
        std::fs::create_dir_all(file.parent().expect("a parent")).expect("a directory");
        std::fs::write(file, text).expect("a file");
    }

    fn uri(&self, name: &str) -> String {
        let path = self.path.join(name);
        format!("file://{}", path.display())
    }

    fn root(&self) -> String {
        format!("file://{}", self.path.display())
    }
}

fn pulling() -> Value {
    let mut capabilities = usual();
    capabilities["textDocument"]["diagnostic"] = json!({});
    capabilities["window"] = json!({"workDoneProgress": true});
    capabilities
}

async fn in_folder(folder: &Folder) -> Client {
    let options = json!({"target": "libreswan@4.10"});
    Client::in_folders(pulling(), options, &[folder.root()]).await
}

/// The names of the files in a report, each with its codes; `=` for what did not change.
fn told(folder: &Folder, items: &Value) -> Vec<String> {
    let items = items.as_array().expect("a list").iter();
    let mut told: Vec<String> = items
        .map(|item| {
            let uri = item["uri"].as_str().expect("a URI");
            let name = uri.strip_prefix(&format!("{}/", folder.root()));
            let what = match item["items"].as_array() {
                Some(list) => codes(list).join(" "),
                None => "=".to_owned(),
            };
            format!("{}: {what}", name.unwrap_or(uri))
        })
        .collect();
    told.sort();
    told
}

fn known(items: &Value) -> Value {
    let items = items.as_array().expect("a list").iter();
    items
        .map(|item| json!({"uri": item["uri"], "value": item["resultId"]}))
        .collect()
}

#[tokio::test]
async fn every_configuration_of_a_folder_is_judged() {
    let select = "select = [\"V101\", \"R101\", \"Y393\"]\nexclude = [\"attic\"]\nwrong = 1\n";
    let include = |folder: &Folder| format!("include {}/b/parts/*.conf\n", folder.path.display());
    let folder = Folder::new(&[
        ("ipsec-lint.toml", select),
        ("a/ipsec.conf", BAD),
        ("b/parts/x.conf", "conn x\n\talso=base\n\tnonsense=1\n"),
        ("attic/ipsec.conf", BAD),
        ("README.md", BAD),
        ("fine/ipsec.conf", "conn a\n\tleft=192.0.2.1\n"),
    ]);
    folder.write(
        "b/ipsec.conf",
        &format!("{}\nconn base\n\tleft=192.0.2.1\n", include(&folder)),
    );
    let mut client = in_folder(&folder).await;
    let provider = &client.capabilities["diagnosticProvider"];
    assert_eq!(provider["workspaceDiagnostics"], true);
    let report = client
        .ask("workspace/diagnostic", json!({"previousResultIds": []}))
        .await;
    // The part is judged with what includes it: `base` is there.
    let expected = [
        "a/ipsec.conf: V101",
        "b/parts/x.conf: V101",
        "ipsec-lint.toml: Y393",
    ];
    assert_eq!(told(&folder, &report["items"]), expected);
    // What is open counts as it is there, and what did not change is not said again.
    client.open(&folder.uri("a/ipsec.conf"), "conn a\n").await;
    let params = json!({"previousResultIds": known(&report["items"])});
    let again = client.ask("workspace/diagnostic", params).await;
    let expected = ["a/ipsec.conf: ", "b/parts/x.conf: =", "ipsec-lint.toml: ="];
    assert_eq!(told(&folder, &again["items"]), expected);
    let open = again["items"].as_array().expect("a list").iter();
    let mut versions = open.filter_map(|item| item["version"].as_i64());
    assert_eq!(versions.next(), Some(1));
    // A file that is gone has nothing wrong with it.
    std::fs::remove_file(folder.path.join("b/parts/x.conf")).expect("the file");
    let params = json!({"previousResultIds": known(&report["items"])});
    let last = client.ask("workspace/diagnostic", params).await;
    assert!(
        told(&folder, &last["items"]).contains(&"b/parts/x.conf: ".to_owned()),
        "{last:#?}"
    );
}

#[tokio::test]
async fn results_and_progress_come_piece_by_piece() {
    let folder = Folder::new(&[("a/ipsec.conf", BAD), ("b/ipsec.conf", BAD)]);
    let mut client = in_folder(&folder).await;
    let params =
        json!({"previousResultIds": [], "partialResultToken": "part", "workDoneToken": "work"});
    let report = client.ask("workspace/diagnostic", params.clone()).await;
    assert_eq!(report, json!({"items": []}));
    let values = |client: &Client, token: &str| -> Vec<Value> {
        let heard = client.heard.iter();
        let of = heard.filter(|it| it["method"] == "$/progress" && it["params"]["token"] == token);
        of.map(|it| it["params"]["value"].clone()).collect()
    };
    let parts = values(&client, "part");
    let mut files: Vec<String> = Vec::new();
    for part in &parts {
        files.extend(
            told(&folder, &part["items"])
                .iter()
                .map(|it| it[..12].to_owned()),
        );
    }
    assert_eq!(files, ["a/ipsec.conf", "b/ipsec.conf"]);
    let kinds: Vec<String> = values(&client, "work")
        .iter()
        .map(|it| format!("{} {}", it["kind"], it["percentage"]).replace('"', ""))
        .collect();
    assert_eq!(kinds, ["begin 0", "report 50", "report 100", "end null"]);
    // Who has everything waits for something new.
    let id = client.begin("workspace/diagnostic", params).await;
    let symbols = json!({"query": ""});
    client.ask("workspace/symbol", symbols).await;
    let is_answer = |message: &Value| message["id"] == id && message.get("method").is_none();
    assert!(!client.heard.iter().any(is_answer));
    folder.write("b/ipsec.conf", "conn b\n");
    let change = json!({"changes": [{"uri": folder.uri("b/ipsec.conf"), "type": 2}]});
    client.tell("workspace/didChangeWatchedFiles", change).await;
    assert_eq!(client.answer(id).await, Ok(json!({"items": []})));
    assert!(values(&client, "part").len() > parts.len());
}

#[tokio::test]
async fn a_long_look_shows_its_progress() {
    let files: Vec<String> = (0..25).map(|i| format!("{i:02}/ipsec.conf")).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|name| (name.as_str(), BAD)).collect();
    let folder = Folder::new(&files);
    let mut client = in_folder(&folder).await;
    let report = client
        .ask("workspace/diagnostic", json!({"previousResultIds": []}))
        .await;
    assert_eq!(report["items"].as_array().map(Vec::len), Some(25));
    let heard = client.heard.iter();
    let created = heard.filter(|it| it["method"] == "window/workDoneProgress/create");
    let token = created
        .map(|it| &it["params"]["token"])
        .next()
        .expect("a token");
    let ends =
        |it: &Value| it["params"]["token"] == *token && it["params"]["value"]["kind"] == "end";
    assert!(client.heard.iter().any(ends));
}

#[tokio::test]
async fn a_look_that_is_taken_back_is_answered_so() {
    let files: Vec<String> = (0..60).map(|i| format!("{i:02}/ipsec.conf")).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|name| (name.as_str(), BAD)).collect();
    let folder = Folder::new(&files);
    let mut client = in_folder(&folder).await;
    let id = client
        .begin("workspace/diagnostic", json!({"previousResultIds": []}))
        .await;
    client.tell("$/cancelRequest", json!({"id": id})).await;
    let error = client.answer(id).await.expect_err("it was taken back");
    assert_eq!(error["code"], -32800);
}

#[tokio::test]
async fn each_folder_has_its_settings() {
    let (one, two) = (Folder::new(&[]), Folder::new(&[]));
    let mut capabilities = usual();
    capabilities["workspace"]["configuration"] = json!(true);
    let mut client = Client::in_folders(capabilities, json!({}), &[one.root()]).await;
    client.settings = json!({"target": "libreswan@4.10"});
    client.folder_settings.insert(
        two.root(),
        json!({"target": "libreswan@4.10", "lint": {"ignore": ["V101"]}}),
    );
    let (a, b) = (one.uri("ipsec.conf"), two.uri("ipsec.conf"));
    client.open(&a, BAD).await;
    client.open(&b, BAD).await;
    assert!(client.codes(&b).await.contains(&"V101".to_owned()));
    let event = json!({"event": {"added": [{"uri": two.root(), "name": "two"}], "removed": []}});
    client
        .tell("workspace/didChangeWorkspaceFolders", event)
        .await;
    while codes(&client.published[&b].1).contains(&"V101".to_owned()) {
        client.next().await;
    }
    assert!(client.codes(&a).await.contains(&"V101".to_owned()));
    let event = json!({"event": {"added": [], "removed": [{"uri": two.root(), "name": "two"}]}});
    client
        .tell("workspace/didChangeWorkspaceFolders", event)
        .await;
    while !codes(&client.published[&b].1).contains(&"V101".to_owned()) {
        client.next().await;
    }
}

#[tokio::test]
async fn includes_follow_files_that_get_other_names() {
    let text = "include ipsec.d/*.conf\ninclude old.conf # x\n\nconn a\n\tleft=192.0.2.1\n";
    let folder = Folder::new(&[
        ("ipsec.conf", text),
        ("old.conf", "conn b\n\tleft=192.0.2.1\n"),
        ("ipsec.d/c.conf", "conn c\n\tleft=192.0.2.1\n"),
        ("ipsec.secrets", "include ipsec.d/keys.secrets\n"),
    ]);
    let options = json!({"target": "strongswan@5.9.8"});
    let mut client = Client::in_folders(usual(), options, &[folder.root()]).await;
    let operations = &client.capabilities["workspace"]["fileOperations"];
    assert!(operations["willRename"].is_object() && operations["didRename"].is_object());
    let moved = |from: &str, to: &str| json!({"files": [{"oldUri": folder.uri(from), "newUri": folder.uri(to)}]});
    // Nobody has the files open.
    let edit = client
        .ask("workspace/willRenameFiles", moved("ipsec.d", "tunnels"))
        .await;
    let changes = edit["documentChanges"].as_array().expect("changes");
    let of = |name: &str| {
        let found = changes
            .iter()
            .find(|it| it["textDocument"]["uri"] == folder.uri(name));
        &found.expect("edits")["edits"]
    };
    assert_eq!(
        edited(text, of("ipsec.conf")),
        text.replace("ipsec.d/", "tunnels/")
    );
    let secrets = "include ipsec.d/keys.secrets\n";
    assert_eq!(
        edited(secrets, of("ipsec.secrets")),
        secrets.replace("ipsec.d", "tunnels")
    );
    let edit = client
        .ask(
            "workspace/willRenameFiles",
            moved("old.conf", "sub/new.conf"),
        )
        .await;
    assert_eq!(
        edited(text, &edit["documentChanges"][0]["edits"]),
        text.replace("old.conf", "sub/new.conf")
    );
    let edit = client
        .ask("workspace/willRenameFiles", moved("other.conf", "x.conf"))
        .await;
    assert!(edit.is_null(), "{edit}");
    // Afterwards the files are read anew.
    let conf = folder.uri("ipsec.conf");
    client.open(&conf, text).await;
    client.codes(&conf).await;
    std::fs::create_dir(folder.path.join("sub")).expect("a directory");
    let (old, new) = (
        folder.path.join("old.conf"),
        folder.path.join("sub/new.conf"),
    );
    std::fs::rename(old, new).expect("the file");
    let version = client
        .change(&conf, None, &text.replace("old.conf", "sub/new.conf"))
        .await;
    client
        .tell(
            "workspace/didRenameFiles",
            moved("old.conf", "sub/new.conf"),
        )
        .await;
    let list = client.diagnostics(&conf, version).await;
    let symbols = client.ask("workspace/symbol", json!({"query": "b"})).await;
    assert_eq!(
        symbols[0]["location"]["uri"],
        folder.uri("sub/new.conf"),
        "{list:?}"
    );
}
