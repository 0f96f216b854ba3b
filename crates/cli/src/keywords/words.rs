//! Facts about keywords in words.

use ipsec_conf::keyword::{self, Keyword, KeywordSpan, Section, Side, Status, ValueType};
use ipsec_conf::{Target, Version};

/// Every way to write it for the target: `leftsubnet, rightsubnet`.
pub(super) fn spellings(keyword: &Keyword, span: &KeywordSpan) -> Vec<String> {
    if span.sided {
        Side::BOTH
            .iter()
            .map(|&side| keyword.spelling(Some(side)))
            .collect()
    } else {
        vec![keyword.spelling(None)]
    }
}

/// `{left,right}subnet`, as a shell would take it.
pub(super) fn short_name(keyword: &Keyword, span: &KeywordSpan) -> String {
    if span.sided {
        format!("{{left,right}}{}", keyword.name)
    } else {
        keyword.name.to_owned()
    }
}

pub(super) fn sections(span: &KeywordSpan) -> String {
    let words: Vec<&str> = span.sections.iter().map(Section::header).collect();
    words.join(", ").replace("config setup", "setup")
}

/// The name that the tables use: `subnet-list`.
pub(super) fn value_type(ty: ValueType) -> String {
    slug(&ty)
}

pub(super) fn status(span: &KeywordSpan) -> String {
    match span.status {
        Status::Ok => "ok".to_owned(),
        Status::Alias => format!("alias of {}", span.canonical.unwrap_or_default()),
        Status::Obsolete => "obsolete, ignored".to_owned(),
        Status::DeprecatedIgnored => "deprecated, ignored".to_owned(),
        Status::CommandLineOnly => "command line only".to_owned(),
    }
}

/// `4.0 to 5.2`; `4.0 on` when the newest release still has it.
pub(super) fn releases(since: Version, until: Version, is_current: bool) -> String {
    match is_current {
        true => format!("{since} on"),
        false if since == until => since.to_string(),
        false => format!("{since} to {until}"),
    }
}

/// The run of releases of the target's dialect that the target is in, as far as the keyword is known in it.
pub(super) fn run(keyword: &Keyword, target: Target) -> Option<(Version, Version)> {
    let runs = keyword.runs_in(target.dialect);
    let around = runs
        .iter()
        .rev()
        .find(|(since, _)| *since <= target.version);
    around.or(runs.first()).copied()
}

pub(super) fn is_current(until: Version, target: Target) -> bool {
    keyword::releases(target.dialect).last() == Some(&until)
}

/// The name of a variant as the tables and the JSON have it.
pub(super) fn slug(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// The keywords that stand for this one in files of the target.
pub(super) fn aliases(keyword: &'static Keyword, target: Target) -> Vec<String> {
    let stands_for = |other: &&Keyword| {
        other
            .span(target)
            .is_some_and(|span| span.status == Status::Alias)
            && other.id != keyword.id
            && keyword::canonical(keyword::by_id(other.id).unwrap_or(keyword), target).id
                == keyword.id
    };
    let aliases = keyword::all().iter().filter(stands_for);
    aliases
        .filter_map(|other| Some(short_name(other, other.span(target)?)))
        .collect()
}

/// Breaks `text` at blanks so that no line is wider than `width`.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn lines_break_at_blanks() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("incomprehensible", 4), ["incomprehensible"]);
        assert!(wrapped("", 4).is_empty());
    }
}
