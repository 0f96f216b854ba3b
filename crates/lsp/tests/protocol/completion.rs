//! What is offered where.

use serde_json::{Value, json};

use crate::client::{CONF, Client, at, edited, marked, usual};

async fn offered_for(target: &str, text: &str) -> (String, Vec<Value>, Client) {
    let (text, place) = marked(text);
    let mut client = Client::with(usual(), json!({"target": target})).await;
    client.open(CONF, &text).await;
    let items = client
        .ask("textDocument/completion", at(CONF, &place))
        .await;
    let items = items.as_array().expect("a list").clone();
    (text, items, client)
}

fn labels(items: &[Value]) -> Vec<&str> {
    items
        .iter()
        .filter_map(|item| item["label"].as_str())
        .collect()
}

async fn check_for(target: &str, text: &str, has: &[&str], lacks: &[&str]) {
    let (text, items, _) = offered_for(target, text).await;
    let labels = labels(&items);
    for word in has {
        assert!(labels.contains(word), "no {word} for {text}: {labels:?}");
    }
    for word in lacks {
        assert!(!labels.contains(word), "{word} for {text}: {labels:?}");
    }
}

async fn check(text: &str, has: &[&str], lacks: &[&str]) {
    check_for("libreswan@4.10", text, has, lacks).await;
}

#[tokio::test]
async fn headers_stand_in_the_first_column() {
    check(
        "co|",
        &["config setup", "conn", "conn %default", "include"],
        &["ca", "version 2.0", "auto"],
    )
    .await;
    check_for("strongswan@5.9.8", "|", &["ca"], &[]).await;
    check_for("openswan@2.4", "|", &["version 2.0"], &["ca"]).await;
    check("config |", &["setup"], &["conn"]).await;
    let (text, items, _) = offered_for("libreswan@4.10", "co|").await;
    let conn = items
        .iter()
        .find(|item| item["label"] == "conn")
        .expect("conn");
    assert_eq!(conn["insertTextFormat"], 2, "a snippet");
    let text = edited(&text, &json!([conn["textEdit"]]));
    assert!(text.starts_with("conn ${1:name}\n\tleft="), "{text}");
}

#[tokio::test]
async fn keywords_are_those_of_the_section_and_the_target() {
    check(
        "conn a\n\tle|\n",
        &["left", "leftsubnet", "rightid", "auto", "also"],
        &["logfile", "subnet", "keyexchange=ike"],
    )
    .await;
    check("config setup\n\t|\n", &["logfile"], &["leftsubnet", "auto"]).await;
    check("conn a\n\tleft=192.0.2.1\n\t|\n", &["right"], &["left"]).await;
    check_for("strongswan@5.9.8", "ca a\n\t|\n", &["cacert"], &["left"]).await;
    check_for(
        "strongswan@5.9.8",
        "conn a\n\t|\n",
        &["leftauth"],
        &["ikev2"],
    )
    .await;
}

#[tokio::test]
async fn a_keyword_replaces_what_is_typed_and_explains_itself() {
    let (text, items, mut client) = offered_for("libreswan@4.10", "conn a\n\tikelif|\n").await;
    let item = items
        .iter()
        .find(|item| item["label"] == "ikelifetime")
        .expect("it is offered");
    assert_eq!(
        edited(&text, &json!([item["textEdit"]])),
        "conn a\n\tikelifetime=\n"
    );
    assert!(item.get("documentation").is_none());
    let resolved = client.ask("completionItem/resolve", item.clone()).await;
    let told = resolved["documentation"]["value"]
        .as_str()
        .expect("Markdown");
    assert!(told.starts_with("**ikelifetime** (duration)"), "{told}");
}

#[tokio::test]
async fn values_are_those_of_the_keyword() {
    check(
        "conn a\n\tauto=s|\n",
        &["start", "add", "ignore"],
        &["left"],
    )
    .await;
    check("conn a\n\trekey=|\n", &["yes", "no"], &["start"]).await;
    check("conn a\n\tnonsense=|\n", &[], &["yes"]).await;
    check("conn a\n\tauthby=secret,|\n", &["secret", "rsasig"], &[]).await;
}

#[tokio::test]
async fn names_of_conns_follow_also() {
    let text = "conn a\n\talso=|\n\nconn base\n\tleft=1\n\nconn %default\n\trekey=no\n";
    check(text, &["base"], &["a", "%default"]).await;
}

#[tokio::test]
async fn algorithms_fill_a_proposal() {
    check(
        "conn a\n\tike=aes256-|\n",
        &["sha2_256", "aes_gcm"],
        &["yes"],
    )
    .await;
    let (text, items, mut client) =
        offered_for("strongswan@5.9.8", "conn a\n\tike=aes256-sh|\n").await;
    let item = items
        .iter()
        .find(|item| item["label"] == "sha256")
        .expect("it is offered");
    assert_eq!(
        edited(&text, &json!([item["textEdit"]])),
        "conn a\n\tike=aes256-sha256\n"
    );
    let resolved = client.ask("completionItem/resolve", item.clone()).await;
    let told = resolved["documentation"]["value"]
        .as_str()
        .expect("Markdown");
    assert!(told.contains("integrity"), "{told}");
}

#[tokio::test]
async fn paths_follow_include() {
    let dir = tempfile::tempdir().expect("a directory");
    std::fs::create_dir(dir.path().join("ipsec.d")).expect("a directory");
    std::fs::write(dir.path().join("more.conf"), "").expect("a file");
    let text = format!("include {}/|", dir.path().display());
    check(&text, &["ipsec.d/", "more.conf"], &["conn"]).await;
}

#[tokio::test]
async fn comments_are_left_alone() {
    check("conn a\n\t# le|\n", &[], &["left"]).await;
    check("# co|", &[], &["conn"]).await;
}

#[tokio::test]
async fn what_fits_the_slot_of_a_proposal_comes_first() {
    for (target, text, kind) in [
        ("libreswan@4.10", "conn a\n\tike=|\n", "encryption"),
        ("libreswan@4.10", "conn a\n\tike=aes256-|\n", "integrity"),
        (
            "libreswan@4.10",
            "conn a\n\tike=aes256-sha2;|\n",
            "key exchange",
        ),
        (
            "libreswan@4.10",
            "conn a\n\tike=aes256-sha2;dh14,|\n",
            "encryption",
        ),
        ("libreswan@4.10", "conn a\n\tah=|\n", "integrity"),
        (
            "strongswan@5.9.8",
            "conn a\n\tesp=aes256-sha256-|\n",
            "key exchange",
        ),
    ] {
        let (_, items, mut client) = offered_for(target, text).await;
        let first = items.iter().min_by_key(|item| item["sortText"].as_str());
        let first = first.expect("an offer").clone();
        let resolved = client.ask("completionItem/resolve", first).await;
        let told = resolved["documentation"]["value"]
            .as_str()
            .expect("Markdown");
        assert!(told.contains(&format!(", {kind}, ")), "{text}: {told}");
    }
}
