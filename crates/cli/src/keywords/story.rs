//! Everything about one keyword.

use std::fmt::Write as _;

use ipsec_conf::keyword::{Keyword, KeywordSpan, Side, Unsided};
use ipsec_conf::{Dialect, Target};

use super::words;

/// The column in which the facts stand behind their names.
const COLUMN: usize = 16;

pub(super) fn tell(
    keyword: &'static Keyword,
    side: Option<Side>,
    target: Target,
    width: usize,
) -> String {
    let mut story = Story {
        out: String::new(),
        width: width.clamp(40, 120),
    };
    let span = keyword
        .span_as_written(target, side)
        .or_else(|| keyword.span(target));
    let names = span.map_or_else(
        || keyword.forms.iter().map(|&form| form.to_owned()).collect(),
        |span| words::spellings(keyword, span),
    );
    let _ = writeln!(story.out, "{}", names.join(", "));
    story.fact("", keyword.summary);
    story.out.push('\n');
    match span {
        Some(span) => story.here(keyword, span, target),
        None => story.fact(
            "status",
            &format!(
                "not known to {}; known to {}",
                target.program(),
                keyword.known_to()
            ),
        ),
    }
    story.everywhere(keyword);
    story.out
}

struct Story {
    out: String,
    width: usize,
}

impl Story {
    /// `name` and, beside it, `text` in as many lines as it takes.
    fn fact(&mut self, name: &str, text: &str) {
        let mut name = name;
        for line in words::wrapped(text, self.width - COLUMN) {
            let _ = writeln!(self.out, "  {name:width$}{line}", width = COLUMN - 2);
            name = "";
        }
    }

    fn facts(&mut self, name: &str, lines: impl IntoIterator<Item = String>) {
        let mut name = name;
        for line in lines {
            self.fact(name, &line);
            name = "";
        }
    }

    /// The facts that hold for the target.
    fn here(&mut self, keyword: &'static Keyword, span: &'static KeywordSpan, target: Target) {
        self.fact("sections", &words::sections(span));
        self.fact("type", &words::value_type(span.ty));
        self.facts(
            "values",
            span.values
                .iter()
                .map(|value| match keyword.value_doc(value) {
                    Some(text) => format!("{value} - {text}"),
                    None => (*value).to_owned(),
                }),
        );
        self.facts(
            "",
            span.value_aliases
                .iter()
                .map(|(word, means)| format!("{word} = {means}")),
        );
        let default = keyword.default_in(target.dialect);
        self.fact("default", default.map_or("none", |default| default.value));
        self.fact("status", &words::status(span));
        if span.sided {
            let plain = keyword.name;
            let unsided = match span.unsided {
                _ if plain.is_empty() => None,
                Unsided::Unknown => Some(format!("`{plain}` is no keyword")),
                Unsided::Right => Some(format!("`{plain}` means `right{plain}`")),
                Unsided::RightWarned => {
                    Some(format!("`{plain}` means `right{plain}`, with a warning"))
                }
                Unsided::Error => Some(format!("`{plain}` is refused")),
            };
            self.facts("without side", unsided);
        }
        self.fact("aliases", &words::aliases(keyword, target).join(", "));
        self.facts("shares value", span.shares_value_with.map(str::to_owned));
        self.facts("needs build", span.build_option.map(str::to_owned));
    }

    /// The facts that hold for every target, and where others differ.
    fn everywhere(&mut self, keyword: &'static Keyword) {
        self.facts("security", keyword.security.map(str::to_owned));
        self.fact("replaced by", &keyword.replaced_by.join(", "));
        self.facts("history", keyword.history.map(str::to_owned));
        self.facts(
            "defaults",
            keyword.defaults.iter().map(|default| {
                format!(
                    "{}: {} ({})",
                    default.dialect.name(),
                    default.value,
                    default.source
                )
            }),
        );
        self.out.push('\n');
        for dialect in Dialect::ALL {
            for span in keyword.spans.iter().filter(|span| span.dialect == dialect) {
                self.span(span);
            }
        }
    }

    fn span(&mut self, span: &KeywordSpan) {
        let mut words = vec![
            words::sections(span),
            words::value_type(span.ty),
            words::status(span),
        ];
        words.push(format!("value checked: {}", words::slug(&span.value_check)));
        if span.sided {
            words.push("each end".to_owned());
        }
        if !span.values.is_empty() {
            words.push(span.values.join(", "));
        }
        if let Some(option) = span.build_option {
            words.push(format!("built with {option}"));
        }
        let releases = words::releases(span.since, span.until, span.current);
        let _ = writeln!(self.out, "  {} {releases}", span.dialect.name());
        self.fact("", &words.join("; "));
    }
}
