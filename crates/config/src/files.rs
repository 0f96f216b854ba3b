//! Which files of a directory are configurations.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use globset::GlobSet;
use ignore::WalkBuilder;

/// How much of a file is looked at to tell whether it is a configuration.
const HEAD: u64 = 64 * 1024;

/// Endings of what editors and package managers leave behind, and of texts that quote configurations.
const NEVER: &[&str] = &[
    "bak",
    "diff",
    "dpkg-dist",
    "dpkg-new",
    "dpkg-old",
    "html",
    "md",
    "old",
    "orig",
    "patch",
    "rej",
    "rpmnew",
    "rpmorig",
    "rpmsave",
    "rst",
    "secrets",
    "snap",
    "swp",
    "tmp",
    "txt",
];

/// Patterns of files to leave out, relative to a directory.
#[derive(Debug, Clone)]
pub struct Excluded {
    pub dir: PathBuf,
    pub patterns: GlobSet,
}

impl Excluded {
    fn has(&self, path: &Path) -> bool {
        matches(&self.patterns, &self.dir, path)
    }
}

/// Every configuration below `dir` that `.gitignore` does not exclude, in order, and what could not be looked at.
///
/// A directory may be large: it is left as soon as `goes_on` says so.
pub fn below(
    dir: &Path,
    excluded: Option<&Excluded>,
    goes_on: &dyn Fn() -> bool,
) -> (Vec<PathBuf>, Vec<std::io::Error>) {
    let (mut files, mut errors) = (Vec::new(), Vec::new());
    let walk = WalkBuilder::new(dir)
        .require_git(false)
        .sort_by_file_path(Path::cmp)
        .build();
    for entry in walk.take_while(|_| goes_on()) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                errors.push(std::io::Error::other(error.to_string()));
                continue;
            }
        };
        let kind = entry.file_type().filter(|kind| !kind.is_symlink());
        let path = entry.into_path();
        let is_file = match kind {
            Some(kind) => kind.is_file(),
            None => fs::metadata(&path).is_ok_and(|metadata| metadata.is_file()),
        };
        let is_excluded = excluded.is_some_and(|excluded| excluded.has(&path));
        if is_file && !is_excluded && is_configuration(&path) {
            files.push(path);
        }
    }
    (files, errors)
}

/// Whether a pattern that is relative to `base` fits `path`.
pub(crate) fn matches(globs: &GlobSet, base: &Path, path: &Path) -> bool {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let real = absolute.canonicalize().unwrap_or(absolute.clone());
    [absolute, real].iter().any(|path| {
        path.strip_prefix(base)
            .is_ok_and(|relative| globs.is_match(relative))
    })
}

/// Whether a file that nobody named is an ipsec.conf: by its name, else by its first lines.
fn is_configuration(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return false;
    };
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    let is_variant = name.starts_with("ipsec.") && ending == Some("conf");
    if is_variant || name.ends_with(".ipsec.conf") {
        return true;
    }
    let is_below_ipsec_d = path.parent().is_some_and(|parent| {
        parent
            .components()
            .any(|part| part.as_os_str() == "ipsec.d")
    });
    if is_below_ipsec_d && ending == Some("conf") {
        return true;
    }
    let is_left_over = name.ends_with('~') || ending.is_some_and(|ending| NEVER.contains(&ending));
    !is_left_over && head(path).is_some_and(|head| reads_like_one(&head))
}

fn head(path: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    fs::File::open(path)
        .ok()?
        .take(HEAD)
        .read_to_end(&mut bytes)
        .ok()?;
    if bytes.contains(&0) {
        return None;
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// A `conn` or a `config setup` with an indented parameter, and hardly anything else in column 1.
#[allow(clippy::match_same_arms, reason = "each arm is a kind of line")]
fn reads_like_one(text: &str) -> bool {
    let (mut headers, mut parameters, mut others) = (0, 0, 0);
    for line in text.lines() {
        let is_indented = line.starts_with([' ', '\t']);
        let mut words = line.split_whitespace();
        match (words.next(), words.next()) {
            (None, _) => {}
            (Some(word), _) if word.starts_with('#') => {}
            (Some(_), _) if is_indented => {
                parameters += usize::from(headers > 0 && line.contains('='));
            }
            (Some("conn"), Some(_)) | (Some("config"), Some("setup")) => headers += 1,
            (Some("ca" | "include" | "version"), Some(_)) => {}
            _ => others += 1,
        }
    }
    headers > 0 && parameters > 0 && others <= headers / 4
}

#[cfg(test)]
mod tests {
    use super::reads_like_one;

    #[test]
    fn configurations_are_known_by_their_lines() {
        assert!(reads_like_one("# office\nconn office\n\tleft=192.0.2.1\n"));
        assert!(reads_like_one("config setup\n  uniqueids=yes\n"));
        assert!(!reads_like_one(
            "conn = connect()\nfor x in conn:\n    y=1\n"
        ));
        assert!(!reads_like_one(
            "# How to\n\nWrite this:\n\nconn office\n\tleft=192.0.2.1\n"
        ));
        assert!(!reads_like_one("[Unit]\nDescription=x\n"));
        assert!(!reads_like_one(""));
    }
}
