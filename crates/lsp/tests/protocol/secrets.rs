//! No message of the server ever holds a secret.

use serde_json::{Value, json};

use crate::client::{CONF, Client, edited, marked, painted, position, slice, usual};

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

const SECRETS: &str = "file:///nowhere/etc/ipsec.secrets";

const PAIR: &str = "conn a\n\tleft=192.0.2.1\n\tleftid=@west\n\tright=192.0.2.2\n\trightid=\"@east\"\n\tauthby=secret\n";

const RECORDS: &str = "# old: XQ8ZJ5KXW\n# and\n@west @east : PSK \"QZXJ7QZXJ8QZXJ9QZXJ0QZ\"\n192.0.2.9 %any : PSK 0sVEVMTE5PQk9EWVRFTExOT0JPRFk=\n@peer : RSA {\n\tModulus: 0x998877665544\n\t}\ninclude more.secrets\n";

const IN_RECORDS: &[&str] = &[
    "XQ8ZJ5KXW",
    "QZXJ7QZXJ8QZXJ9QZXJ0QZ",
    "VEVMTE5PQk9EWVRFTExOT0JPRFk",
    "998877665544",
];

/// A configuration and its secrets, open.
async fn pair(target: &str) -> Client {
    let mut client = Client::with(usual(), json!({"target": target})).await;
    client.open(CONF, PAIR).await;
    client.open(SECRETS, RECORDS).await;
    client
}

fn of_secrets(params: Value) -> Value {
    let mut params = params;
    params["textDocument"] = json!({"uri": SECRETS});
    params
}

fn behind(text: &str, before: &str) -> Value {
    position(&text[..text.find(before).expect("the place") + before.len()])
}

/// The words at some locations, each with its file.
fn words(locations: &Value) -> Vec<String> {
    let of = |location: &Value| {
        let (name, text) = if location["uri"] == SECRETS {
            ("secrets", RECORDS)
        } else {
            ("conf", PAIR)
        };
        format!("{name} {}", slice(text, &location["range"]))
    };
    let list = locations.as_array().expect("locations").iter();
    list.map(of).collect()
}

fn labels(items: &Value) -> Vec<&str> {
    let items = items.as_array().expect("items").iter();
    items.filter_map(|item| item["label"].as_str()).collect()
}

#[tokio::test]
async fn secrets_have_an_outline_folds_and_colours() {
    let mut client = pair("openswan@2.6").await;
    let symbols = client
        .ask("textDocument/documentSymbol", of_secrets(json!({})))
        .await;
    let names: Vec<&Value> = symbols
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| &it["name"])
        .collect();
    assert_eq!(
        names,
        [
            "PSK for @west, @east",
            "PSK for 192.0.2.9, %any",
            "RSA for @peer"
        ]
    );
    assert_eq!(slice(RECORDS, &symbols[0]["selectionRange"]), "@west @east");
    let folds = client
        .ask("textDocument/foldingRange", of_secrets(json!({})))
        .await;
    let folds: Vec<(&Value, &Value)> = folds
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| (&it["startLine"], &it["endLine"]))
        .collect();
    assert_eq!(folds, [(&json!(4), &json!(6)), (&json!(0), &json!(1))]);
    let legend = client.capabilities["semanticTokensProvider"]["legend"]["tokenTypes"].clone();
    let full = client
        .ask("textDocument/semanticTokens/full", of_secrets(json!({})))
        .await;
    let all = painted(RECORDS, &legend, &full);
    assert_eq!(
        all[2..7],
        [
            "@west class",
            "@east class",
            ": operator",
            "PSK keyword",
            "\"QZXJ7QZXJ8QZXJ9QZXJ0QZ\" string",
        ]
    );
    assert_eq!(
        all[all.len() - 2..],
        ["include keyword", "more.secrets namespace"]
    );
    let range = json!({"start": {"line": 4, "character": 0}, "end": {"line": 4, "character": 1}});
    let part = client
        .ask(
            "textDocument/semanticTokens/range",
            of_secrets(json!({"range": range})),
        )
        .await;
    assert_eq!(
        painted(RECORDS, &legend, &part),
        ["@peer class", ": operator", "RSA keyword", "{ string"]
    );
}

#[tokio::test]
async fn a_selection_grows_to_the_record() {
    let mut client = pair("openswan@2.6").await;
    let place = behind(RECORDS, "Modu");
    let params = of_secrets(json!({"positions": [place]}));
    let selections = client.ask("textDocument/selectionRange", params).await;
    let mut grown = Vec::new();
    let mut at = &selections[0];
    while !at.is_null() {
        grown.push(slice(RECORDS, &at["range"]));
        at = &at["parent"];
    }
    let record = "@peer : RSA {\n\tModulus: 0x998877665544\n\t}";
    assert_eq!(
        grown,
        ["Modulus", "\tModulus: 0x998877665544\n", record, RECORDS]
    );
}

