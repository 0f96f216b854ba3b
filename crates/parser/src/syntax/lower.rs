//! From pest's pairs to [`Line`]s. The only module that knows the grammar's rules.

use std::ops::Range;

use pest::Parser as _;
use pest::iterators::Pair;

use super::line::{Line, LineKind, Problem, SectionKind, Shape, content_end};
use super::{chunk, usual};
use crate::value::Form;

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/ipsec_conf.pest"]
struct Grammar;

/// Which lines go to pest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Through {
    /// Those that [`usual`] does not know.
    Shortcut,
    /// All of them, as the grammar defines them: what the shortcut is tested against.
    #[cfg(test)]
    Grammar,
}

/// The lines of a part of a file, whole sections from `range.start` to `range.end`, in chunks of about `chunk_size` bytes.
pub(super) fn lines(
    text: &str,
    range: Range<usize>,
    shape: Shape,
    chunk_size: usize,
    through: Through,
) -> Vec<Line> {
    let text = &text[..range.end];
    let mut lines = Vec::with_capacity(range.len() / 24);
    // A byte order mark is no part of the first line's first word; it stays in the line, as a gap.
    let mark = if range.start == 0 && text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };
    let mut start = range.start + mark;
    while start < text.len() {
        start = parse_chunk(text, start, chunk_size.max(1), shape, through, &mut lines);
    }
    match lines.first_mut() {
        Some(first) => first.start = range.start as u32,
        None if mark > 0 => lines.push(Line::blank(mark as u32)),
        None => {}
    }
    lines
}

/// Adds the lines of one chunk and returns its end.
fn parse_chunk(
    text: &str,
    start: usize,
    size: usize,
    shape: Shape,
    through: Through,
    lines: &mut Vec<Line>,
) -> usize {
    let mut size = size;
    let before = lines.len();
    loop {
        let end = chunk::end(text, start, size);
        let is_shortcut = through == Through::Shortcut && usual::is_safe(&text[start..end], shape);
        let open_string = if is_shortcut {
            parse_unusual(text, start..end, shape, lines)
        } else {
            parse(&text[start..end], start as u32, shape, lines)
        };
        // A strongSwan string may go on in the next chunk: take more text until it ends or there is no `"` left.
        let goes_on = open_string
            && shape == Shape::StrongSwan
            && memchr::memchr(b'"', &text.as_bytes()[end..]).is_some();
        if !goes_on {
            return end;
        }
        lines.truncate(before);
        size = (end - start).saturating_mul(2);
    }
}

/// Reads usual lines at once and hands the runs between them to pest.
fn parse_unusual(text: &str, range: Range<usize>, shape: Shape, lines: &mut Vec<Line>) -> bool {
    let mut open_string = false;
    let mut at = range.start;
    while at < range.end {
        if let Some(line) = usual::line(text.as_bytes(), at..range.end, shape) {
            at = line.end as usize;
            lines.push(line);
            continue;
        }
        let mut end = next_line(text, at, range.end);
        while end < range.end && usual::line(text.as_bytes(), end..range.end, shape).is_none() {
            end = next_line(text, end, range.end);
        }
        open_string |= parse(&text[at..end], at as u32, shape, lines);
        at = end;
    }
    open_string
}

fn next_line(text: &str, at: usize, end: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[at..end]).map_or(end, |newline| at + newline + 1)
}

/// Adds the lines of `chunk` and tells whether a string in it has no end.
fn parse(chunk: &str, base: u32, shape: Shape, lines: &mut Vec<Line>) -> bool {
    let rule = match shape {
        Shape::Swan => Rule::swan,
        Shape::Classic => Rule::classic,
        Shape::StrongSwan => Rule::strongswan,
    };
    let pairs = Grammar::parse(rule, chunk).expect("bug: the grammar is total, every text parses");
    let all = pairs
        .into_iter()
        .next()
        .expect("bug: a parse has its rule as the only pair");
    let mut lower = Lower {
        chunk,
        shape,
        base,
        at: 0,
        open_string: false,
        lines,
    };
    for pair in all.into_inner() {
        if pair.as_rule() != Rule::EOI {
            lower.line(pair);
        }
    }
    lower.finish()
}

