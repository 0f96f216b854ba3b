//! Diagnostics without the secrets of the files that they are about.

use std::collections::HashSet;
use std::ops::Range;

use super::{Diagnostic, Edit, Fix};
use crate::syntax::{File, Shape};
use crate::text::{FileId, Source, SourceMap, Span, printable};

/// What stands for a secret in a message.
const HIDDEN: &str = "***";

/// Shorter texts stand in too many words by chance.
const LEAST: usize = 4;

/// The same diagnostics, fit for everybody's eyes: neither messages nor fixes hold a secret of `sources`. A fix that needs
/// one is left out, and a note says so.
///
/// The texts are another matter: draw them from [`SourceMap::masked`].
pub fn without_secrets(diagnostics: &[Diagnostic], sources: &SourceMap) -> Vec<Diagnostic> {
    let known: HashSet<&str> = sources
        .iter()
        .flat_map(|(_, source)| {
            let ranges = source.secrets().iter();
            ranges.map(|range| &source.text()[range.clone()])
        })
        .collect();
    diagnostics
        .iter()
        .map(|diagnostic| Discreet::new(diagnostic, sources, &known).diagnostic())
        .collect()
}

/// One diagnostic and the secrets near it.
struct Discreet<'a> {
    diagnostic: &'a Diagnostic,
    sources: &'a SourceMap,
    /// All secrets there are.
    known: &'a HashSet<&'a str>,
    /// Those in the lines that the diagnostic is about, and their words, the longest first.
    near: Vec<String>,
}

impl<'a> Discreet<'a> {
    fn new(
        diagnostic: &'a Diagnostic,
        sources: &'a SourceMap,
        known: &'a HashSet<&'a str>,
    ) -> Discreet<'a> {
        let labels = diagnostic.related.iter().chain([&diagnostic.primary]);
        let edits = diagnostic.fix.iter().flat_map(|fix| &fix.edits);
        let spans = labels
            .map(|label| label.span)
            .chain(edits.map(|edit| edit.span));
        let mut near: Vec<String> = Vec::new();
        for span in spans {
            let source = sources.get(span.file);
            // To find the lines takes an index of the whole file.
            if source.secrets().is_empty() {
                continue;
            }
            for range in overlapped(source, &lines_of(source, span)) {
                let secret = &source.text()[range.clone()];
                for part in parts(secret) {
                    near.extend([part.to_owned(), printable(part).into_owned()]);
                }
            }
        }
        near.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        near.dedup();
        Discreet {
            diagnostic,
            sources,
            known,
            near,
        }
    }

    fn diagnostic(&self) -> Diagnostic {
        let mut out = self.diagnostic.clone();
        let texts = out.help.iter_mut().chain(&mut out.notes);
        for text in texts.chain([&mut out.message]) {
            self.hide(text);
        }
        for label in out.related.iter_mut().chain([&mut out.primary]) {
            self.hide(&mut label.message);
        }
        if let Some(fix) = out.fix.take() {
            out.fix = self.fix(fix);
            if out.fix.is_none() {
                out.notes
                    .push("there is a fix; it is not shown because it holds a secret".to_owned());
            }
        }
        out
    }

    /// What a message says of a file stands between backticks.
    fn hide(&self, text: &mut String) {
        let has_near = |part: &str| self.near.iter().any(|secret| part.contains(&**secret));
        let quoted =
            |(i, part): &(usize, &str)| i % 2 == 1 && (self.known.contains(part) || has_near(part));
        if text.split('`').enumerate().any(|part| quoted(&part)) {
            let parts = text.split('`').enumerate().map(|(i, part)| {
                if !quoted(&(i, part)) {
                    return part.to_owned();
                }
                if self.known.contains(part) {
                    return HIDDEN.to_owned();
                }
                self.near.iter().fold(part.to_owned(), |part, secret| {
                    part.replace(&**secret, HIDDEN)
                })
            });
            *text = parts.collect::<Vec<String>>().join("`");
        }
        for secret in self.near.iter().filter(|secret| secret.len() >= LEAST) {
            if text.contains(&**secret) {
                *text = text.replace(&**secret, HIDDEN);
            }
        }
    }

    /// The edits around the secrets; nothing if one of them is about the secret itself.
    fn fix(&self, mut fix: Fix) -> Option<Fix> {
        self.hide(&mut fix.title);
        let mut edits = Vec::with_capacity(fix.edits.len());
        for edit in fix.edits {
            self.around_secrets(edit, &mut edits);
        }
        let holds_secret = |edit: &Edit| {
            let source = self.sources.get(edit.span.file);
            let is_inside = overlapped(source, &edit.span.range()).next().is_some();
            let tells = edit.text.chars().any(char::is_alphanumeric);
            tells && (is_inside || self.tells(&edit.text))
        };
        if edits.iter().any(holds_secret) {
            return None;
        }
        Some(Fix { edits, ..fix })
    }

    /// Whether a new text brings a secret, from these lines or from others.
    fn tells(&self, text: &str) -> bool {
        let is_near = |secret: &String| secret.len() >= LEAST && text.contains(&**secret);
        let has_own = || {
            Shape::ALL.into_iter().any(|shape| {
                let file = File::from_text(FileId(0), text.into(), shape);
                !file.secrets().is_empty()
            })
        };
        self.near.iter().any(is_near)
            || self.known.contains(text.trim().trim_matches('"'))
            || (text.contains(['=', ':']) && has_own())
    }

    /// An edit that gives a secret back as it was becomes edits of what stands around it.
    fn around_secrets(&self, edit: Edit, out: &mut Vec<Edit>) {
        let source = self.sources.get(edit.span.file);
        let range = edit.span.range();
        let (mut at, mut new) = (range.start, &*edit.text);
        let mut parts: Vec<(Range<usize>, &str)> = Vec::new();
        for secret in overlapped(source, &range) {
            let is_whole = range.start <= secret.start && secret.end <= range.end;
            let text = &source.text()[secret.clone()];
            let Some(found) = new.find(text).filter(|_| is_whole) else {
                continue;
            };
            parts.push((at..secret.start, &new[..found]));
            (at, new) = (secret.end, &new[found + text.len()..]);
        }
        if parts.is_empty() {
            return out.push(edit);
        }
        parts.push((at..range.end, new));
        for (range, text) in parts {
            if &source.text()[range.clone()] != text {
                out.push(Edit {
                    span: Span::new(edit.span.file, range),
                    text: text.to_owned(),
                });
            }
        }
    }
}

