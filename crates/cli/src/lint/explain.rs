//! Answers about the rules themselves.

use std::fmt::Write as _;

use ipsec_conf::Severity;
use ipsec_conf_lint::{Fixable, RULES, RuleInfo, Selection, UnknownRule};
use ipsec_conf_report::Format;
use serde_json::json;

use crate::json;

/// The page of a rule.
pub(crate) fn page(word: &str) -> Result<String, UnknownRule> {
    let Some(rule) = ipsec_conf_lint::find(word) else {
        let unknown = Selection::default().select(&[word]).err();
        return Err(unknown.unwrap_or(UnknownRule {
            word: word.to_owned(),
            near: None,
        }));
    };
    let info = rule.info();
    let mut page = format!("# {} {}\n\n", info.code.id, info.code.name);
    let dialects = if info.dialects == "all" {
        "every dialect"
    } else {
        info.dialects
    };
    let _ = writeln!(
        page,
        "{}; {dialects}; {}; {}.\n",
        severity(info.severity),
        fix(info.fix),
        default(info)
    );
    for line in info.docs.trim_end().lines() {
        page.push_str(line.strip_prefix(' ').unwrap_or(line));
        page.push('\n');
    }
    Ok(page)
}

/// Every rule, one a line, or as JSON.
pub(crate) fn list(format: Format) -> String {
    if matches!(format, Format::Json | Format::Jsonl) {
        let all: Vec<serde_json::Value> = RULES.iter().map(|rule| as_json(rule.info())).collect();
        return json::written(&all);
    }
    let infos: Vec<&RuleInfo> = RULES.iter().map(|rule| rule.info()).collect();
    let width = infos
        .iter()
        .map(|info| info.code.name.len())
        .max()
        .unwrap_or(0);
    let mut out = String::new();
    for info in infos {
        let mark = match (info.enabled, info.fix) {
            (false, _) => "off",
            (true, Fixable::Never) => "",
            (true, _) => "fix",
        };
        let (code, name) = (info.code.id, info.code.name);
        let _ = writeln!(
            out,
            "{code}  {name:width$}  {:7}  {mark:3}  {}",
            severity(info.severity),
            info.summary()
        );
    }
    out
}

fn as_json(info: &RuleInfo) -> serde_json::Value {
    json!({
        "code": info.code.id,
        "name": info.code.name,
        "group": info.group().name(),
        "severity": severity(info.severity),
        "enabled": info.enabled,
        "since": info.since,
        "dialects": info.dialects,
        "fix": match info.fix {
            Fixable::Never => "never",
            Fixable::Sometimes => "sometimes",
            Fixable::Always => "always",
        },
        "summary": info.summary(),
    })
}

pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

fn fix(fix: Fixable) -> &'static str {
    match fix {
        Fixable::Never => "no fix",
        Fixable::Sometimes => "some findings have a fix",
        Fixable::Always => "has a fix",
    }
}

fn default(info: &RuleInfo) -> &'static str {
    if info.enabled {
        "on by default"
    } else {
        "off by default: `--extend-select` switches it on"
    }
}
