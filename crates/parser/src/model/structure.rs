//! What is wrong with the form of lines and headers, and what each reader makes of it.

use std::ops::Range;

use super::Section;
use crate::diagnostic::{Code, Diagnostic, Effect, Fix, Severity, codes};
use crate::syntax::{File, Line, LineKind, Problem, SectionKind};
use crate::target::{Dialect, Reader, Target};
use crate::text::{Source, Span, printable};
use crate::value::Form;

/// Findings about a file as a whole: encoding, line ends, a byte order mark, merge conflicts.
pub(super) fn whole_file(file: &File, source: &Source, target: Target, out: &mut Vec<Diagnostic>) {
    byte_order_mark(file, target, out);
    carriage_returns(file, target, out);
    if let Some(&first) = source.invalid_offsets().first() {
        out.push(not_utf8(file, first as usize, source.invalid_offsets().len(), target));
    }
    merge_conflicts(file, target, out);
}

fn byte_order_mark(file: &File, target: Target, out: &mut Vec<Diagnostic>) {
    if !file.text().starts_with('\u{feff}') {
        return;
    }
    let span = file.span(0..'\u{feff}'.len_utf8());
    out.push(
        Diagnostic::new(codes::BYTE_ORDER_MARK, Effect::FileRefused, span, "the file starts with a byte order mark")
            .note(format!("{} takes the mark for a part of the first word", target.program()))
            .help("save the file as UTF-8 without a byte order mark")
            .fix(Fix::safe("remove the byte order mark", span, "")),
    );
}

fn carriage_returns(file: &File, target: Target, out: &mut Vec<Diagnostic>) {
    let text = file.text();
    let mut crlf = file.lines().iter().filter(|line| line.ends_in_crlf(text));
    let Some(first) = crlf.next() else { return };
    let count = 1 + crlf.count();
    let at = |line: &Line| file.span(line.content_end(text)..line.content_end(text) + 1);
    let mut fix = Fix::safe("use LF line ends", at(first), "");
    for line in file.lines().iter().filter(|line| line.ends_in_crlf(text)).skip(1) {
        fix = fix.and(at(line), "");
    }
    // `setup\r` is no section and an empty line holds a word; elsewhere CR becomes part of names and values.
    let is_fatal = |line: &&Line| {
        line.ends_in_crlf(text)
            && matches!(line.kind, LineKind::Blank | LineKind::Header(SectionKind::Setup) | LineKind::Bad)
    };
    let effect = match target.reader() {
        Reader::Classic => Effect::ConnRefused,
        _ if file.lines().iter().any(|line| is_fatal(&line)) => Effect::FileRefused,
        _ => Effect::Misread,
    };
    let lines = if count == 1 { "one line ends".to_owned() } else { format!("{count} lines end") };
    out.push(
        Diagnostic::new(codes::CARRIAGE_RETURN, effect, at(first), format!("{lines} in CR LF"))
            .label("CR becomes part of the name or value before it")
            .note(format!("to {} CR is no line end but a character like any other", target.program()))
            .help("convert the file to LF line ends, for example with `sed -i 's/\\r$//' FILE`")
            .fix(fix),
    );
}

fn not_utf8(file: &File, at: usize, count: usize, target: Target) -> Diagnostic {
    let span = file.span(at..at + '\u{fffd}'.len_utf8());
    let places = if count == 1 { String::new() } else { format!(", here and in {} more places", count - 1) };
    let message = format!("the file is not UTF-8{places}");
    Diagnostic::new(codes::NOT_UTF8, Effect::Works, span, message)
        .note(format!("{} passes such bytes on as they are; nothing here rewrites the file", target.program()))
        .help("convert the file to UTF-8, for example with `iconv -f latin1 -t utf-8`")
}

fn merge_conflicts(file: &File, target: Target, out: &mut Vec<Diagnostic>) {
    let mut markers = file.lines().iter().filter(|line| is_merge_marker(file, line)).peekable();
    while let Some(first) = markers.next() {
        let span = file.span(content(file, first));
        let mut diagnostic =
            Diagnostic::new(codes::MERGE_CONFLICT, Effect::FileRefused, span, "unresolved merge conflict")
                .note(format!("{} cannot read the markers", target.program()))
                .help("keep one side and delete the markers");
        // The markers of one conflict: up to `>>>>>>>`, or to the next `<<<<<<<`.
        while let Some(next) = markers.next_if(|next| marker(file, next) != "<<<<<<<") {
            let what = if marker(file, next) == ">>>>>>>" { "the end marker" } else { "the middle marker" };
            diagnostic = diagnostic.related(file.span(content(file, next)), what);
            if marker(file, next) == ">>>>>>>" {
                break;
            }
        }
        out.push(diagnostic);
    }
}

fn marker<'a>(file: &'a File, line: &Line) -> &'a str {
    file.text()[line.range()].get(..7).unwrap_or_default()
}

pub(super) fn is_merge_marker(file: &File, line: &Line) -> bool {
    line.kind == LineKind::Bad && matches!(marker(file, line), "<<<<<<<" | "=======" | ">>>>>>>" | "|||||||")
}

/// The content of a line without the blanks around it.
fn content(file: &File, line: &Line) -> Range<usize> {
    let text = &file.text()[line.range().start..line.content_end(file.text())];
    let start = line.range().start + text.len() - text.trim_start().len();
    start..start.max(line.range().start + text.trim_end().len())
}

