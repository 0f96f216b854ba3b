//! What is told of keywords, values and conns, and the slots of proposals.

use serde_json::json;

use crate::client::{CONF, Client, at, marked, slice, usual};

/// The hover at the mark: what it is about, and a word of what it tells.
async fn check_for(target: &str, text: &str, about: &str, told: &[&str]) {
    let (text, place) = marked(text);
    let mut client = Client::with(usual(), json!({"target": target})).await;
    client.open(CONF, &text).await;
    let hover = client.ask("textDocument/hover", at(CONF, &place)).await;
    assert!(!hover.is_null(), "nothing about {text}");
    assert_eq!(slice(&text, &hover["range"]), about);
    let value = hover["contents"]["value"].as_str().expect("Markdown");
    for word in told {
        assert!(value.contains(word), "no {word:?} in:\n{value}");
    }
}

async fn check(text: &str, about: &str, told: &[&str]) {
    check_for("libreswan@4.10", text, about, told).await;
}

#[tokio::test]
async fn a_keyword_is_explained() {
    check(
        "conn a\n\tau|to=add\n",
        "auto",
        &["**auto** (enum)", "- Values:", "`start`", "- Known to: "],
    )
    .await;
    check(
        "conn a\n\tleftsub|net=10.0.0.0/8\n",
        "leftsubnet",
        &["**leftsubnet** (subnet"],
    )
    .await;
    check_for(
        "strongswan@5.9.8",
        "conn a\n\tikev|2=insist\n",
        "ikev2",
        &["not known to strongSwan 5.9.8"],
    )
    .await;
    check("conn a\n\trek|ey=yes\n", "rekey", &["- Default: `yes`"]).await;
}

#[tokio::test]
async fn a_value_is_decoded() {
    check("conn a\n\tikelifetime=54|00\n", "5400", &["1 h 30 min"]).await;
    check(
        "conn a\n\tike=aes256-sha2;modp|2048\n",
        "aes256-sha2;modp2048",
        &["`aes256`", "encryption", "`modp2048`", "key exchange"],
    )
    .await;
    check(
        "conn a\n\tleftsubnet=10.1.0.|0/16\n",
        "10.1.0.0/16",
        &["10.1.0.0 to 10.1.255.255, 65536 addresses"],
    )
    .await;
    check("conn a\n\tauto=st|art\n", "start", &["`start`: "]).await;
}

#[tokio::test]
async fn a_value_that_is_not_in_force_says_so() {
    let text = "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tauto=a|dd\n\tauto=start\n";
    check_for(
        "strongswan@5.9.8",
        text,
        "add",
        &["Not in force: the conn has `auto=start` from ipsec.conf:5."],
    )
    .await;
}

#[tokio::test]
async fn a_conn_is_shown_as_it_comes_to_be() {
    let text = "conn %default\n\trekey=no\n\nconn base\n\tleft=192.0.2.1\n\nconn a|\n\talso=base\n\tright=192.0.2.2\n";
    check(
        text,
        "conn a",
        &[
            "As Libreswan 4.10 reads it",
            "rekey=no  # ipsec.conf:2, %default",
            "left=192.0.2.1  # ipsec.conf:5, also=base",
            "right=192.0.2.2  # ipsec.conf:9\n",
        ],
    )
    .await;
    check(
        &text.replace("a|\n\talso=base", "a\n\talso=ba|se"),
        "base",
        &["left=192.0.2.1"],
    )
    .await;
}

#[tokio::test]
async fn the_slots_of_a_proposal_are_shown() {
    for (text, target, slot) in [
        ("conn a\n\tike=|\n", "libreswan@4.10", "encryption"),
        ("conn a\n\tike=aes-|\n", "libreswan@4.10", "integrity"),
        ("conn a\n\tike=aes-sha2;|\n", "libreswan@4.10", "group"),
        (
            "conn a\n\tike=aes-sha2;modp2048,|\n",
            "libreswan@4.10",
            "encryption",
        ),
        ("conn a\n\tah=sha2|\n", "strongswan@5.9.8", "integrity"),
        ("conn a\n\tesp=aes-sha256-|\n", "strongswan@5.9.8", "group"),
    ] {
        let (text, place) = marked(text);
        let mut client = Client::with(usual(), json!({"target": target})).await;
        client.open(CONF, &text).await;
        let help = client
            .ask("textDocument/signatureHelp", at(CONF, &place))
            .await;
        let signature = &help["signatures"][0];
        let active = help["activeParameter"].as_u64().expect("a slot") as usize;
        let label = &signature["parameters"][active]["label"];
        let (from, to) = (
            label[0].as_u64().expect("a start"),
            label[1].as_u64().expect("an end"),
        );
        let whole = signature["label"].as_str().expect("a label");
        assert_eq!(&whole[from as usize..to as usize], slot, "{text}");
    }
    let (text, place) = marked("conn a\n\tauto=|\n");
    let mut client = Client::start().await;
    client.open(CONF, &text).await;
    assert!(
        client
            .ask("textDocument/signatureHelp", at(CONF, &place))
            .await
            .is_null()
    );
}
