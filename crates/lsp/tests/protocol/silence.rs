//! The comment that is offered for a finding silences it, for every rule with an example and each of its targets.

use std::collections::{BTreeMap, BTreeSet};

use ipsec_conf_lint::RULES;
use serde_json::{Value, json};

use crate::client::{CONF, Client, codes, edited, usual};

/// More comments than any example takes.
const MOST: usize = 20;

/// The examples of one file that rules report, by target: the code and the text.
fn examples() -> BTreeMap<String, Vec<(&'static str, String)>> {
    let mut found: BTreeMap<String, Vec<(&'static str, String)>> = BTreeMap::new();
    for rule in RULES {
        let info = rule.info();
        let docs = info.docs.lines();
        let mut lines = docs.map(|line| line.strip_prefix(' ').unwrap_or(line));
        while let Some(line) = lines.next() {
            let Some(targets) = line.strip_prefix("```ipsec bad ") else {
                continue;
            };
            let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            let is_one_file = !text.iter().any(|line| line.starts_with("# file: "));
            if !is_one_file || targets.starts_with("escapes ") {
                continue;
            }
            for target in targets.split(' ') {
                let list = found.entry(target.to_owned()).or_default();
                list.push((info.code.id, format!("{}\n", text.join("\n"))));
            }
        }
    }
    found
}

async fn silencer(client: &mut Client, code: &str) -> Option<Value> {
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 999, "character": 0}});
    let context = json!({"diagnostics": [], "only": ["quickfix"]});
    let params = json!({"textDocument": {"uri": CONF}, "range": range, "context": context});
    let actions = client.ask("textDocument/codeAction", params).await;
    let title = format!("Ignore {code} ");
    let mut actions = actions.as_array().expect("a list").iter();
    let is_it = |action: &&Value| {
        action["title"]
            .as_str()
            .is_some_and(|it| it.starts_with(&title))
    };
    actions.find(is_it).cloned()
}

#[tokio::test]
async fn every_comment_silences_its_finding_and_changes_nothing_else() {
    let (mut silenced, mut wrong) = (BTreeSet::new(), Vec::new());
    for (target, list) in examples() {
        let options = json!({"target": target, "lint": {"extendSelect": ["all"]}});
        let mut client = Client::with(usual(), options).await;
        client.open(CONF, "").await;
        for (code, example) in list {
            let mut text = example.clone();
            let version = client.change(CONF, None, &text).await;
            let before = codes(&client.diagnostics(CONF, version).await);
            let count = |codes: &[String]| codes.iter().filter(|it| *it == code).count();
            let mut left = count(&before);
            for _ in 0..MOST {
                let Some(action) = silencer(&mut client, code).await else {
                    break;
                };
                text = edited(&text, &action["edit"]["documentChanges"][0]["edits"]);
                let version = client.change(CONF, None, &text).await;
                let now = codes(&client.diagnostics(CONF, version).await);
                if count(&now) >= left {
                    wrong.push(format!("{code} for {target} is not silent in\n{text}"));
                    break;
                }
                left = count(&now);
                silenced.insert(code);
                let news: Vec<&String> = now.iter().filter(|it| !before.contains(it)).collect();
                if !news.is_empty() {
                    wrong.push(format!("{code} for {target} brings {news:?} in\n{text}"));
                    break;
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(
        silenced.len() > 200,
        "only {} rules were met",
        silenced.len()
    );
}