/// How far a syntax error reaches: everywhere to the whole file, but the awk reader looks only at the conn it wants.
fn reach(section: Option<&Section>, target: Target) -> (Effect, Option<&str>) {
    match section {
        Some(section) if target.reader() == Reader::Classic && section.kind == SectionKind::Conn => {
            (Effect::ConnRefused, Some(&section.name))
        }
        _ => (Effect::FileRefused, None),
    }
}

fn syntax_error(
    code: Code,
    span: Span,
    message: impl Into<String>,
    section: Option<&Section>,
    target: Target,
) -> Diagnostic {
    let (effect, conn) = reach(section, target);
    let mut diagnostic = Diagnostic::new(code, effect, span, message);
    diagnostic.conn = conn.map(str::to_owned);
    diagnostic
}

/// A line that is neither a parameter nor anything else a reader can use.
pub(super) fn bad_line(file: &File, index: u32, section: Option<&Section>, target: Target, out: &mut Vec<Diagnostic>) {
    let line = &file.lines()[index as usize];
    if line.kind != LineKind::Bad || is_merge_marker(file, line) || continues(file, index) {
        return;
    }
    let text = file.text();
    let word = &text[line.key_range()];
    let word_span = file.span(line.key_range());
    if let Some(diagnostic) = strange_characters(file, line, section, target) {
        out.extend(diagnostic);
        return;
    }
    let written = &text[content(file, line)];
    if let Some(comment) = foreign_comment(written) {
        let at = content(file, line).start;
        let span = file.span(at..at + comment.len());
        out.push(foreign_comment_found(comment, span, section, target));
        return;
    }
    let error = |code, span, message: String| syntax_error(code, span, message, section, target);
    out.push(match line.problem {
        Some(Problem::IndentedHeader) => {
            let blanks = file.span(line.range().start..line.key_range().start);
            error(codes::INDENTED_SECTION_HEADER, word_span, format!("`{word}` must start in column 1"))
                .label("read as a part of the section above")
                .note(format!("{} takes a line behind blanks for a parameter", target.program()))
                .help("remove the blanks before it")
                .fix(Fix::safe("remove the blanks", blanks, ""))
        }
        Some(Problem::UnknownSection) => unknown_section(word, word_span, error, target),
        _ => error(codes::UNREADABLE_LINE, file.span(content(file, line)), "this line cannot be read".to_owned())
            .help("write `keyword=value` behind a tab, or start a comment with `#`"),
    });
}

fn unknown_section(
    word: &str,
    span: Span,
    error: impl Fn(Code, Span, String) -> Diagnostic,
    target: Target,
) -> Diagnostic {
    let diagnostic = error(codes::UNKNOWN_SECTION, span, format!("unknown section type `{}`", printable(word)))
        .note(format!("{} knows {}", target.program(), section_words(target)));
    let folded = word.to_lowercase();
    let known = ["conn", "config", "include", "version", "ca"];
    let near = known.into_iter().filter(|known| strsim::damerau_levenshtein(known, &folded) <= 1);
    match near.min_by_key(|known| strsim::damerau_levenshtein(known, &folded)) {
        Some(near) if near == folded => diagnostic
            .help(format!("section words are lower case: write `{near}`"))
            .fix(Fix::safe(format!("write `{near}`"), span, near)),
        Some(near) => {
            diagnostic.help(format!("did you mean `{near}`?")).fix(Fix::risky(format!("write `{near}`"), span, near))
        }
        None => diagnostic.help("a line in column 1 opens a section; put a tab before a parameter"),
    }
}

fn section_words(target: Target) -> &'static str {
    match target.reader() {
        Reader::StrongSwan => "`config setup`, `conn`, `ca` and `include`",
        _ => "`config setup`, `conn`, `include` and `version`",
    }
}

/// A parameter outside every section.
pub(super) fn outside(file: &File, line: &Line, target: Target, out: &mut Vec<Diagnostic>) {
    let span = file.span(line.key_range());
    let word = printable(&file.text()[line.key_range()]).into_owned();
    let mut diagnostic =
        Diagnostic::new(codes::OUTSIDE_SECTION, Effect::FileRefused, span, format!("`{word}` stands outside a section"));
    diagnostic = match target.reader() {
        Reader::StrongSwan => {
            diagnostic.effect = Effect::Ignored;
            diagnostic.severity = Severity::Warning;
            diagnostic.note(format!("{} drops it without a message", target.program()))
        }
        Reader::Classic => {
            diagnostic.note(format!("{} ends a section at an empty line and at a comment in column 1", target.program()))
        }
        _ => diagnostic.note(format!("{} ends a section at `include` and `version`", target.program())),
    };
    out.push(diagnostic.help("put it behind a `conn NAME` or `config setup` line"));
}

/// Judges the form of a parameter line; `false` when it cannot be used.
pub(super) fn entry(file: &File, index: u32, section: &Section, target: Target, out: &mut Vec<Diagnostic>) -> bool {
    let line = &file.lines()[index as usize];
    let before = out.len();
    entry_form(file, index, section, target, out);
    let is_refused = |diagnostic: &Diagnostic| {
        matches!(diagnostic.effect, Effect::FileRefused | Effect::ConnRefused) && diagnostic.code != codes::EMPTY_VALUE
    };
    // An odd character in the keyword speaks for the keyword.
    let is_odd_key = |found: &Diagnostic| {
        found.code == codes::TYPOGRAPHIC_CHARACTER && found.span().end as usize <= line.key_range().end
    };
    if out[before..].iter().any(is_odd_key) {
        return false;
    }
    let is_sound = !out[before..].iter().any(is_refused) || line.problem == Some(Problem::Unindented);
    is_sound && !(line.problem == Some(Problem::MissingEquals))
}