struct Lower<'a> {
    chunk: &'a str,
    shape: Shape,
    base: u32,
    /// Where the next line starts, in the chunk.
    at: usize,
    open_string: bool,
    lines: &'a mut Vec<Line>,
}

impl Lower<'_> {
    fn line(&mut self, pair: Pair<'_, Rule>) {
        let start = self.at;
        let span = pair.as_span();
        let rule = pair.as_rule();
        // Lines end with the pair, but blanks behind the last leaf may be silent.
        let end = match memchr::memchr(b'\n', &self.chunk.as_bytes()[span.end()..]) {
            Some(newline) => span.end() + newline + 1,
            None => self.chunk.len(),
        };
        self.at = end;
        let mut parts = Parts::new(content_end(self.chunk.as_bytes(), start..end));
        for leaf in pair.into_inner() {
            parts.leaf(&leaf);
        }
        self.open_string |= parts.problem == Some(Problem::UnclosedQuote);
        let (kind, problem) = self.kind(rule, &parts);
        if parts.comment == usize::MAX {
            parts.comment = content_end(self.chunk.as_bytes(), start..end);
        }
        if rule == Rule::whole_comment {
            parts.key = (parts.comment, parts.comment);
            parts.value = parts.key;
        }
        if parts.value.0 == usize::MAX {
            let at = self.place_of_value(&parts, kind);
            parts.value = (at, at);
        }
        let at = |offset: usize| self.base + offset as u32;
        self.lines.push(Line {
            kind,
            problem,
            form: parts.form,
            plain: kind == LineKind::Entry
                && usual::is_plain(self.chunk.as_bytes(), start..end, self.shape),
            start: at(start),
            key: (at(parts.key.0), at(parts.key.1)),
            value: (at(parts.value.0), at(parts.value.1)),
            comment: at(parts.comment),
            end: at(end),
        });
    }

    /// The grammar gives the last, empty line of a chunk that ends in a newline a pair of its own; it is no line.
    fn finish(self) -> bool {
        if self.lines.last().is_some_and(|line| line.start == line.end) {
            self.lines.pop();
        }
        self.open_string
    }

    /// Where the value of a line without one would stand: behind `=`, or behind the first word.
    fn place_of_value(&self, parts: &Parts, kind: LineKind) -> usize {
        let behind_key = &self.chunk.as_bytes()[parts.key.1..parts.comment.max(parts.key.1)];
        match memchr::memchr(b'=', behind_key) {
            Some(equals) if matches!(kind, LineKind::Entry | LineKind::CommentEntry) => {
                parts.key.1 + equals + 1
            }
            _ => parts.key.1,
        }
    }

    fn kind(&self, rule: Rule, parts: &Parts) -> (LineKind, Option<Problem>) {
        match rule {
            Rule::blank_line => (LineKind::Blank, None),
            Rule::whole_comment => (LineKind::Comment, None),
            Rule::bad_line => (LineKind::Bad, Some(Problem::Unreadable)),
            Rule::comment_entry => (LineKind::CommentEntry, None),
            Rule::swan_entry | Rule::classic_entry | Rule::ss_entry => {
                (LineKind::Entry, parts.problem)
            }
            Rule::swan_unindented | Rule::classic_unindented | Rule::ss_unindented => {
                (LineKind::Entry, Some(Problem::Unindented))
            }
            Rule::missing_equals | Rule::classic_missing_equals | Rule::ss_missing_equals => {
                (LineKind::Entry, Some(Problem::MissingEquals))
            }
            Rule::swan_unknown | Rule::classic_unknown | Rule::ss_unknown => {
                (LineKind::Bad, Some(Problem::UnknownSection))
            }
            Rule::indented_header | Rule::ss_indented_header => {
                (LineKind::Bad, Some(Problem::IndentedHeader))
            }
            Rule::ss_version => (LineKind::Version, None),
            Rule::ss_config => (LineKind::Header(SectionKind::Setup), None),
            Rule::ss_include | Rule::swan_header | Rule::classic_header | Rule::ss_header => {
                self.header(rule, parts)
            }
            other => unreachable!("bug: {other:?} is not a line of the grammar"),
        }
    }

    fn header(&self, rule: Rule, parts: &Parts) -> (LineKind, Option<Problem>) {
        let word = &self.chunk[parts.key.0..parts.key.1];
        let name = (parts.value.0 != usize::MAX).then(|| &self.chunk[parts.value.0..parts.value.1]);
        let kind = match word {
            "conn" => LineKind::Header(SectionKind::Conn),
            "ca" => LineKind::Header(SectionKind::Ca),
            "config" => LineKind::Header(SectionKind::Setup),
            "include" => LineKind::Include,
            _ => LineKind::Version,
        };
        let problem = match (kind, name) {
            (LineKind::Version, _) => parts.problem,
            (_, None) => Some(Problem::MissingName),
            // strongSwan wants exactly one blank in `config setup`, which is then a rule of its own.
            (LineKind::Header(SectionKind::Setup), Some(name))
                if name.trim_matches('"') != "setup" || rule == Rule::ss_header =>
            {
                Some(Problem::NotSetup)
            }
            _ => parts.problem,
        };
        (kind, problem)
    }
}

