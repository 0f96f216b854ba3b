//! The same facts for scripts.

use ipsec_conf::Target;
use ipsec_conf::keyword::{self, Keyword, KeywordSpan};
use serde_json::{Value, json};

use super::words;
use crate::json::written;

pub(super) fn all(target: Target) -> String {
    let known = keyword::all()
        .iter()
        .filter(|keyword| keyword.span(target).is_some());
    let keywords: Vec<Value> = known.map(|keyword| facts(keyword, target)).collect();
    written(&json!({ "target": target, "keywords": keywords }))
}

pub(super) fn one(keyword: &'static Keyword, target: Target) -> String {
    let mut facts = facts(keyword, target);
    facts["forms"] = json!(keyword.forms);
    facts["security"] = json!(keyword.security);
    facts["value_docs"] = keyword
        .value_docs
        .iter()
        .map(|&(value, text)| (value.to_owned(), json!(text)))
        .collect();
    facts["aliases"] = json!(words::aliases(keyword, target));
    facts["replaced_by"] = json!(keyword.replaced_by);
    facts["history"] = json!(keyword.history);
    facts["defaults"] = json!(keyword.defaults);
    facts["spans"] = keyword.spans.iter().map(span).collect();
    written(&json!({ "target": target, "keyword": facts }))
}

/// What a line of the table says; everything that depends on the target is null when it does not know the keyword.
fn facts(keyword: &'static Keyword, target: Target) -> Value {
    let span = keyword.span(target);
    let run = span.and_then(|_| words::run(keyword, target));
    json!({
        "id": keyword.id,
        "name": keyword.name,
        "spellings": span.map(|span| words::spellings(keyword, span)),
        "sections": span.map(sections),
        "type": span.map(|span| span.ty),
        "values": span.map(|span| span.values),
        "default": keyword.default_in(target.dialect).filter(|_| span.is_some()).map(|default| default.value),
        "since": run.map(|(since, _)| since),
        "until": run.map(|(_, until)| until).filter(|&until| !words::is_current(until, target)),
        "status": span.map(|span| span.status),
        "canonical": span.and_then(|span| span.canonical),
        "summary": keyword.summary,
    })
}

fn span(span: &KeywordSpan) -> Value {
    json!({
        "dialect": span.dialect,
        "since": span.since,
        "until": (!span.current).then_some(span.until),
        "sections": sections(span),
        "sided": span.sided,
        "unsided": span.sided.then_some(span.unsided),
        "status": span.status,
        "canonical": span.canonical,
        "shares_value_with": span.shares_value_with,
        "type": span.ty,
        "values": span.values,
        "value_aliases": span.value_aliases.iter().map(|&(word, means)| (word.to_owned(), json!(means)))
            .collect::<Value>(),
        "value_check": span.value_check,
        "unit": span.unit,
        "build_option": span.build_option,
    })
}

fn sections(span: &KeywordSpan) -> Vec<Value> {
    span.sections.iter().map(|section| json!(section)).collect()
}