fn entry_form(file: &File, index: u32, section: &Section, target: Target, out: &mut Vec<Diagnostic>) {
    let line = &file.lines()[index as usize];
    let text = file.text();
    let section = Some(section);
    let is_continuation = continues(file, index);
    if let Some(found) = strange_characters(file, line, section, target) {
        out.extend(found);
        return;
    }
    let key = &text[line.key_range()];
    let key_span = file.span(line.key_range());
    let error = |code, span, message: String| syntax_error(code, span, message, section, target);
    if line.problem == Some(Problem::MissingEquals) && is_continuation {
        return;
    }
    let written = &text[content(file, line)];
    if let Some(comment) = foreign_comment(written).filter(|_| line.problem == Some(Problem::MissingEquals)) {
        let at = content(file, line).start;
        out.push(foreign_comment_found(comment, file.span(at..at + comment.len()), section, target));
        return;
    }
    if ends_in_backslash(file, line) && target.reader() != Reader::StrongSwan {
        let end = line.content_end(text);
        let at = text[..end].trim_end().len() - 1;
        out.push(
            error(codes::LINE_CONTINUATION, file.span(at..at + 1), "a backslash does not continue a line".to_owned())
                .label("stays in the value")
                .note(format!("{} has no continuation lines", target.program()))
                .help("put the whole value on one line"),
        );
        return;
    }
    match line.problem {
        Some(Problem::Unindented) => {
            let name = section.map_or(String::new(), |section| match section.kind {
                SectionKind::Setup => "`config setup`".to_owned(),
                SectionKind::Conn => format!("`conn {}`", printable(&section.name)),
                SectionKind::Ca => format!("`ca {}`", printable(&section.name)),
            });
            out.push(
                error(codes::UNINDENTED_PARAMETER, key_span, format!("`{}` must be indented to belong to {name}", printable(key)))
                    .note(format!("{} takes a line in column 1 for the start of a section", target.program()))
                    .help("put a tab or blanks before it")
                    .fix(Fix::safe("indent the line", file.span(line.range().start..line.range().start), indent(file, index))),
            );
        }
        Some(Problem::MissingEquals) => out.push(missing_equals(file, line, section, target)),
        Some(Problem::UnclosedQuote) => out.push(unclosed_quote(file, line, section, target)),
        Some(Problem::OneWordComment) => out.push(one_word_comment(file, line, section, target)),
        Some(Problem::Junk) => out.push(junk(file, line, section, target)),
        _ => {}
    }
    if target.reader() == Reader::Classic && !is_classic_name(key) {
        out.push(
            error(codes::UNKNOWN_KEYWORD, key_span, format!("`{}` is no parameter name", printable(key)))
                .note(format!("{} wants a letter or `_`, then letters, digits, `_` and `-`", target.program())),
        );
    }
    if target.reader() == Reader::Classic {
        out.extend(classic_value(file, line, section, target));
    }
    discarded(file, line, section, target, out);
    comment_entry(file, index, target, out);
    glued_comment(file, line, target, out);
}

fn missing_equals(file: &File, line: &Line, section: Option<&Section>, target: Target) -> Diagnostic {
    let text = file.text();
    let key = &text[line.key_range()];
    let shown = printable(key);
    if let Some(name) = key.strip_suffix(':') {
        let at = line.key_range().end - 1;
        let span = file.span(at..at + 1);
        return syntax_error(codes::MISSING_EQUALS, span, format!("expected `=` after `{}`, found `:`", printable(name)), section, target)
            .help("write `=`")
            .fix(Fix::safe("write `=`", span, "="));
    }
    if line.value_range().is_empty() {
        let last = line.range().end == text.len() && !text.ends_with('\n');
        let (message, help) = if last {
            (format!("the file ends in the middle of a parameter: `{shown}` has no `=`"), "is the file complete?".to_owned())
        } else {
            (format!("`{shown}` has no `=` and no value"), format!("write `{shown}=VALUE`, or remove the line"))
        };
        return syntax_error(codes::MISSING_EQUALS, file.span(line.key_range()), message, section, target).help(help);
    }
    let gap = line.key_range().end..line.value_range().start.max(line.key_range().end);
    let value = &text[line.value_range()];
    let span = file.span(gap);
    syntax_error(codes::MISSING_EQUALS, span, format!("expected `=` after `{shown}`"), section, target)
        .help(format!("write `{shown}={}`", shown_value(key, value)))
        .fix(Fix::safe("insert `=`", span, "="))
}

/// A value in a help text, unless its keyword holds a secret or the value is long.
fn shown_value(key: &str, value: &str) -> String {
    let is_short = value.chars().count() <= 40;
    let is_secret = ["key", "secret", "psk", "pass"].iter().any(|part| key.to_ascii_lowercase().contains(part));
    if is_short && !is_secret { printable(value).into_owned() } else { "…".to_owned() }
}