/// The leaves of one line; `usize::MAX` stands for a missing one.
struct Parts {
    key: (usize, usize),
    value: (usize, usize),
    comment: usize,
    form: Form,
    problem: Option<Problem>,
}

impl Parts {
    fn new(end: usize) -> Parts {
        Parts {
            key: (end, end),
            value: (usize::MAX, usize::MAX),
            comment: usize::MAX,
            form: Form::Missing,
            problem: None,
        }
    }

    fn leaf(&mut self, leaf: &Pair<'_, Rule>) {
        let span = leaf.as_span();
        let range = (span.start(), span.end());
        match leaf.as_rule() {
            Rule::key
            | Rule::classic_key
            | Rule::ss_key
            | Rule::comment_key
            | Rule::swan_word
            | Rule::section_word
            | Rule::classic_word
            | Rule::ss_top_word
            | Rule::ss_section_word
            | Rule::config_setup
            | Rule::include_word
            | Rule::version_word => self.key = range,
            Rule::word
            | Rule::quote_run
            | Rule::brace_run
            | Rule::brace_word
            | Rule::include_path => {
                self.value(range, Form::Bare);
            }
            Rule::quoted => self.value(range, Form::Quoted),
            Rule::braced => self.value(range, Form::Braced),
            Rule::verbatim => self.value(range, Form::Verbatim),
            Rule::classic_value | Rule::ss_value | Rule::setup_words => {
                self.value(
                    range,
                    if leaf.as_str().contains('"') {
                        Form::Quoted
                    } else {
                        Form::Bare
                    },
                );
            }
            Rule::unclosed_quote | Rule::ss_unclosed => {
                if self.value.0 == usize::MAX {
                    self.value(range, Form::Bare);
                } else {
                    self.value.1 = range.1;
                }
                self.problem = Some(Problem::UnclosedQuote);
            }
            Rule::comment => self.comment = range.0,
            Rule::one_word_comment => {
                self.comment = range.0;
                self.problem = Some(Problem::OneWordComment);
            }
            Rule::junk | Rule::ss_junk => self.problem = Some(Problem::Junk),
            // The rest of a line that nobody reads, and of a `version` line of strongSwan.
            Rule::rest | Rule::blank => {
                if self.key.0 != self.key.1 {
                    self.value(range, Form::Verbatim);
                }
            }
            other => unreachable!("bug: {other:?} is not a leaf of the grammar"),
        }
    }

    fn value(&mut self, range: (usize, usize), form: Form) {
        self.value = range;
        self.form = form;
    }
}