#[tokio::test]
async fn a_record_is_told_without_its_secret() {
    let mut client = pair("libreswan@4.10").await;
    for (before, expected) in [
        (
            "@we",
            "**PSK for @west, @east**\n\nRead as `@west`\n\nA preshared key of `a` is looked up here.\n",
        ),
        (
            "@east : PS",
            "`PSK`: a preshared key: both ends have it.\n\nLibreswan 4.10 takes it.\n",
        ),
        ("PSK \"QZ", "A secret in quotes; it is not shown.\n"),
        ("PSK 0sVE", "A secret in base64; it is not shown.\n"),
        (
            "@peer : RS",
            "`RSA`: an RSA key: its file with a passphrase, or the key itself in braces.\n\nLibreswan 4.10 does not take it.\n",
        ),
        (
            "@pe",
            "**RSA for @peer**\n\nRead as `@peer`\n\nLibreswan 4.10 does not take it.\n\n",
        ),
    ] {
        let place = of_secrets(json!({"position": behind(RECORDS, before)}));
        let hover = client.ask("textDocument/hover", place).await;
        let text = hover["contents"]["value"].as_str().expect("a text");
        assert_eq!(text, expected);
    }
}

#[tokio::test]
async fn identities_lead_to_secrets_and_back() {
    let mut client = pair("libreswan@4.10").await;
    let at_conf =
        |before: &str| json!({"textDocument": {"uri": CONF}, "position": behind(PAIR, before)});
    let at_secrets = |before: &str| of_secrets(json!({"position": behind(RECORDS, before)}));
    for (place, expected) in [
        (at_conf("leftid=@w"), vec!["secrets @west"]),
        (at_conf("rightid=\"@e"), vec!["secrets @east"]),
        (at_secrets("@west @ea"), vec!["conf \"@east\""]),
        (at_secrets("@pe"), vec![]),
    ] {
        let places = client.ask("textDocument/definition", place).await;
        assert_eq!(words(&places), expected);
    }
    let mut place = at_conf("leftid=@w");
    place["context"] = json!({"includeDeclaration": true});
    let places = client.ask("textDocument/references", place.clone()).await;
    assert_eq!(words(&places), ["conf @west", "secrets @west"]);
    place["context"] = json!({"includeDeclaration": false});
    let places = client.ask("textDocument/references", place).await;
    assert_eq!(words(&places), ["secrets @west"]);
    let lights = client
        .ask("textDocument/documentHighlight", at_secrets("@we"))
        .await;
    assert_eq!(slice(RECORDS, &lights[0]["range"]), "@west");
}

#[tokio::test]
async fn kinds_and_identities_are_completed() {
    let mut client = pair("libreswan@4.10").await;
    for (typed, expected) in [
        (
            "|",
            vec![
                "192.0.2.1",
                "@west",
                "192.0.2.2",
                "@east",
                "%any",
                "include",
                ": PSK",
            ],
        ),
        (
            "@we|",
            vec![
                "192.0.2.1",
                "@west",
                "192.0.2.2",
                "@east",
                "%any",
                "include",
                ": PSK",
            ],
        ),
        (
            "@west |",
            vec!["192.0.2.1", "@west", "192.0.2.2", "@east", "%any"],
        ),
        ("@west : |", vec!["PSK", "XAUTH", "PPKS"]),
        ("@west : PS|", vec!["PSK", "XAUTH", "PPKS"]),
        ("@west : PSK |", vec![]),
        ("@west : PSK \"abc|", vec![]),
        ("# |", vec![]),
    ] {
        let (text, place) = marked(typed);
        client.change(SECRETS, None, &text).await;
        let items = client
            .ask(
                "textDocument/completion",
                of_secrets(json!({"position": place})),
            )
            .await;
        assert_eq!(labels(&items), expected, "{typed:?}");
    }
    client
        .change(
            SECRETS,
            None,
            "@west @other 192.0.2.7 : PSK \"QZXJ7QZXJ8QZXJ9QZXJ0QZ\"\n",
        )
        .await;
    for (line, is_there) in [("\tleftid=|", true), ("\tleft=|", false)] {
        let (text, place) = marked(&format!("conn a\n{line}"));
        client.change(CONF, None, &text).await;
        let items = client
            .ask(
                "textDocument/completion",
                json!({"textDocument": {"uri": CONF}, "position": place}),
            )
            .await;
        assert_eq!(labels(&items).contains(&"@other"), is_there, "{line}");
        assert!(labels(&items).contains(&"192.0.2.7"), "{line}");
    }
}