fn unclosed_quote(file: &File, line: &Line, section: Option<&Section>, target: Target) -> Diagnostic {
    let text = file.text();
    let from = line.value_range().start;
    let at = from + text[line.value_range()].rfind('"').unwrap_or(0);
    let at = if file.shape() == crate::syntax::Shape::Swan { from } else { at };
    let span = file.span(at..at + 1);
    let end = line.content_end(text);
    let mut diagnostic = syntax_error(codes::UNTERMINATED_QUOTE, span, "this quote is never closed", section, target)
        .help("a quoted value ends on its line: add the closing `\"`")
        .fix(Fix::risky("add `\"` at the end of the line", file.span(end..end), "\""));
    let is_one_word = !text[line.value_range()].contains([' ', '\t']);
    if is_one_word && matches!(target.reader(), Reader::Openswan | Reader::Libreswan4 | Reader::Libreswan5) {
        diagnostic.effect = Effect::Misread;
        diagnostic = diagnostic.note(format!("{} keeps the quote as a part of the value", target.program()));
    }
    diagnostic
}

fn one_word_comment(file: &File, line: &Line, section: Option<&Section>, target: Target) -> Diagnostic {
    let range = line.comment_range(file.text());
    let comment = &file.text()[range.clone()];
    let span = file.span(range.start..range.end);
    let after_hash = file.span(range.start + 1..range.start + 1);
    let word = printable(comment);
    // A lone `#` is a word of its own; a second word makes it a comment.
    let (fix, help) = if comment == "#" {
        (Fix::safe("remove the `#`", span, ""), "remove it".to_owned())
    } else {
        (Fix::safe("put a blank behind `#`", after_hash, " "), format!("write `# {}`", &word[1..]))
    };
    syntax_error(codes::ONE_WORD_COMMENT, span, format!("`{word}` is no comment here but a word"), section, target)
        .note(format!("behind a value, {} takes `#` and one word without a blank for a word of the line", target.program()))
        .help(help)
        .fix(fix)
}

fn junk(file: &File, line: &Line, section: Option<&Section>, target: Target) -> Diagnostic {
    let text = file.text();
    let junk = line.junk_range(text);
    let junk_text = &text[junk.clone()];
    let key = &text[line.key_range()];
    let value = &text[line.value_range()];
    if let Some(comment) = foreign_comment(junk_text) {
        return foreign_comment_found(comment, file.span(junk.start..junk.start + comment.len()), section, target);
    }
    if value.starts_with('\'') {
        let whole = file.span(line.value_range().start..junk.end);
        let inner = text[whole.range()].trim_matches('\'');
        return syntax_error(codes::SINGLE_QUOTED_VALUE, file.span(line.value_range()), "`'` is no quote", section, target)
            .note("no dialect of ipsec.conf takes single quotes")
            .help("use `\"`")
            .fix(Fix::safe("use double quotes", whole, format!("\"{inner}\"")));
    }
    if value.contains('"') || value.starts_with('{') || junk_text.contains(['"', '{', '}']) {
        return syntax_error(
            codes::BRACES_AND_QUOTES_MIXED,
            file.span(junk.clone()),
            "text behind the end of the value",
            section,
            target,
        )
        .label(format!("the value ends before this, at `{}`", shown_value(key, value)))
        .help("quote the whole value once: `\"...\"`");
    }
    if target.reader() == Reader::StrongSwan {
        let span = file.span(junk.clone());
        let whole = file.span(line.value_range().start.min(junk.start)..junk.end);
        return syntax_error(codes::UNQUOTED_SPACES_IN_VALUE, span, "`=` cannot stand in an unquoted value", section, target)
            .note(format!("{} ends the value at `=`", target.program()))
            .help("put the value in quotes")
            .fix(Fix::safe("quote the value", whole, format!("\"{}\"", &text[whole.range()])));
    }
    let looks_like_parameter = junk_text.split_once('=').is_some_and(|(word, _)| {
        matches!(crate::keyword::lookup(word.trim(), target), crate::keyword::Lookup::Known { .. }) && !value.ends_with(',')
    });
    if looks_like_parameter {
        return syntax_error(codes::UNQUOTED_SPACES_IN_VALUE, file.span(junk), "a second parameter on the line", section, target)
            .help("one parameter a line: move it to the next line");
    }
    // A DN written without quotes goes on behind its first comma.
    let comma = usize::from(value.ends_with(','));
    let span = file.span(if comma == 1 { line.value_range().end - 1..junk.end } else { junk.clone() });
    let whole = file.span(line.value_range().start..junk.end);
    let quoted = format!("\"{}\"", &text[whole.range()]);
    syntax_error(codes::UNQUOTED_SPACES_IN_VALUE, span, "a value with blanks must be quoted", section, target)
        .label(format!("{} ends the value before this", target.program()))
        .help(format!("write `{}={}`", printable(key), shown_value(key, &quoted)))
        .fix(Fix::safe("quote the value", whole, quoted))
}

