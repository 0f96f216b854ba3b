//! Comments that silence findings: `# ipsec-lint: ignore[M110] reason` and `# ipsec-lint: ignore-file[X] reason`.

use std::ops::Range;

use foldhash::HashMap;
use ipsec_conf::model::Model;
use ipsec_conf::secrets::{SecretsFile, TokenKind};
use ipsec_conf::{Diagnostic, Effect, File, FileId, Secrets, Span, diagnostic::Fix};

use crate::select::Selection;

/// One word of a comment.
struct Suppression {
    file: FileId,
    /// The code, prefix or name, and its place.
    word: String,
    span: Span,
    /// The physical lines of the file it silences, counted from 0; `None` for the whole file.
    lines: Option<Range<usize>>,
    used: bool,
}

/// Takes the suppressed findings out, counts them, and adds findings about suppressions that silence nothing.
pub(crate) fn apply(
    model: &Model,
    secrets: Option<&Secrets>,
    found: Vec<Diagnostic>,
    selection: &Selection,
) -> (Vec<Diagnostic>, usize) {
    let mut suppressions: Vec<Suppression> = model
        .files()
        .iter()
        .flat_map(|file| of_file(file))
        .collect();
    suppressions.extend(
        secrets
            .iter()
            .flat_map(|secrets| secrets.files())
            .flat_map(|file| of_secrets(model, file)),
    );
    if suppressions.is_empty() {
        return (found, 0);
    }
    let places = Places::of(&suppressions);
    let before = found.len();
    let mut kept = found;
    kept.retain(|finding| !silence(model, &places, &mut suppressions, finding));
    let suppressed = before - kept.len();
    kept.extend(
        suppressions
            .iter()
            .filter_map(|suppression| about(suppression, selection)),
    );
    (kept, suppressed)
}

/// Which suppressions speak for a line and for a whole file.
#[derive(Default)]
struct Places {
    lines: HashMap<(FileId, usize), Vec<usize>>,
    files: HashMap<FileId, Vec<usize>>,
}

impl Places {
    fn of(suppressions: &[Suppression]) -> Places {
        let mut places = Places::default();
        for (i, suppression) in suppressions.iter().enumerate() {
            match &suppression.lines {
                None => places.files.entry(suppression.file).or_default().push(i),
                Some(lines) => {
                    for line in lines.clone() {
                        places
                            .lines
                            .entry((suppression.file, line))
                            .or_default()
                            .push(i);
                    }
                }
            }
        }
        places
    }
}

fn silence(
    model: &Model,
    places: &Places,
    suppressions: &mut [Suppression],
    finding: &Diagnostic,
) -> bool {
    let span = finding.span();
    let line = model.sources().get(span.file).line_index().line(span.start);
    let here = places
        .lines
        .get(&(span.file, line))
        .into_iter()
        .chain(places.files.get(&span.file));
    let mut silenced = false;
    for &i in here.flatten() {
        let suppression = &mut suppressions[i];
        if names(&suppression.word, finding) {
            suppression.used = true;
            silenced = true;
        }
    }
    silenced
}

fn names(word: &str, finding: &Diagnostic) -> bool {
    finding.code.name == word
        || finding.code.id.starts_with(&word.to_ascii_uppercase()) && !word.is_empty()
}

/// Y390 and Y391.
fn about(suppression: &Suppression, selection: &Selection) -> Option<Diagnostic> {
    let word = ipsec_conf::text::printable(&suppression.word).into_owned();
    let mut one = Selection::default();
    if let Err(unknown) = one.select(&[&suppression.word]) {
        let rule = crate::find("Y391").filter(|rule| selection.is_active(rule.info()))?;
        let finding = Diagnostic::new(
            rule.info().code,
            Effect::Works,
            suppression.span,
            format!("no rule is called `{word}`"),
        );
        return Some(match unknown.near {
            Some(near) => finding
                .help(format!("did you mean `{near}`?"))
                .fix(Fix::safe(format!("write `{near}`"), suppression.span, near)),
            None => finding.help("`ipsec-lint --list-rules` lists the rules"),
        });
    }
    if suppression.used {
        return None;
    }
    let rule = crate::find("Y390").filter(|rule| selection.is_active(rule.info()))?;
    Some(
        Diagnostic::new(
            rule.info().code,
            Effect::Works,
            suppression.span,
            format!("nothing here is reported as `{word}`"),
        )
        .help("remove it from the comment"),
    )
}

