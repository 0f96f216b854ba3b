//! Section headers.

use super::characters::strange_characters;
use super::{glued_comment, one_word_comment, syntax_error, unclosed_quote};
use crate::diagnostic::{Diagnostic, Fix, codes};
use crate::syntax::{File, Line, LineKind, Problem, SectionKind};
use crate::target::{Dialect, Reader, Target};
use crate::text::{Span, printable};
use crate::value::Form;

/// Judges a section header; `true` when it is so broken that the section stands for nothing.
pub(in crate::model) fn header(
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
    if let Some(found) =
        strange_characters(file, line, None, target).filter(|_| target.reader() != Reader::Classic)
    {
        out.extend(found);
        return false;
    }
    match line.problem {
        Some(Problem::MissingName) if kind == SectionKind::Setup => {
            out.push(
                error(
                    codes::MISSING_SECTION_NAME,
                    word_span,
                    "`config` must be followed by `setup`".to_owned(),
                )
                .help("write `config setup`"),
            );
            return true;
        }
        Some(Problem::MissingName) => {
            out.push(
                error(
                    codes::MISSING_SECTION_NAME,
                    word_span,
                    format!("`{word}` needs a name"),
                )
                .help(format!("write `{word} NAME`")),
            );
            return true;
        }
        Some(Problem::NotSetup) => {
            let value = file.value(line);
            let diagnostic = if value.text == "setup" {
                let whole = file.span(line.key_range().start..line.value_range().end);
                error(
                    codes::UNKNOWN_SECTION,
                    whole,
                    "`config setup` must have exactly one blank".to_owned(),
                )
                .note(format!("{} takes it for one word", target.program()))
                .fix(Fix::safe("write one blank", whole, "config setup"))
            } else {
                let near = strsim::damerau_levenshtein(&value.text, "setup") <= 2;
                let found = error(
                    codes::UNKNOWN_SECTION,
                    name_span,
                    "`config` must be followed by `setup`".to_owned(),
                );
                if near {
                    found.help("did you mean `setup`?").fix(Fix::risky(
                        "write `setup`",
                        name_span,
                        "setup",
                    ))
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
    let joined = file.text()[whole.range()]
        .split([' ', '\t'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    let message = format!("unexpected text behind the name `{}`", printable(name));
    syntax_error(
        codes::SPACE_IN_SECTION_NAME,
        file.span(junk),
        message,
        None,
        target,
    )
    .note(format!("{} wants one word", target.program()))
    .help(format!("write `{}`", printable(&joined)))
    .fix(Fix::risky("join the words with `-`", whole, joined))
}

/// Names that a reader cannot take, or takes for something else.
fn name_form(
    line: &Line,
    name: &str,
    span: Span,
    target: Target,
    out: &mut Vec<Diagnostic>,
) -> bool {
    if matches!(line.kind, LineKind::Header(SectionKind::Setup)) {
        return false;
    }
    let refuse = |message: String, note: String| {
        syntax_error(codes::BAD_SECTION_NAME, span, message, None, target).note(note)
    };
    let is_digits =
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit()) && line.form == Form::Bare;
    match target.reader() {
        Reader::Openswan | Reader::Libreswan4
            if is_digits || name == "%forever" && line.form == Form::Bare =>
        {
            out.push(
                refuse(
                    format!("`{name}` is a number, not a name"),
                    format!(
                        "{} reads bare digits as a number and refuses the file",
                        target.program()
                    ),
                )
                .help(format!(
                    "quote it, or put a letter before it: `conn c{name}`"
                )),
            );
            true
        }
        Reader::Classic => {
            let is_special = name.starts_with('%');
            let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic());
            let is_plain = name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
            if is_special && name == "%default" || starts_well && is_plain {
                return false;
            }
            let words = name.contains([' ', '\t']);
            let (code, message) = if words {
                (
                    codes::SPACE_IN_SECTION_NAME,
                    "a section has one word as its name".to_owned(),
                )
            } else {
                (
                    codes::BAD_SECTION_NAME,
                    format!("`{}` is no section name", printable(name)),
                )
            };
            out.push(
                syntax_error(code, span, message, None, target).note(format!(
                    "{} wants a letter, then letters, digits, `.`, `_` and `-`",
                    target.program()
                )),
            );
            true
        }
        Reader::StrongSwan if name.contains([' ', '\t']) && line.form == Form::Bare => {
            out.push(
                syntax_error(
                    codes::SPACE_IN_SECTION_NAME,
                    span,
                    "a section has one word as its name",
                    None,
                    target,
                )
                .note(format!("{} refuses the whole file", target.program()))
                .help("quote the name, or join the words with `-`")
                .fix(Fix::safe("quote the name", span, format!("\"{name}\""))),
            );
            true
        }
        _ => false,
    }
}