/// The awk reader's rules for quotes and blanks.
fn classic_value(file: &File, line: &Line, section: Option<&Section>, target: Target) -> Option<Diagnostic> {
    let text = file.text();
    let value = &text[line.value_range()];
    let span = file.span(line.value_range());
    let is_quoted = file.value(line).form == Form::Quoted;
    if line.problem.is_some() || is_quoted {
        return None;
    }
    if value.contains('"') {
        let at = line.value_range().start + value.find('"').unwrap_or(0);
        return Some(
            syntax_error(codes::UNTERMINATED_QUOTE, file.span(at..at + 1), "mismatched quotes", section, target)
                .note(format!("{} wants one pair of quotes around the whole value, or none", target.program())),
        );
    }
    value.contains([' ', '\t']).then(|| {
        syntax_error(codes::UNQUOTED_SPACES_IN_VALUE, span, "a value with blanks must be quoted", section, target)
            .help(format!("write `{}=\"{}\"`", printable(&text[line.key_range()]), shown_value(&text[line.key_range()], value)))
            .fix(Fix::safe("quote the value", span, format!("\"{value}\"")))
    })
}

fn is_classic_name(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// Words between the keyword and `=`.
fn discarded(file: &File, line: &Line, section: Option<&Section>, target: Target, out: &mut Vec<Diagnostic>) {
    let range = line.discarded_range(file.text());
    let words = &file.text()[range.clone()];
    if words.is_empty() || words == "\"" || line.problem == Some(Problem::Unindented) {
        return;
    }
    let span = file.span(range.clone());
    let message = format!("`{}` before `=` is dropped", printable(words));
    out.push(match target.reader() {
        // Openswan has no such mode of its scanner: the word is a token, and a syntax error.
        Reader::Openswan => syntax_error(codes::DISCARDED_WORDS, span, "a word before `=`", section, target),
        _ => Diagnostic::new(codes::DISCARDED_WORDS, Effect::Misread, span, message)
            .note(format!("{} skips everything between a keyword and `=`", target.program()))
            .help("remove it")
            .fix(Fix::safe("remove it", file.span(line.key_range().end..range.end), "")),
    });
}

/// `x-note=` with nothing behind it: older flex readers take the next line for its value.
fn comment_entry(file: &File, index: u32, target: Target, out: &mut Vec<Diagnostic>) {
    let line = &file.lines()[index as usize];
    let swallows = matches!(target.reader(), Reader::Openswan | Reader::Libreswan4);
    if line.kind != LineKind::CommentEntry || !swallows || !line.value_range().is_empty() {
        return;
    }
    let Some(next) = file.lines().get(index as usize + 1).filter(|next| next.kind == LineKind::Entry) else { return };
    out.push(
        Diagnostic::new(
            codes::EMPTY_VALUE,
            Effect::Misread,
            file.span(line.key_range()),
            "an empty comment keyword swallows the next line",
        )
        .related(file.span(content(file, next)), "this line becomes its value")
        .note(format!("{} looks for the value beyond the end of the line", target.program()))
        .help("give it a value, or use a `#` comment"),
    );
}

/// `#` directly behind an unquoted value or name.
fn glued_comment(file: &File, line: &Line, target: Target, out: &mut Vec<Diagnostic>) {
    let text = file.text();
    let what = match line.kind {
        LineKind::Entry => "value",
        LineKind::Header(SectionKind::Conn | SectionKind::Ca) => "name",
        _ => return,
    };
    if line.form != Form::Bare || line.problem.is_some() {
        return;
    }
    let value = &text[line.value_range()];
    let comment = line.comment_range(text);
    let glued = |at: usize, message: String| {
        Diagnostic::new(codes::COMMENT_GLUED_TO_VALUE, Effect::Works, file.span(at..at + 1), message)
    };
    if target.reader() == Reader::StrongSwan {
        let is_glued = !value.is_empty() && comment.start == line.value_range().end && !comment.is_empty();
        if is_glued {
            out.push(
                glued(comment.start, format!("`#` ends the {what} here and starts a comment"))
                    .note(format!("{} starts a comment at any `#`; the other programs only behind a blank", target.program()))
                    .help(format!("put a blank before `#` if a comment is meant, or quote the {what} if not")),
            );
        }
        return;
    }
    let Some(at) = value.find('#') else { return };
    // `@#0102` is an identity in hexadecimal.
    if value[..at].ends_with('@') || value.starts_with('#') && value.len() > 1 && at != 0 {
        return;
    }
    // The classic reader has its own finding about names.
    if what == "name" && target.reader() == Reader::Classic {
        return;
    }
    out.push(
        glued(line.value_range().start + at, format!("`#` is a part of the {what} here"))
            .note(format!("{} starts a comment at `#` only behind a blank; strongSwan starts one here", target.program()))
            .help(format!("put a blank before `#` if a comment is meant, or quote the {what} if not")),
    );
}

fn ends_in_backslash(file: &File, line: &Line) -> bool {
    let text = file.text();
    let end = line.comment_range(text).start;
    let content = &text[line.range().start..end];
    line.kind == LineKind::Entry && content.trim_end().ends_with('\\') && file.value(line).form != Form::Quoted
}

/// Whether the line before ends in a backslash, so that its finding speaks for this one too.
fn continues(file: &File, index: u32) -> bool {
    let mut before = file.lines()[..index as usize].iter().rev();
    // A run of continued lines ends in a line that stands by itself.
    let text = file.text();
    before.next().is_some_and(|line| text[..line.content_end(text)].trim_end_matches([' ', '\t']).ends_with('\\'))
}

fn foreign_comment(text: &str) -> Option<&'static str> {
    if text.starts_with("//") {
        return Some("//");
    }
    text.starts_with(';').then_some(";")
}