const MARK: &str = "ipsec-lint:";

fn of_file(file: &File) -> Vec<Suppression> {
    let text = file.text();
    if !text.contains(MARK) {
        return Vec::new();
    }
    let mut out: Vec<Suppression> = Vec::new();
    let mut number = 0;
    // Comments by themselves speak for the next line that is none.
    let mut waiting = 0;
    let mut end = 0;
    for line in file.lines() {
        // A part of a file has gaps.
        number += text[end..line.range().start].matches('\n').count();
        end = line.range().end;
        let range = line.comment_range(text);
        let physical = text[line.range()].matches('\n').count().max(1);
        let lines = number..number + physical;
        let is_alone = !range.is_empty() && text[line.range().start..range.start].trim().is_empty();
        if !is_alone {
            for suppression in &mut out[waiting..] {
                suppression.lines = suppression.lines.as_ref().map(|_| lines.clone());
            }
        }
        out.extend(of_comment(
            file.id(),
            &text[range.clone()],
            range.start,
            &lines,
        ));
        if !is_alone {
            waiting = out.len();
        }
        number += physical;
    }
    out
}

/// Comments of this kind are the only ones that are not blotted out in the text of a file of secrets.
fn of_secrets(model: &Model, file: &SecretsFile) -> Vec<Suppression> {
    let text = model.sources().get(file.id()).text();
    if !text.contains(MARK) {
        return Vec::new();
    }
    let mut out = Vec::new();
    for (number, (_, tokens)) in file.lines().enumerate() {
        let Some(comment) = tokens
            .last()
            .filter(|token| token.kind == TokenKind::Comment)
        else {
            continue;
        };
        let line = if tokens.len() == 1 {
            number + 1
        } else {
            number
        };
        let comment_text = &text[comment.range()];
        let lines = line..line + 1;
        out.extend(of_comment(
            file.id(),
            comment_text,
            comment.start as usize,
            &lines,
        ));
    }
    out
}

fn of_comment(file: FileId, comment: &str, start: usize, lines: &Range<usize>) -> Vec<Suppression> {
    let Some(mark) = comment.find(MARK) else {
        return Vec::new();
    };
    let rest = &comment[mark + MARK.len()..];
    let words = rest.trim_start();
    let offset = start + mark + MARK.len() + (rest.len() - words.len());
    let (is_file, list) = match (
        words.strip_prefix("ignore-file["),
        words.strip_prefix("ignore["),
    ) {
        (Some(list), _) => (true, list),
        (None, Some(list)) => (false, list),
        (None, None) => return Vec::new(),
    };
    let Some(end) = list.find(']') else {
        return Vec::new();
    };
    let list_start = offset + (words.len() - list.len());
    let mut at = list_start;
    let mut out = Vec::new();
    for word in list[..end].split(',') {
        let trimmed = word.trim();
        let from = at + (word.len() - word.trim_start().len());
        if !trimmed.is_empty() {
            out.push(Suppression {
                file,
                word: trimmed.to_owned(),
                span: Span::new(file, from..from + trimmed.len()),
                lines: (!is_file).then(|| lines.clone()),
                used: false,
            });
        }
        at += word.len() + 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use ipsec_conf::model::{LoadOptions, MemoryFs};
    use ipsec_conf::{FileId, Source, Target};

    use crate::{Lint, Selection, lint};

    use super::*;

    #[test]
    fn a_comment_speaks_for_its_line_in_a_part_of_a_file() {
        let text = "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\n\
            conn b\n\tleft=192.0.2.1\n\tright=192.0.2.3\n\t# ipsec-lint: ignore[S117] to be filled in\n\tleftcert=\n";
        let source = Source::new("/etc/ipsec.conf", text);
        let target: Target = "libreswan@4.10".parse().expect("a target");
        let shape = ipsec_conf::syntax::Shape::of(target);
        let whole = File::parse(FileId::default(), &source, shape);
        let files = MemoryFs::default();
        for wanted in [&[0, 1][..], &[1]] {
            let part = Some(Arc::new(whole.part(wanted)));
            let options = LoadOptions::default();
            let model = Model::from_tree(&files, source.clone(), part, target, &options);
            let findings = lint(&model, &Lint::new(&Selection::default()));
            assert_eq!(findings.suppressed, 1, "{wanted:?}");
        }
    }
}
