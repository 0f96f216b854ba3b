//! From the words of the command line to the files that are judged.

use std::env;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use globset::GlobSet;
use ignore::WalkBuilder;

use super::error::Error;

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

/// What a path of the command line stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Input {
    File(PathBuf),
    Stdin,
}

/// The files to judge, in order, and what is to be said about the paths.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) inputs: Vec<Input>,
    pub(crate) errors: Vec<Error>,
    /// Directories in which nothing looks like a configuration.
    pub(crate) empty: Vec<PathBuf>,
    /// Directories that were walked, for `--watch`.
    pub(crate) dirs: Vec<PathBuf>,
}

/// Every file that `paths` name; `excluded` gives the patterns that hold below a directory.
pub(crate) fn find(
    paths: &[PathBuf],
    excluded: &dyn Fn(&Path) -> Option<(PathBuf, GlobSet)>,
) -> Found {
    let mut found = Found::default();
    if paths.is_empty() {
        match default_path() {
            Ok(path) => found.inputs.push(Input::File(path)),
            Err(error) => found.errors.push(error),
        }
        return found;
    }
    for path in paths {
        if path == Path::new("-") {
            push(&mut found.inputs, Input::Stdin);
        } else if fs::metadata(path).is_ok_and(|metadata| metadata.is_dir()) {
            directory(path, excluded(path).as_ref(), &mut found);
        } else {
            push(&mut found.inputs, Input::File(path.clone()));
        }
    }
    found
}

fn push(inputs: &mut Vec<Input>, input: Input) {
    if !inputs.contains(&input) {
        inputs.push(input);
    }
}

/// `ipsec.conf` here, else that of the system, which the `ipsec` command may name.
fn default_path() -> Result<PathBuf, Error> {
    let here = PathBuf::from("ipsec.conf");
    if here.exists() {
        return Ok(here);
    }
    let of_the_system = env::var_os("IPSEC_CONF").filter(|path| !path.is_empty());
    let system = of_the_system.map_or_else(|| PathBuf::from("/etc/ipsec.conf"), PathBuf::from);
    if system.exists() {
        Ok(system)
    } else {
        Err(Error::NoDefault(system))
    }
}

fn directory(dir: &Path, excluded: Option<&(PathBuf, GlobSet)>, found: &mut Found) {
    found.dirs.push(dir.to_owned());
    let mut files = Vec::new();
    let walk = WalkBuilder::new(dir)
        .require_git(false)
        .sort_by_file_path(Path::cmp)
        .build();
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let source = std::io::Error::other(error.to_string());
                found.errors.push(Error::Read {
                    path: dir.to_owned(),
                    source,
                });
                continue;
            }
        };
        let path = entry.into_path();
        let is_file = fs::metadata(&path).is_ok_and(|metadata| metadata.is_file());
        let is_excluded = excluded.is_some_and(|(base, globs)| matches(globs, base, &path));
        if is_file && !is_excluded && is_configuration(&path) {
            // `./ipsec.conf` is what `.` gives; people write it without.
            files.push(
                path.strip_prefix("./")
                    .map_or_else(|_| path.clone(), Path::to_owned),
            );
        }
    }
    if files.is_empty() {
        found.empty.push(dir.to_owned());
    }
    let known: std::collections::HashSet<Input> = found.inputs.iter().cloned().collect();
    found.inputs.extend(
        files
            .into_iter()
            .map(Input::File)
            .filter(|input| !known.contains(input)),
    );
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
    if name == "ipsec.conf" || name.ends_with(".ipsec.conf") {
        return true;
    }
    let is_below_ipsec_d = path.parent().is_some_and(|parent| {
        parent
            .components()
            .any(|part| part.as_os_str() == "ipsec.d")
    });
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
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
