//! Drawings by miette.
//!
//! Miette draws the message and the source; the remarks under them are written here, because miette knows only one.

use std::fmt;
use std::io::{self, Write};

use ipsec_conf::diagnostic::Label;
use ipsec_conf::text::printable;
use ipsec_conf::{Diagnostic, Severity};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents,
};
use textwrap::{WordSeparator, WordSplitter};

use crate::context::{Context, write_limited};
use crate::excerpt::{Excerpt, Frame, Role};
use crate::report::Style;
use crate::words;

/// What the frame of a drawing takes from the width.
const MARGIN: usize = 12;

/// A narrower terminal is treated as if it were this wide.
const NARROWEST: usize = 40;

pub(crate) fn write(contexts: &[Context<'_>], out: &mut dyn Write) -> io::Result<()> {
    let Some(first) = contexts.first() else {
        return Ok(());
    };
    let style = Style {
        width: first.report.style.width.max(NARROWEST),
        ..first.report.style
    };
    let handler = handler(style);
    write_limited(contexts, out, |cx, diagnostic, out| {
        draw(cx, diagnostic, style, &handler, out)
    })
}

fn handler(style: Style) -> GraphicalReportHandler {
    let theme = match (style.unicode, style.color) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::unicode_nocolor(),
        (false, true) => GraphicalTheme::ascii(),
        (false, false) => GraphicalTheme::none(),
    };
    GraphicalReportHandler::new_themed(theme)
        .with_width(style.width)
        .with_context_lines(1)
        .with_urls(style.hyperlinks)
        .without_syntax_highlighting()
        // A value such as `aes256-sha2_512` must not be torn apart.
        .with_break_words(false)
        .with_word_separator(WordSeparator::AsciiSpace)
        .with_word_splitter(WordSplitter::NoHyphenation)
}

fn draw(
    cx: &Context<'_>,
    diagnostic: &Diagnostic,
    style: Style,
    handler: &GraphicalReportHandler,
    out: &mut dyn Write,
) -> io::Result<()> {
    let frame = Frame {
        context: 1,
        longest: style.width - MARGIN,
        ellipsis: if style.unicode { "…" } else { "..." },
    };
    let file = diagnostic.span().file;
    let (here, elsewhere): (Vec<&Label>, Vec<&Label>) = diagnostic
        .related
        .iter()
        .take(words::MOST)
        .partition(|label| label.span.file == file);
    let mut labels = vec![(&diagnostic.primary, Role::Primary)];
    labels.extend(here.into_iter().map(|label| (label, Role::Related)));

    let code = format!(
        "{}[{}]",
        words::severity(diagnostic.severity),
        diagnostic.code.id
    );
    let url = cx.url(diagnostic.code).filter(|_| style.hyperlinks);
    let mut text = String::new();
    let drawing = Drawing {
        code: Some(if url.is_some() {
            code
        } else {
            format!("{code} {}", diagnostic.code.name)
        }),
        url: url.map(|url| printable(url).into_owned()),
        severity: diagnostic.severity,
        message: words::message(&diagnostic.message),
        excerpt: Excerpt::new(&cx.places, file, &labels, frame),
    };
    let drawn = if url.is_some() {
        handler
            .clone()
            .with_link_display_text(diagnostic.code.name)
            .render_report(&mut text, &drawing)
    } else {
        handler.render_report(&mut text, &drawing)
    };
    drawn.map_err(io::Error::other)?;

    for label in elsewhere {
        let unnamed = Label {
            span: label.span,
            message: String::new(),
        };
        let drawing = Drawing {
            code: None,
            url: None,
            severity: Severity::Info,
            message: words::message(&label.message),
            excerpt: Excerpt::new(
                &cx.places,
                label.span.file,
                &[(&unnamed, Role::Related)],
                frame,
            ),
        };
        handler
            .render_report(&mut text, &drawing)
            .map_err(io::Error::other)?;
    }
    for (heading, lines) in words::remarks(cx, diagnostic) {
        remark(&mut text, heading, &lines, style);
    }
    text.push('\n');
    out.write_all(text.as_bytes())
}

/// A remark in the manner of miette's own `help`.
fn remark(text: &mut String, heading: &str, lines: &[String], style: Style) {
    let first = if style.color {
        format!("  \u{1b}[36m{heading}:\u{1b}[0m ")
    } else {
        format!("  {heading}: ")
    };
    let rest = " ".repeat(heading.len() + 4);
    for (i, line) in lines.iter().enumerate() {
        let options = textwrap::Options::new(style.width.saturating_sub(2))
            .initial_indent(if i == 0 { &first } else { &rest })
            .subsequent_indent(&rest)
            .break_words(false)
            .word_separator(WordSeparator::AsciiSpace)
            .word_splitter(WordSplitter::NoHyphenation);
        text.push_str(&textwrap::fill(line, options));
        text.push('\n');
    }
}

/// A message and an excerpt as miette wants them.
#[derive(Debug)]
struct Drawing {
    code: Option<String>,
    url: Option<String>,
    severity: Severity,
    message: String,
    excerpt: Excerpt,
}

impl fmt::Display for Drawing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Drawing {}

impl miette::Diagnostic for Drawing {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code
            .as_ref()
            .map(|code| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn url<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.url
            .as_ref()
            .map(|url| Box::new(url) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.marks.iter().map(|mark| {
            let message = (!mark.message.is_empty()).then(|| mark.message.clone());
            let span = SourceSpan::from(mark.range.clone());
            match mark.role {
                Role::Primary => LabeledSpan::new_primary_with_span(message, span),
                Role::Related => LabeledSpan::new_with_span(message, span),
            }
        })))
    }
}

impl SourceCode for Excerpt {
    /// Whole lines around `span`, except for the lines in front of a gap.
    ///
    /// Asked for no context at all, miette wants to know only what stands in the heading, which is a place in the file.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let end = span.offset() + span.len();
        if end > self.text.len() {
            return Err(MietteError::OutOfBounds);
        }
        if let (0, 0, Some(mark)) = (before, after, self.mark_at(span.offset())) {
            let data = &self.text.as_bytes()[span.offset()..end];
            let (line, column) = (mark.place.line as usize - 1, mark.place.column as usize - 1);
            return Ok(Box::new(MietteSpanContents::new_named(
                self.name.clone(),
                data,
                *span,
                line,
                column,
                1,
            )));
        }
        let mut first = self.line_at(span.offset());
        let mut last = self.line_at(end);
        for _ in 0..before {
            if first > 0 && self.follows(first - 1, first) {
                first -= 1;
            }
        }
        for _ in 0..after {
            if last + 1 < self.line_count() && self.follows(last, last + 1) {
                last += 1;
            }
        }
        let range = self.line_range(first).start..self.line_range(last).end;
        let data = &self.text.as_bytes()[range.clone()];
        let line = self.line_number(first) - 1;
        let contents = MietteSpanContents::new_named(
            self.name.clone(),
            data,
            range.into(),
            line,
            0,
            last - first + 1,
        );
        Ok(Box::new(contents))
    }
}
