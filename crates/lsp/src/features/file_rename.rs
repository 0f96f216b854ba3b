//! What `include` lines have to say when files or directories get other names.

use std::path::{Component, Path, PathBuf};

use ipsec_conf::secrets::TokenKind;
use ipsec_conf::syntax::LineKind;
use ipsec_conf::target::Reader;
use ipsec_conf::{File, Secrets, Span};
use tower_lsp::ls_types::Location;

use crate::analysis::Analysis;
use crate::overlay::plain;

/// A file or a directory, with its plain path before and after.
#[derive(Debug, Clone)]
pub(crate) struct Moved {
    pub(crate) from: PathBuf,
    pub(crate) to: PathBuf,
}

/// The paths of a configuration that name something else now, and what is to stand there; absolute ones are looked up
/// below `root`.
pub(crate) fn edits(
    analysis: &Analysis,
    root: Option<&Path>,
    moved: &[Moved],
) -> Vec<(Location, String)> {
    let model = &analysis.model;
    let beside = matches!(model.reader(), Reader::Classic | Reader::StrongSwan);
    let mut paths: Vec<(Span, &str, bool)> = Vec::new();
    for file in model.files() {
        paths.extend(
            includes(file)
                .into_iter()
                .map(|(span, text)| (span, text, beside)),
        );
    }
    // In files of secrets every program starts at the including one.
    for file in analysis.secrets.iter().flat_map(Secrets::files) {
        let text = file.text_with_secrets();
        for (_, tokens) in file.lines() {
            let [word, path, ..] = tokens else { continue };
            let is_include =
                word.kind == TokenKind::Word && text[word.range()].eq_ignore_ascii_case("include");
            if is_include && path.kind == TokenKind::Word {
                paths.push((file.span(path.range()), &text[path.range()], true));
            }
        }
    }
    let edit = |(span, text, beside): (Span, &str, bool)| {
        let including = plain(model.sources().get(span.file).path());
        let new = renamed(text, &including, beside, root, moved)?;
        Some((analysis.location(span)?, new))
    };
    paths.into_iter().filter_map(edit).collect()
}

/// The paths of the `include` lines of a file, without quotes.
fn includes(file: &File) -> Vec<(Span, &str)> {
    let lines = file
        .lines()
        .iter()
        .filter(|line| line.kind == LineKind::Include);
    lines
        .map(|line| {
            let range = line.value_range();
            let text = &file.text()[range.clone()];
            let inner = text.trim_matches('"');
            let start = range.start + (text.len() - text.trim_start_matches('"').len());
            (file.span(start..start + inner.len()), inner)
        })
        .collect()
}

/// What a path is to be afterwards, if it has to change. A pattern changes with the directories before it.
fn renamed(
    text: &str,
    including: &Path,
    beside: bool,
    root: Option<&Path>,
    moved: &[Moved],
) -> Option<String> {
    let path = Path::new(text);
    if path.is_absolute() {
        let below = path.strip_prefix("/").ok()?;
        let located = plain(&root.map_or_else(|| path.to_owned(), |root| root.join(below)));
        let now = after(&located, moved)?;
        let now = match root {
            Some(root) => Path::new("/").join(now.strip_prefix(plain(root)).ok()?),
            None => now,
        };
        return now.to_str().map(str::to_owned);
    }
    // The others start at the working directory of a daemon that is not here.
    if !beside || text.is_empty() {
        return None;
    }
    let located = plain(&including.parent()?.join(path));
    let from = after(including, moved).unwrap_or_else(|| including.to_owned());
    let dir = from.parent()?;
    let to = after(&located, moved).unwrap_or(located);
    if plain(&dir.join(path)) == to {
        return None;
    }
    relative(dir, &to).to_str().map(str::to_owned)
}

/// Where a path is found afterwards, if that is elsewhere.
fn after(path: &Path, moved: &[Moved]) -> Option<PathBuf> {
    moved.iter().find_map(|moved| {
        let rest = path.strip_prefix(&moved.from).ok()?;
        Some(if rest.as_os_str().is_empty() {
            moved.to.clone()
        } else {
            moved.to.join(rest)
        })
    })
}

fn relative(dir: &Path, to: &Path) -> PathBuf {
    let common = dir
        .components()
        .zip(to.components())
        .take_while(|(a, b)| a == b)
        .count();
    let up = dir.components().skip(common).map(|_| Component::ParentDir);
    up.chain(to.components().skip(common)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_follow_what_they_name() {
        let moved = [
            Moved {
                from: "/etc/ipsec.d".into(),
                to: "/etc/tunnels".into(),
            },
            Moved {
                from: "/etc/a.conf".into(),
                to: "/etc/sub/b.conf".into(),
            },
        ];
        let check = |text: &str, including: &str, root: Option<&str>, expected: Option<&str>| {
            let new = renamed(
                text,
                Path::new(including),
                true,
                root.map(Path::new),
                &moved,
            );
            assert_eq!(new.as_deref(), expected, "{text} in {including}");
        };
        let conf = "/etc/ipsec.conf";
        check(
            "/etc/ipsec.d/*.conf",
            conf,
            None,
            Some("/etc/tunnels/*.conf"),
        );
        check("ipsec.d/x.conf", conf, None, Some("tunnels/x.conf"));
        check("./a.conf", conf, None, Some("sub/b.conf"));
        check("other.conf", conf, None, None);
        // A file that moves still names what it named.
        check("other.conf", "/etc/a.conf", None, Some("../other.conf"));
        // Both move together.
        check("y.conf", "/etc/ipsec.d/x.conf", None, None);
        check(
            "/ipsec.d/x.conf",
            "/etc/ipsec.conf",
            Some("/etc"),
            Some("/tunnels/x.conf"),
        );
    }
}