#[tokio::test]
async fn findings_about_secrets_are_mended_and_silenced() {
    let text = "@west @east : PSK \"short\"\n@a : psk \"QZXJ7QZXJ8QZXJ9QZXJ0QZ\"\n";
    let mut client = Client::with(usual(), json!({"target": "strongswan@5.9.8"})).await;
    client.open(CONF, PAIR).await;
    client.open(SECRETS, text).await;
    let before = client.diagnostics(SECRETS, 1).await;
    assert!(before.len() > 1, "{before:?}");
    let whole = json!({"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}});
    let params = of_secrets(json!({"range": whole, "context": {"diagnostics": []}}));
    let actions = client.ask("textDocument/codeAction", params).await;
    let actions = actions.as_array().expect("a list");
    let titled = |start: &str| {
        let mut found = actions.iter();
        let is_it = |it: &&Value| it["title"].as_str().is_some_and(|it| it.starts_with(start));
        found
            .find(is_it)
            .unwrap_or_else(|| panic!("no {start} in {actions:#?}"))
    };
    let fix = titled("write `PSK`");
    let mended = edited(text, &fix["edit"]["documentChanges"][0]["edits"]);
    assert_eq!(mended, text.replace("psk", "PSK"));
    // Every comment takes its finding away.
    for found in &before {
        let code = found["code"].as_str().expect("a code");
        let ignore = titled(&format!("Ignore {code} "));
        let silent = edited(text, &ignore["edit"]["documentChanges"][0]["edits"]);
        let version = client.change(SECRETS, None, &silent).await;
        let after = client.diagnostics(SECRETS, version).await;
        assert!(
            after
                .iter()
                .all(|it| it["code"] != code || it["message"] != found["message"]),
            "{code}: {after:#?}"
        );
        let version = client.change(SECRETS, None, text).await;
        client.diagnostics(SECRETS, version).await;
    }
}

/// Asks everything about a place of the secrets.
async fn ask_everything(client: &mut Client, place: &Value) {
    for method in [
        "textDocument/hover",
        "textDocument/completion",
        "textDocument/signatureHelp",
        "textDocument/definition",
        "textDocument/declaration",
        "textDocument/documentHighlight",
        "textDocument/prepareRename",
        "textDocument/linkedEditingRange",
        "textDocument/prepareCallHierarchy",
        "textDocument/onTypeFormatting",
        "textDocument/references",
        "textDocument/selectionRange",
    ] {
        let params = json!({
            "position": place, "positions": [place], "ch": "\n", "context": {"includeDeclaration": true, "triggerKind": 1, "isRetrigger": false},
            "options": {"tabSize": 8, "insertSpaces": false},
        });
        client.ask(method, of_secrets(params)).await;
    }
}

async fn ask_about_all(client: &mut Client) {
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
    for method in [
        "textDocument/documentSymbol",
        "textDocument/foldingRange",
        "textDocument/documentLink",
        "textDocument/codeLens",
        "textDocument/semanticTokens/full",
        "textDocument/semanticTokens/full/delta",
        "textDocument/semanticTokens/range",
        "textDocument/inlayHint",
        "textDocument/codeAction",
        "textDocument/formatting",
        "textDocument/rangeFormatting",
        "textDocument/diagnostic",
    ] {
        let params = json!({
            "range": range, "previousResultId": "1", "context": {"diagnostics": []},
            "options": {"tabSize": 8, "insertSpaces": false},
        });
        client.ask(method, of_secrets(params)).await;
    }
    client
        .ask("workspace/diagnostic", json!({"previousResultIds": []}))
        .await;
    client.ask("workspace/symbol", json!({"query": ""})).await;
    for command in ["ipsec.showEffectiveConn", "ipsec.showCommands"] {
        let params = json!({"command": command, "arguments": [CONF, "a"]});
        // Where the configuration is refused, the answer is the reason.
        let _ = client.try_ask("workspace/executeCommand", params).await;
    }
}

/// No four characters of a secret are in anything that the server says, while a file is whole or half typed.
#[tokio::test]
async fn no_message_about_secrets_holds_one() {
    for target in [
        "openswan@2.4",
        "openswan@2.6",
        "libreswan@4.10",
        "libreswan@5.4",
        "strongswan@5.9.8",
    ] {
        let options = json!({"target": target, "lint": {"select": ["all"]}});
        let mut client = Client::with(usual(), options).await;
        client.open(CONF, PAIR).await;
        client.open(SECRETS, "").await;
        // Typed to the end, in steps that stop inside of everything, and with a line cut short.
        let cuts: Vec<usize> = (0..=RECORDS.len()).step_by(7).collect();
        for cut in cuts {
            let text = &RECORDS[..cut];
            client.change(SECRETS, None, text).await;
            ask_everything(&mut client, &position(text)).await;
        }
        let broken = RECORDS
            .replace("QZ\"", "QZ")
            .replace(" : PSK 0s", " PSK 0s")
            .replace('}', "");
        for text in [RECORDS, &broken] {
            client.change(SECRETS, None, text).await;
            ask_about_all(&mut client).await;
            for (line, written) in text.lines().enumerate() {
                for character in (0..=written.len()).step_by(3) {
                    let place = json!({"line": line, "character": character});
                    ask_everything(&mut client, &place).await;
                }
            }
        }
        let heard = Value::from(client.heard.clone()).to_string();
        assert!(heard.contains("PSK"), "the records were met");
        for secret in IN_RECORDS {
            for at in 0..=secret.len() - 4 {
                let part = &secret[at..at + 4];
                let is_told = client.heard.iter().find(|it| it.to_string().contains(part));
                assert!(is_told.is_none(), "{target}: {part} in {is_told:?}");
            }
        }
    }
}