fn foreign_comment_found(comment: &str, span: Span, section: Option<&Section>, target: Target) -> Diagnostic {
    syntax_error(codes::FOREIGN_COMMENT, span, format!("`{comment}` does not start a comment"), section, target)
        .help("use `#`")
        .fix(Fix::safe("use `#`", span, "#"))
}

/// As [`strange_characters`] for a line that is no part of a section: `include`, `version`.
pub(super) fn odd_characters(file: &File, line: &Line, target: Target, out: &mut Vec<Diagnostic>) {
    out.extend(strange_characters(file, line, None, target).unwrap_or_default());
}

/// Characters that look like others or cannot be seen, and control characters. One finding for each.
fn strange_characters(file: &File, line: &Line, section: Option<&Section>, target: Target) -> Option<Vec<Diagnostic>> {
    let text = file.text();
    let start = line.range().start;
    let content = &text[start..line.comment_range(text).start];
    if content.bytes().all(|b| (b' '..0x7f).contains(&b) || b == b'\t') {
        return None;
    }
    let mut found: Vec<(Range<usize>, Strange)> = Vec::new();
    for (at, c) in content.char_indices() {
        let range = start + at..start + at + c.len_utf8();
        let Some(strange) = strange(c).filter(|strange| is_meant_otherwise(*strange, &range, line)) else { continue };
        match found.last_mut() {
            // A run of control characters, with what stands between them, is one piece of junk.
            Some((last, Strange::Control)) if strange == Strange::Control => last.end = range.end,
            Some((last, before)) if *before == strange && strange.is_blank_like() && last.end == range.start => {
                last.end = range.end;
            }
            _ => found.push((range, strange)),
        }
    }
    if found.is_empty() {
        return None;
    }
    let diagnostics = found.into_iter().map(|(range, strange)| strange_character(file, line, range, strange, section, target));
    Some(diagnostics.collect())
}

fn strange_character(
    file: &File,
    line: &Line,
    range: Range<usize>,
    strange: Strange,
    section: Option<&Section>,
    target: Target,
) -> Diagnostic {
    let span = file.span(range.clone());
    let first = file.text()[range.clone()].chars().next().unwrap_or_default();
    let codepoint = format!("U+{:04X}", first as u32);
    let code = match strange {
        Strange::Control if first == '\0' => codes::NUL_BYTE,
        Strange::Control => codes::CONTROL_CHARACTER,
        _ => codes::TYPOGRAPHIC_CHARACTER,
    };
    let message = match strange {
        Strange::Quote | Strange::SingleQuote => format!("typographic quote {codepoint} is a character like any other"),
        Strange::Blank => format!("{} {codepoint} is no blank here", blank_name(first)),
        Strange::Invisible => format!("{} {codepoint} cannot be seen and is a part of the line", blank_name(first)),
        Strange::Dash => format!("typographic dash {codepoint} is no `-`"),
        Strange::FullWidth if first == '\u{ff1d}' => format!("{codepoint} is no `=`"),
        Strange::FullWidth => format!("full-width {codepoint} is no `{}`", narrow(first)),
        Strange::Control if first == '\0' => "a NUL byte in a text file".to_owned(),
        Strange::Control => format!("control character {codepoint} in a text file"),
    };
    let mut diagnostic = syntax_error(code, span, message, section, target);
    let is_key = range.end <= line.key_range().end && matches!(line.kind, LineKind::Entry | LineKind::Bad);
    match target.reader() {
        Reader::Classic => {}
        _ if line.problem.is_some() => {}
        Reader::StrongSwan if is_key => set_effect(&mut diagnostic, Effect::Ignored),
        _ if is_key => set_effect(&mut diagnostic, Effect::FileRefused),
        _ => set_effect(&mut diagnostic, Effect::Misread),
    }
    let write = |diagnostic: Diagnostic, ascii: String| {
        let words = format!("use `{ascii}`");
        diagnostic.help(words.clone()).fix(Fix::safe(words, span, ascii))
    };
    match strange {
        Strange::Quote | Strange::SingleQuote => write(diagnostic, "\"".to_owned()),
        Strange::Dash => write(diagnostic, "-".to_owned()),
        Strange::FullWidth => write(diagnostic, narrow(first).to_string()),
        Strange::Blank => diagnostic.help("use a tab or blanks").fix(Fix::safe("use a blank", span, " ")),
        Strange::Invisible => diagnostic.help("remove it").fix(Fix::safe("remove it", span, "")),
        Strange::Control => diagnostic.help("remove it"),
    }
}

