//! The `TextMate` grammar, which VS Code reads as well.

use serde_json::{Value, json};

use super::NOTICE;
use super::language::{Class, Ends, Head, Language, Token};
use super::pattern;

pub(super) fn scope(class: Class) -> String {
    let name = match class {
        Class::Section => "keyword.control.section",
        Class::Name => "entity.name.section",
        Class::Keyword => "support.type.property-name",
        Class::Unknown => "invalid.illegal.unknown-keyword",
        Class::Equals => "keyword.operator.assignment",
        Class::Boolean => "constant.language.boolean",
        Class::Value => "constant.language.value",
        Class::Number => "constant.numeric",
        Class::String => "string.quoted.double",
        Class::Address => "constant.other.address",
        Class::Percent => "variable.language.percent",
        Class::Path => "string.unquoted.path",
        Class::Comment => "comment.line.number-sign",
        Class::Trailing => "comment.line.trailing",
    };
    format!("{name}.ipsec-conf")
}

pub(super) fn grammar(language: &Language) -> String {
    let mut patterns = vec![json!({
        "match": format!("^[ \\t]*((?i:{}))$", escaped(pattern::COMMENT)),
        "captures": { "1": { "name": scope(Class::Comment) } },
    })];
    for line in &language.lines {
        let (head, behind) = line.head.pattern();
        let (head, class) = (escaped(&head), line.class);
        let tokens: Vec<_> = language.contexts[line.context]
            .tokens
            .iter()
            .map(included)
            .collect();
        patterns.push(match line.head {
            Head::Word(_) => json!({
                "begin": format!("^[ \\t]*((?i:{head}))(?={})", escaped(behind)),
                "end": "$",
                "beginCaptures": { "1": { "name": scope(class) } },
                "patterns": tokens,
            }),
            Head::Keyword(_) | Head::AnyKeyword => json!({
                "begin": format!("^[ \\t]*((?i:{head}))[ \\t]*(=)"),
                "end": "$",
                "beginCaptures": { "1": { "name": scope(class) }, "2": { "name": scope(Class::Equals) } },
                "patterns": tokens,
            }),
        });
    }
    let repository: serde_json::Map<String, Value> = language
        .tokens
        .iter()
        .map(|token| (token.name.to_lowercase(), rule(token)))
        .collect();
    let grammar = json!({
        "comment": NOTICE,
        "name": "ipsec.conf",
        "scopeName": "source.ipsec-conf",
        "fileTypes": ["ipsec.conf"],
        "patterns": patterns,
        "repository": repository,
    });
    let text = serde_json::to_string_pretty(&grammar).expect("it has strings for keys");
    format!("{text}\n")
}

fn included(token: &Token) -> Value {
    json!({ "include": format!("#{}", token.name.to_lowercase()) })
}

fn rule(token: &Token) -> Value {
    let text = text_of(token);
    match token.class {
        Some(class) => json!({ "name": scope(class), "match": text }),
        None => json!({ "match": text }),
    }
}

/// The pattern of a token with what stands around it.
pub(super) fn text_of(token: &Token) -> String {
    let behind = match token.ends {
        Ends::WithTheWord => format!("(?={})", escaped(pattern::END)),
        Ends::Anywhere => String::new(),
    };
    let before = match token.class {
        Some(Class::Trailing) => "(?<=[ \\t])",
        _ => "",
    };
    format!("{before}(?i:{}){behind}", escaped(&token.pattern))
}

pub(super) fn escaped(pattern: &str) -> String {
    pattern.replace('\t', "\\t")
}
