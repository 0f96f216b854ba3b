//! The pages of the lint rules, their index, the table of the README, and their chapters in the book.

use std::fmt::Write as _;
use std::path::Path;

use ipsec_conf_lint::{Fixable, Group, RULES, RuleInfo};

use super::Generated;

/// Where the pages are.
pub(super) const FOLDER: &str = "docs/rules";

/// The table of contents of the book.
const SUMMARY: &str = "book/src/SUMMARY.md";

/// Every file about the rules; the README and the book are left alone where there is none.
pub(super) fn files(root: &Path) -> Vec<Generated> {
    let mut files: Vec<Generated> = infos()
        .map(|info| Generated::file(format!("{FOLDER}/{}", info.page()), page(info)))
        .collect();
    files.push(Generated::file(format!("{FOLDER}/README.md"), index()));
    for (path, text) in [("README.md", groups()), (SUMMARY, chapters())] {
        if root.join(path).exists() {
            files.push(Generated::block(path, "rules", text));
        }
    }
    files
}

fn infos() -> impl Iterator<Item = &'static RuleInfo> {
    RULES.iter().map(|rule| rule.info())
}

fn page(info: &RuleInfo) -> String {
    let facts = [
        ("code", format!("`{}`", info.code.id)),
        ("name", format!("`{}`", info.code.name)),
        ("group", info.group().name().to_owned()),
        ("severity", severity(info).to_owned()),
        (
            "default",
            if info.enabled { "on" } else { "off" }.to_owned(),
        ),
        ("looks at", info.dialects.to_owned()),
        ("fix", fix(info).to_owned()),
        ("since", info.since.to_owned()),
    ];
    let mut out = format!(
        "# {} {}\n\n| | |\n|---|---|\n",
        info.code.id, info.code.name
    );
    for (fact, value) in facts {
        let _ = writeln!(out, "| {fact} | {value} |");
    }
    let _ = write!(out, "\n{}", linked(&info.markdown()));
    out
}

/// The rules that a page names become links to their pages.
fn linked(text: &str) -> String {
    let Some((before, list)) = text.split_once("## See also\n") else {
        return text.to_owned();
    };
    let mut list = list.to_owned();
    for info in infos() {
        let name = format!("{} {}", info.code.id, info.code.name);
        list = list.replace(&name, &format!("[{name}]({})", info.page()));
    }
    format!("{before}## See also\n{list}")
}

fn severity(info: &RuleInfo) -> &'static str {
    use ipsec_conf::Severity;
    match info.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

fn fix(info: &RuleInfo) -> &'static str {
    match info.fix {
        Fixable::Never => "none",
        Fixable::Sometimes => "sometimes",
        Fixable::Always => "always",
    }
}

fn index() -> String {
    let mut out = "# The rules of ipsec-lint\n\n\
        A finding of the severity that is shown here may be reported with another one: what the target makes of the \
        case decides.\n\
        `off` marks rules that run only when they are selected.\n"
        .to_owned();
    for group in Group::ALL {
        let rules: Vec<&RuleInfo> = infos().filter(|info| info.group() == group).collect();
        if rules.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n## {}: {}\n", group.letter(), group.name());
        out.push_str(
            "| code | name | finds | severity | fix | looks at |\n|---|---|---|---|---|---|\n",
        );
        for info in rules {
            let off = if info.enabled { "" } else { ", off" };
            let _ = writeln!(
                out,
                "| [{}]({}) | {} | {} | {}{off} | {} | {} |",
                info.code.id,
                info.page(),
                info.code.name,
                info.summary().trim_end_matches('.').replace('|', "\\|"),
                severity(info),
                fix(info),
                info.dialects,
            );
        }
    }
    out
}

/// One row for each group, for the README.
fn groups() -> String {
    let mut out = "| group | rules | for example |\n|---|---|---|\n".to_owned();
    for group in Group::ALL {
        let rules: Vec<&RuleInfo> = infos().filter(|info| info.group() == group).collect();
        let Some(first) = rules.first() else { continue };
        let _ = writeln!(
            out,
            "| {} {} | {} | [{} {}]({FOLDER}/{}) |",
            group.letter(),
            group.name(),
            rules.len(),
            first.code.id,
            first.code.name,
            first.page(),
        );
    }
    out
}

/// The rules below their groups, which have no page of their own in the book.
fn chapters() -> String {
    let mut out = String::new();
    for group in Group::ALL {
        let rules: Vec<&RuleInfo> = infos().filter(|info| info.group() == group).collect();
        if rules.is_empty() {
            continue;
        }
        let _ = writeln!(out, "- [{}: {}]()", group.letter(), group.name());
        for info in rules {
            let _ = writeln!(
                out,
                "  - [{} {}]({FOLDER}/{})",
                info.code.id,
                info.code.name,
                info.page()
            );
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_page_with_its_headings() {
        for info in infos() {
            let page = page(info);
            assert!(page.starts_with(&format!("# {} {}\n", info.code.id, info.code.name)));
            assert!(
                page.contains("## What it does") && page.contains("## Why it matters"),
                "{page}"
            );
            assert!(index().contains(&info.page()));
            assert!(chapters().contains(&format!("({FOLDER}/{})", info.page())));
        }
    }

    #[test]
    fn named_rules_are_links() {
        let text = linked("x\n## See also\n\nS101 unindented-parameter\n");
        assert_eq!(
            text,
            "x\n## See also\n\n[S101 unindented-parameter](S101-unindented-parameter.md)\n"
        );
    }
}
