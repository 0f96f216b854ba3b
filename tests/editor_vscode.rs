//! The extension for VS Code: what its files say, and the extension in VS Code itself.
//!
//! VS Code is code-server in headless Chromium, which takes minutes to install: `cargo xtask test` does that, and then runs
//! these tests with `IPSEC_VSCODE` set to the program of code-server.

#![allow(
    clippy::disallowed_methods,
    reason = "tests write files and start programs"
)]

mod dir;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn extension() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/vscode")
}

fn json(path: impl AsRef<Path>) -> Value {
    let path = path.as_ref();
    let text = std::fs::read_to_string(path).expect("it is in the repository");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// `${1:192.0.2.1}` and `${2|start,add|}` as they are when the user types nothing.
fn untouched(snippet: &str) -> String {
    let mut out = String::new();
    let mut rest = snippet;
    while let Some((before, place)) = rest.split_once("${") {
        let (place, behind) = place.split_once('}').expect("a place is closed");
        let (_, text) = place.split_once([':', '|']).expect("a place has a text");
        let text = text.trim_end_matches('|');
        let is_choice = place.ends_with('|');
        let text = if is_choice {
            text.split(',').next().unwrap_or_default()
        } else {
            text
        };
        out.push_str(before);
        out.push_str(text);
        rest = behind;
    }
    out + &rest.replace("$0", "")
}

fn targets(dialect: &str) -> &'static [&'static str] {
    match dialect {
        "Libreswan" => &["libreswan@4.10", "libreswan@5.4"],
        "strongSwan" => &["strongswan@5.9.8", "strongswan@6.0"],
        "Openswan" => &["openswan@2.6"],
        other => panic!("there is no dialect {other}"),
    }
}

#[test]
fn a_snippet_is_a_configuration_without_findings() {
    let snippets = json(extension().join("snippets/ipsec-conf.json"));
    let mut linted = 0;
    for (name, snippet) in snippets.as_object().expect("an object") {
        let Some((_, dialect)) = name
            .strip_suffix(')')
            .and_then(|name| name.rsplit_once('('))
        else {
            assert_eq!(name, "include", "a snippet names its dialect");
            continue;
        };
        let lines = snippet["body"].as_array().expect("lines");
        let lines: Vec<&str> = lines
            .iter()
            .map(|line| line.as_str().expect("a line"))
            .collect();
        let mut text = untouched(&lines.join("\n"));
        if name.starts_with("conn %default") {
            // Without a conn nothing of it is looked at.
            text +=
                "conn a\n\tauthby=secret\n\tleft=192.0.2.1\n\tright=198.51.100.1\n\tauto=start\n";
        }
        for target in targets(dialect) {
            let dir = dir::Dir::with(&[("ipsec.conf", &text)]);
            let output = Command::new(env!("CARGO_BIN_EXE_ipsec-lint"))
                .args(["--target", target, "ipsec.conf"])
                .current_dir(dir.path())
                .output()
                .expect("ipsec-lint runs");
            let printed = String::from_utf8_lossy(&output.stdout);
            assert!(
                output.status.success(),
                "{name} for {target}\n{text}\n{printed}"
            );
            linted += 1;
        }
    }
    assert!(linted >= 20, "{linted} snippets were looked at");
}

#[test]
fn the_settings_of_the_layout_are_those_of_the_formatter() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let schema = json(root.join("schema/ipsec-lint.schema.json"));
    let manifest = json(extension().join("package.json"));
    let settings = &manifest["contributes"]["configuration"]["properties"];
    let mut expected = Vec::new();
    for (key, wanted) in schema["properties"]["format"]["properties"]
        .as_object()
        .expect("keys")
    {
        // The ends of lines are the editor's.
        if key == "line-ending" {
            continue;
        }
        let mut words = key.split('-');
        let mut name = format!("ipsec.format.{}", words.next().unwrap_or_default());
        for word in words {
            name += &word[..1].to_uppercase();
            name += &word[1..];
        }
        let setting = &settings[&name];
        let mut kinds = wanted["anyOf"].as_array().expect("kinds").clone();
        kinds.push(serde_json::json!({"type": "null"}));
        assert_eq!(setting["anyOf"], Value::Array(kinds), "{name}");
        assert_eq!(
            setting["default"],
            Value::Null,
            "{name}: what is not set is left to ipsec-lint.toml"
        );
        let text = setting["markdownDescription"].as_str().unwrap_or_default();
        assert!(
            text.starts_with(wanted["description"].as_str().expect("a text")),
            "{name}: {text}"
        );
        expected.push(name);
    }
    let mut found: Vec<&String> = settings.as_object().expect("settings").keys().collect();
    found.retain(|name| name.starts_with("ipsec.format."));
    found.sort();
    assert_eq!(found, expected.iter().collect::<Vec<_>>());
}

#[test]
fn the_extension_has_the_version_of_the_server() {
    let manifest = json(extension().join("package.json"));
    assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn a_user_finds_everything_in_vs_code() {
    let Some(code_server) = std::env::var_os("IPSEC_VSCODE") else {
        // Not through the macro: the harness shows this of a test that passes, too.
        let _ = writeln!(
            std::io::stderr(),
            "skipped: VS Code is not started; `cargo xtask test` installs code-server and Chromium and does it"
        );
        return;
    };
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("vscode");
    let mut driver = Command::new("node");
    driver
        .arg("test/editor/run.mjs")
        .arg("--code-server")
        .arg(code_server)
        .args(["--server", env!("CARGO_BIN_EXE_ipsec-lsp"), "--out"])
        .arg(&out)
        .current_dir(extension())
        .env("NO_COLOR", "1");
    let output = driver.output().expect("node runs");
    let printed = [output.stdout, output.stderr].concat();
    let printed = String::from_utf8_lossy(&printed);
    let _ = writeln!(std::io::stderr(), "{printed}");
    assert!(
        output.status.success(),
        "{printed}\nthe window as it was then: {}",
        out.join("failure-1.png").display()
    );
}