fn set_effect(diagnostic: &mut Diagnostic, effect: Effect) {
    diagnostic.effect = effect;
    diagnostic.severity = effect.severity();
    diagnostic.conn = None;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strange {
    Quote,
    SingleQuote,
    Blank,
    Invisible,
    Dash,
    FullWidth,
    Control,
}

impl Strange {
    fn is_blank_like(self) -> bool {
        matches!(self, Strange::Blank | Strange::Invisible)
    }
}

fn strange(c: char) -> Option<Strange> {
    match c {
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{2033}' | '\u{ab}' | '\u{bb}' => Some(Strange::Quote),
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '\u{2032}' => Some(Strange::SingleQuote),
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Some(Strange::Blank),
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => {
            Some(Strange::Invisible)
        }
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some(Strange::Dash),
        '\u{ff01}'..='\u{ff5e}' => Some(Strange::FullWidth),
        '\t' => None,
        c if c.is_control() => Some(Strange::Control),
        _ => None,
    }
}

/// Dashes, apostrophes and full-width letters are right in the name of a person or a company, which is quoted text.
fn is_meant_otherwise(strange: Strange, range: &Range<usize>, line: &Line) -> bool {
    let value = line.value_range();
    let is_in_value = value.start <= range.start && range.end <= value.end && line.problem.is_none();
    match strange {
        Strange::SingleQuote => !is_in_value || range.start == value.start || range.end == value.end,
        Strange::Dash | Strange::FullWidth => !is_in_value || line.form == Form::Bare,
        _ => true,
    }
}

/// The ASCII character that a full-width one stands for.
fn narrow(c: char) -> char {
    (c as u32).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c)
}

fn blank_name(c: char) -> &'static str {
    match c {
        '\u{a0}' | '\u{202f}' => "no-break space",
        '\u{200b}' | '\u{2060}' | '\u{feff}' => "zero-width space",
        '\u{ad}' => "soft hyphen",
        '\u{200c}' | '\u{200d}' => "zero-width joiner",
        '\u{2028}' | '\u{2029}' => "line separator",
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2061}'..='\u{2069}' => "direction mark",
        _ => "typographic space",
    }
}

/// The blanks before the parameter above, or a tab.
fn indent(file: &File, index: u32) -> String {
    let text = file.text();
    let indented = |line: &&Line| line.kind == LineKind::Entry && line.problem != Some(Problem::Unindented);
    let near = file.lines()[..index as usize].iter().rev().take(20).find(indented);
    near.map_or("\t".to_owned(), |line| text[line.range().start..line.key_range().start].trim_start_matches('"').to_owned())
}

/// Judges a section header; `true` when it is so broken that the section stands for nothing.
pub(super) fn header(
    file: &File,
    line: &Line,
    kind: SectionKind,
    name: &str,
    target: Target,
    out: &mut Vec<Diagnostic>,
) -> bool {
    let text = file.text();
    let word = &text[line.key_range()];
    let word_span = file.span(line.key_range());
    let name_span = file.span(line.value_range());
    let error = |code, span, message: String| syntax_error(code, span, message, None, target);
    if let Some(found) = strange_characters(file, line, None, target).filter(|_| target.reader() != Reader::Classic) {
        out.extend(found);
        return false;
    }
    match line.problem {
        Some(Problem::MissingName) if kind == SectionKind::Setup => {
            out.push(error(codes::MISSING_SECTION_NAME, word_span, "`config` must be followed by `setup`".to_owned()).help("write `config setup`"));
            return true;
        }
        Some(Problem::MissingName) => {
            out.push(error(codes::MISSING_SECTION_NAME, word_span, format!("`{word}` needs a name")).help(format!("write `{word} NAME`")));
            return true;
        }
        Some(Problem::NotSetup) => {
            let value = file.value(line);
            let diagnostic = if value.text == "setup" {
                let whole = file.span(line.key_range().start..line.value_range().end);
                error(codes::UNKNOWN_SECTION, whole, "`config setup` must have exactly one blank".to_owned())
                    .note(format!("{} takes it for one word", target.program()))
                    .fix(Fix::safe("write one blank", whole, "config setup"))
            } else {
                let near = strsim::damerau_levenshtein(&value.text, "setup") <= 2;
                let found = error(codes::UNKNOWN_SECTION, name_span, "`config` must be followed by `setup`".to_owned());
                if near {
                    found.help("did you mean `setup`?").fix(Fix::risky("write `setup`", name_span, "setup"))
                } else {
                    found.help("write `config setup`, or `conn NAME` for a connection")
                }
            };
            out.push(diagnostic);
            return false;
        }
        Some(Problem::UnclosedQuote) => {
            out.push(unclosed_quote(file, line, None, target));
            return true;
        }
        Some(Problem::OneWordComment) => out.push(one_word_comment(file, line, None, target)),
        Some(Problem::Junk) => {
            out.push(name_junk(file, line, name, target));
            return true;
        }
        _ => {}
    }
    glued_comment(file, line, target, out);
    if kind == SectionKind::Ca && target.reader() != Reader::StrongSwan {
        out.push(
            error(codes::UNKNOWN_SECTION, word_span, "`ca` sections are strongSwan's".to_owned())
                .note(format!("{} refuses the whole file", target.program()))
                .help(match target.dialect {
                    Dialect::Libreswan => "certificates of authorities live in the NSS database: `certutil -A -t CT,, ...`",
                    _ => "put the certificate of the authority into /etc/ipsec.d/cacerts",
                }),
        );
        return true;
    }
    name_form(line, name, name_span, target, out)
}