/// The secret, its words, and these without what may be added or thrown away at their ends.
fn parts(secret: &str) -> impl Iterator<Item = &str> {
    let words = secret
        .split_whitespace()
        .flat_map(|word| [word, word.trim_matches(|c: char| !c.is_alphanumeric())]);
    std::iter::once(secret)
        .chain(words)
        .filter(|part| !part.is_empty())
}

/// The bytes of the lines that a span touches.
fn lines_of(source: &Source, span: Span) -> Range<usize> {
    let index = source.line_index();
    let start = index.start(index.line(span.start)) as usize;
    let last = index.line(span.end);
    let end = if last + 1 < index.len(source.text()) {
        index.start(last + 1) as usize
    } else {
        source.text().len()
    };
    start..end
}

/// The secrets in a part of a text; a place between two characters is inside when it is inside of a secret.
fn overlapped<'a>(
    source: &'a Source,
    part: &Range<usize>,
) -> impl Iterator<Item = &'a Range<usize>> + use<'a> {
    let secrets = source.secrets();
    let from = secrets.partition_point(|range| range.end <= part.start);
    let end = part.end;
    secrets[from..]
        .iter()
        .take_while(move |range| range.start < end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Effect, codes};

    const TEXT: &str = "conn a\n\tx-psk=\"big cat\" # home\n\tleft=192.0.2.1\n";

    /// A source whose secret is `big cat`.
    fn sources() -> (SourceMap, FileId) {
        let mut sources = SourceMap::default();
        let mut source = Source::new("a", TEXT);
        let at = TEXT.find("big cat").expect("it is there");
        source.keep_secret(std::iter::once(at..at + 7));
        let file = sources.add(source);
        (sources, file)
    }

    fn span(file: FileId, part: &str) -> Span {
        let at = TEXT.find(part).expect("it is there");
        Span::new(file, at..at + part.len())
    }

    fn check(place: &str, message: &str, expected: &str) {
        let (sources, file) = sources();
        let found = Diagnostic::new(
            codes::UNKNOWN_KEYWORD,
            Effect::Works,
            span(file, place),
            message,
        )
        .help(message)
        .note(message)
        .label(message)
        .related(span(file, "left"), message);
        let discreet = &without_secrets(&[found], &sources)[0];
        assert_eq!(discreet.message, expected);
        assert_eq!(discreet.help, [expected]);
        assert_eq!(discreet.notes, [expected]);
        assert_eq!(discreet.primary.message, expected);
        assert_eq!(discreet.related[0].message, expected);
    }

    #[test]
    fn messages() {
        check("x-psk", "`big cat` is no number", "`***` is no number");
        check("x-psk", "`cat\"` is thrown away", "`***\"` is thrown away");
        check("x-psk", "read as big cat", "read as ***");
        check(
            "conn",
            "`big cat` comes from elsewhere",
            "`***` comes from elsewhere",
        );
        check("x-psk", "a category of its own", "a category of its own");
        check("left", "`cat` is no address", "`cat` is no address");
    }

    /// The edits of a fix: the old text and the new one.
    fn check_fix(edits: &[(&str, &str)], expected: Option<&[(&str, &str)]>) {
        let (sources, file) = sources();
        let mut fix = Fix::safe("write `big cat`", span(file, edits[0].0), edits[0].1);
        for (old, new) in &edits[1..] {
            fix = fix.and(span(file, old), *new);
        }
        let place = span(file, edits[0].0);
        let found = Diagnostic::new(codes::UNKNOWN_KEYWORD, Effect::Works, place, "").fix(fix);
        let discreet = without_secrets(&[found], &sources).remove(0);
        let shown = discreet.fix.as_ref().map(|fix| {
            let edits = fix.edits.iter();
            edits
                .map(|edit| (sources.slice(edit.span), &*edit.text))
                .collect::<Vec<_>>()
        });
        assert_eq!(shown.as_deref(), expected);
        assert_eq!(discreet.notes.len(), usize::from(expected.is_none()));
    }

    #[test]
    fn fixes() {
        let unquoted = [("\"", ""), ("\" ", " ")];
        check_fix(&[("\"big cat\" ", "big cat ")], Some(&unquoted));
        check_fix(&[("big cat", "")], Some(&[("big cat", "")]));
        check_fix(&[("big cat", "BIG CAT")], None);
        check_fix(&[("192.0.2.1", "big cat")], None);
        check_fix(&[("home", ""), ("left", "x-psk=\"big cat\"")], None);
        check_fix(&[("192.0.2.1", "x\n\tx-psk=other")], None);
        check_fix(
            &[("192.0.2.1", "192.0.2.9")],
            Some(&[("192.0.2.1", "192.0.2.9")]),
        );
    }
}
