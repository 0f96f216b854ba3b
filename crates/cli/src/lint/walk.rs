//! From the words of the command line to the files that are judged.

use std::collections::HashSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use ipsec_conf_config::{Excluded, below};

use super::error::Error;

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
pub(crate) fn find(paths: &[PathBuf], excluded: &dyn Fn(&Path) -> Option<Excluded>) -> Found {
    let mut found = Found::default();
    if paths.is_empty() {
        match default_path() {
            Ok(path) => found.inputs.push(Input::File(path)),
            Err(error) => found.errors.push(error),
        }
        return found;
    }
    let mut known: HashSet<Input> = HashSet::new();
    let mut push = |found: &mut Found, input: Input| {
        if known.insert(input.clone()) {
            found.inputs.push(input);
        }
    };
    for path in paths {
        if path == Path::new("-") {
            push(&mut found, Input::Stdin);
        } else if fs::metadata(path).is_ok_and(|metadata| metadata.is_dir()) {
            for file in directory(path, excluded(path).as_ref(), &mut found) {
                push(&mut found, Input::File(file));
            }
        } else {
            push(&mut found, Input::File(path.clone()));
        }
    }
    found
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

/// The configurations below `dir`.
fn directory(dir: &Path, excluded: Option<&Excluded>, found: &mut Found) -> Vec<PathBuf> {
    found.dirs.push(dir.to_owned());
    let (mut files, errors) = below(dir, excluded, &|| true);
    found
        .errors
        .extend(errors.into_iter().map(|source| Error::Read {
            path: dir.to_owned(),
            source,
        }));
    if files.is_empty() {
        found.empty.push(dir.to_owned());
    }
    // `./ipsec.conf` is what `.` gives; people write it without.
    for file in &mut files {
        if let Ok(plain) = file.strip_prefix("./") {
            *file = plain.to_owned();
        }
    }
    files
}
