//! Small sources with findings, and a way to render them.

use std::fmt::Write as _;

use ipsec_conf::diagnostic::{Fix, codes};
use ipsec_conf::{Code, Diagnostic, Effect, FileId, Severity, Source, SourceMap, Span, Target};
use ipsec_conf_report::{Format, Report, RuleInfo, Style, render};

/// Sources and what was found in them.
#[derive(Default)]
pub(crate) struct Sample {
    pub(crate) sources: SourceMap,
    pub(crate) files: Vec<FileId>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) limit: Option<usize>,
}

impl Sample {
    /// One file and a finding about the first occurrence of `needle`.
    pub(crate) fn new(text: &str, needle: &str) -> Sample {
        let mut sample = Sample::default();
        let file = sample.add("ipsec.conf", text);
        let span = sample.find(file, needle);
        sample.push(
            Diagnostic::new(
                codes::UNKNOWN_KEYWORD,
                Effect::FileRefused,
                span,
                "unknown keyword",
            )
            .label("here"),
        );
        sample
    }

    pub(crate) fn add(&mut self, path: &str, text: &str) -> FileId {
        let file = self.sources.add(Source::new(path, text));
        self.files.push(file);
        file
    }

    pub(crate) fn find(&self, file: FileId, needle: &str) -> Span {
        let start = self
            .sources
            .get(file)
            .text()
            .find(needle)
            .expect("the sample holds the needle");
        Span::new(file, start..start + needle.len())
    }

    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub(crate) fn render(&self, format: Format) -> String {
        self.render_in(
            format,
            Style {
                unicode: true,
                ..Style::PLAIN
            },
        )
    }

    pub(crate) fn render_in(&self, format: Format, style: Style) -> String {
        let rules = [
            rule(codes::UNKNOWN_KEYWORD),
            rule(codes::DUPLICATE_CONN_NAME),
        ];
        let report = Report {
            diagnostics: &self.diagnostics,
            sources: &self.sources,
            target: Target::LIBRESWAN_4_10,
            files: &self.files,
            style,
            rules: &rules,
            tool_version: "0.1.0",
            limit: self.limit,
        };
        let mut out = Vec::new();
        render(format, &report, &mut out).expect("a vector takes everything");
        String::from_utf8(out).expect("every format is UTF-8")
    }
}

fn rule(code: Code) -> RuleInfo<'static> {
    RuleInfo {
        code,
        summary: "Something is wrong.",
        url: Some(format!("https://example.org/rules/{}", code.name)),
    }
}

/// A typing error with a fix, a conn that is defined twice in two files, and something worth knowing.
pub(crate) fn usual() -> Sample {
    let mut sample = Sample::default();
    let main = sample.add(
        "ipsec.conf",
        "config setup\n\nconn office\n\tauto=add\n\talso=base\n\tlefsubnet=10.0.1.0/24\n",
    );
    let other = sample.add(
        "ipsec.d/büro.conf",
        "# büro\nconn office\n    right=192.0.2.1\n",
    );
    sample.add("ipsec.d/clean.conf", "");
    let keyword = sample.find(main, "lefsubnet");
    sample.push(
        Diagnostic::new(
            codes::UNKNOWN_KEYWORD,
            Effect::FileRefused,
            keyword,
            "unknown keyword `lefsubnet`",
        )
        .label("not a keyword of a conn")
        .conn("office")
        .help("did you mean `leftsubnet`?")
        .note("Libreswan 4 stops at the first unknown keyword")
        .fix(Fix::safe("write `leftsubnet`", keyword, "leftsubnet")),
    );
    let name = Span::new(other, 13..19);
    sample.push(
        Diagnostic::new(
            codes::DUPLICATE_CONN_NAME,
            Effect::Misread,
            name,
            "conn `office` is defined twice",
        )
        .label("defined again")
        .related(sample.find(main, "office"), "first defined here")
        .conn("office"),
    );
    let value = sample.find(other, "192.0.2.1");
    sample.push(
        Diagnostic::new(
            codes::COMMENT_KEYWORD,
            Effect::Works,
            value,
            "this address is for examples",
        )
        .severity(Severity::Info)
        .fix(Fix::risky("leave it out", value, "").and(value.after(), "%any\n")),
    );
    sample
}

/// Fails if `text` holds a character that could steer a terminal.
pub(crate) fn assert_harmless(format: Format, text: &str) {
    let mut found = String::new();
    for c in text
        .chars()
        .filter(|&c| (c.is_control() && c != '\n') || "\u{202e}\u{200b}\u{feff}".contains(c))
    {
        let _ = write!(found, " U+{:04X}", c as u32);
    }
    assert_eq!(found, "", "{format}: {text}");
}