fn name_junk(file: &File, line: &Line, name: &str, target: Target) -> Diagnostic {
    let junk = line.junk_range(file.text());
    let whole = file.span(line.value_range().start..junk.end);
    let joined = file.text()[whole.range()].split([' ', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    let message = format!("unexpected text behind the name `{}`", printable(name));
    syntax_error(codes::SPACE_IN_SECTION_NAME, file.span(junk), message, None, target)
        .note(format!("{} wants one word", target.program()))
        .help(format!("write `{}`", printable(&joined)))
        .fix(Fix::risky("join the words with `-`", whole, joined))
}

/// Names that a reader cannot take, or takes for something else.
fn name_form(line: &Line, name: &str, span: Span, target: Target, out: &mut Vec<Diagnostic>) -> bool {
    if matches!(line.kind, LineKind::Header(SectionKind::Setup)) {
        return false;
    }
    let refuse = |message: String, note: String| {
        syntax_error(codes::BAD_SECTION_NAME, span, message, None, target).note(note)
    };
    let is_digits = !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit()) && line.form == Form::Bare;
    match target.reader() {
        Reader::Openswan | Reader::Libreswan4 if is_digits || name == "%forever" && line.form == Form::Bare => {
            out.push(
                refuse(
                    format!("`{name}` is a number, not a name"),
                    format!("{} reads bare digits as a number and refuses the file", target.program()),
                )
                .help(format!("quote it, or put a letter before it: `conn c{name}`")),
            );
            true
        }
        Reader::Classic => {
            let is_special = name.starts_with('%');
            let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic());
            let is_plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
            if is_special && name == "%default" || starts_well && is_plain {
                return false;
            }
            let words = name.contains([' ', '\t']);
            let (code, message) = if words {
                (codes::SPACE_IN_SECTION_NAME, "a section has one word as its name".to_owned())
            } else {
                (codes::BAD_SECTION_NAME, format!("`{}` is no section name", printable(name)))
            };
            out.push(
                syntax_error(code, span, message, None, target)
                    .note(format!("{} wants a letter, then letters, digits, `.`, `_` and `-`", target.program())),
            );
            true
        }
        Reader::StrongSwan if name.contains([' ', '\t']) && line.form == Form::Bare => {
            out.push(
                syntax_error(codes::SPACE_IN_SECTION_NAME, span, "a section has one word as its name", None, target)
                    .note(format!("{} refuses the whole file", target.program()))
                    .help("quote the name, or join the words with `-`")
                    .fix(Fix::safe("quote the name", span, format!("\"{name}\""))),
            );
            true
        }
        _ => false,
    }
}

/// A `version` line.
pub(super) fn version(file: &File, line: &Line, is_first: bool, target: Target, out: &mut Vec<Diagnostic>) {
    let text = file.text();
    let span = file.span(line.value_range());
    let version = file.value(line).text.into_owned();
    let word_span = file.span(line.key_range());
    match target.reader() {
        Reader::StrongSwan => {}
        Reader::Classic => {
            // The awk reader compares the number with 2.0, so `2` and `2.0x` pass.
            let digits = version.find(|c: char| !c.is_ascii_digit() && c != '.').map_or(version.as_str(), |at| &version[..at]);
            if digits.parse::<f64>().ok() != Some(2.0) {
                out.push(
                    Diagnostic::new(codes::UNKNOWN_VERSION, Effect::FileRefused, if span.is_empty() { word_span } else { span }, format!("version `{}` is not 2.0", printable(&version)))
                        .note(format!("{} reads version 2.0 files only", target.program()))
                        .help("write `version 2.0`"),
                );
            }
        }
        _ if !is_first => {
            let whole = file.span(line.range());
            out.push(
                Diagnostic::new(codes::MISPLACED_VERSION, Effect::FileRefused, word_span, "`version` must come first")
                    .note(format!("{} takes it only before the first section, once, and not in an included file", target.program()))
                    .help("remove the line: the value is not used")
                    .fix(Fix::safe("remove the line", whole, "")),
            );
        }
        _ if line.value_range().is_empty() => out.push(
            Diagnostic::new(codes::UNKNOWN_VERSION, Effect::FileRefused, word_span, "`version` needs a number")
                .help("write `version 2`"),
        ),
        _ => {
            if line.problem == Some(Problem::Junk) {
                let junk = file.span(line.junk_range(text));
                out.push(Diagnostic::new(codes::UNKNOWN_VERSION, Effect::FileRefused, junk, "unexpected text behind the version"));
            } else if !matches!(version.as_str(), "2" | "2.0") {
                out.push(
                    Diagnostic::new(codes::UNKNOWN_VERSION, Effect::Works, span, format!("version `{}` is unknown; files are version 2", printable(&version)))
                        .note(format!("{} takes any word here and does not use it", target.program()))
                        .help("write `version 2`"),
                );
            }
        }
    }
}

/// The awk reader wants `version 2.0` before the first section.
pub(super) fn missing_version(file: &File, seen: Option<Span>, out: &mut Vec<Diagnostic>) {
    let starts = |line: &&Line| !matches!(line.kind, LineKind::Blank | LineKind::Comment | LineKind::Include);
    let first = file.lines().iter().find(starts);
    let is_missing = match (first, seen) {
        (Some(first), Some(seen)) => seen.file == file.id() && (seen.start as usize) > first.range().start,
        (Some(_), None) => true,
        (None, _) => false,
    };
    if let Some(first) = first.filter(|_| is_missing) {
        let span = file.span(first.key_range());
        let at = file.span(first.range().start..first.range().start);
        out.push(
            Diagnostic::new(codes::MISSING_VERSION, Effect::FileRefused, span, "`version 2.0` must come before this")
                .note("Openswan 2.4 and FreeS/WAN refuse a file without it")
                .help("start the file with `version 2.0`")
                .fix(Fix::safe("insert `version 2.0`", at, "version 2.0\n\n")),
        );
    }
}
