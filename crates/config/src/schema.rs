//! The JSON schema of `ipsec-lint.toml`, for editors.

use serde_json::{Map, Value, json};

use crate::FailOn;
use crate::format;
use crate::options::{KNOWN, Kind, SEVERITIES};

/// The text of `schema/ipsec-lint.schema.json`.
pub fn schema() -> String {
    let properties: Map<String, Value> = KNOWN
        .iter()
        .map(|known| {
            let mut property = of_kind(known.kind);
            property["description"] = json!(known.about);
            (known.name.to_owned(), property)
        })
        .collect();
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "ipsec-lint.toml",
        "description": "How ipsec-lint judges the configurations in this directory and below it, and how ipsec-fmt lays them out.",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    let mut text = serde_json::to_string_pretty(&schema).expect("strings can be written as JSON");
    text.push('\n');
    text
}

fn of_kind(kind: Kind) -> Value {
    let rules = json!({"type": "array", "items": {"type": "string"}});
    match kind {
        Kind::Target => json!({
            "type": "string",
            "pattern": "^(auto|(openswan|libreswan|strongswan|freeswan|classic)(@.+)?)$",
            "examples": ["libreswan@5.4", "openswan@2.6", "strongswan"],
        }),
        Kind::Path => json!({"type": "string", "minLength": 1}),
        Kind::Rules | Kind::Patterns => rules,
        Kind::FailOn => json!({"enum": FailOn::WORDS}),
        Kind::Severities => json!({"type": "object", "additionalProperties": {"enum": SEVERITIES}}),
        Kind::RulesByPattern => json!({"type": "object", "additionalProperties": rules}),
        Kind::Format => format_table(),
    }
}

fn format_table() -> Value {
    let properties: Map<String, Value> = format::KEYS
        .iter()
        .map(|key| {
            let words = (!key.words.is_empty()).then(|| json!({"enum": key.words}));
            let numbers = key
                .numbers
                .map(|(least, most)| json!({"type": "integer", "minimum": least, "maximum": most}));
            let flag = key.flag.then(|| json!({"type": "boolean"}));
            let kinds: Vec<Value> = [words, numbers, flag].into_iter().flatten().collect();
            (
                key.name.to_owned(),
                json!({"description": key.about, "anyOf": kinds}),
            )
        })
        .collect();
    json!({"type": "object", "properties": properties, "additionalProperties": false})
}
