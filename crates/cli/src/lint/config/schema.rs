//! The JSON schema of `ipsec-lint.toml`, for editors.

use serde_json::{Map, Value, json};

use super::options::{KNOWN, Kind, SEVERITIES};
use crate::lint::args::FailOn;

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
        "description": "How ipsec-lint judges the configurations in this directory and below it.",
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
    }
}
