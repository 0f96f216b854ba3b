//! The files on disk with some of them changed in memory.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use ipsec_conf::model::Vfs;
use ipsec_conf_host::Disk;

/// Every file that was read, as it was then, and as it would be written.
#[derive(Debug, Default)]
pub(crate) struct Overlay {
    files: RefCell<BTreeMap<PathBuf, Text>>,
}

#[derive(Debug)]
struct Text {
    /// As the user calls it.
    shown: PathBuf,
    old: Vec<u8>,
    new: Option<Vec<u8>>,
}

/// A file that would be written.
#[derive(Debug)]
pub(crate) struct Change {
    pub(crate) shown: PathBuf,
    pub(crate) old: Vec<u8>,
    pub(crate) new: Vec<u8>,
}

impl Overlay {
    pub(crate) fn set(&self, path: &Path, text: &str) {
        let mut files = self.files.borrow_mut();
        if let Some(known) = files.get_mut(&key(path)) {
            known.new = Some(text.as_bytes().to_vec());
        }
    }

    /// What it is now, to come back to it.
    pub(crate) fn current(&self, path: &Path) -> Option<Vec<u8>> {
        self.files
            .borrow()
            .get(&key(path))
            .map(|text| text.new.as_ref().unwrap_or(&text.old).clone())
    }

    /// What would be written. The files of one set, and all that are tied to them by others, are one group: it is written as
    /// a whole.
    pub(crate) fn changes(self, together: &[HashSet<PathBuf>]) -> Vec<Vec<Change>> {
        let mut group_of: HashMap<&Path, usize> = HashMap::new();
        let mut joins: Vec<usize> = (0..together.len()).collect();
        for (i, files) in together.iter().enumerate() {
            for file in files {
                let known = *group_of.entry(file).or_insert(i);
                let (one, other) = (root(&joins, known), root(&joins, i));
                joins[one.max(other)] = one.min(other);
            }
        }
        let mut groups: Vec<Vec<Change>> = Vec::new();
        let mut places: HashMap<usize, usize> = HashMap::new();
        for (path, text) in self.files.into_inner() {
            let Some(new) = text.new.filter(|new| *new != text.old) else {
                continue;
            };
            let group = group_of.get(path.as_path()).map(|&i| root(&joins, i));
            let next = groups.len();
            let at = group.map_or(next, |group| *places.entry(group).or_insert(next));
            if at == next {
                groups.push(Vec::new());
            }
            groups[at].push(Change {
                shown: text.shown,
                old: text.old,
                new,
            });
        }
        groups
    }
}

/// The set that stands for all that are tied to the set `i`.
fn root(joins: &[usize], mut i: usize) -> usize {
    while joins[i] != i {
        i = joins[i];
    }
    i
}

/// One name for a file, however it is called.
pub(crate) fn key(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

impl Vfs for Overlay {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let key = key(path);
        if let Some(text) = self.files.borrow().get(&key) {
            return Ok(text.new.as_ref().unwrap_or(&text.old).clone());
        }
        let old = Disk.read(path)?;
        let text = Text {
            shown: path.to_owned(),
            old: old.clone(),
            new: None,
        };
        self.files.borrow_mut().insert(key, text);
        Ok(old)
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        Disk.list(dir)
    }

    fn exists(&self, path: &Path) -> bool {
        Disk.exists(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The groups of the files `a` to `d`, all of which change.
    fn check(together: &[&[&str]], expected: &[&[&str]]) {
        let dir = tempfile::tempdir().expect("a directory can be made");
        let path = |name: &str| dir.path().join(name);
        let overlay = Overlay::default();
        for name in ["a", "b", "c", "d"] {
            std::fs::write(path(name), "old").expect("the file can be written");
            overlay.read(&path(name)).expect("the file is there");
            overlay.set(&path(name), "new");
        }
        let together: Vec<HashSet<PathBuf>> = together
            .iter()
            .map(|names| names.iter().map(|name| key(&path(name))).collect())
            .collect();
        let groups = overlay.changes(&together);
        let names: Vec<Vec<&str>> = groups
            .iter()
            .map(|group| {
                let names = group.iter().map(|change| change.shown.file_name());
                names
                    .map(|name| name.and_then(|name| name.to_str()).expect("a name"))
                    .collect()
            })
            .collect();
        assert_eq!(names, expected);
    }

    #[test]
    fn files_that_are_tied_are_one_group() {
        check(&[], &[&["a"], &["b"], &["c"], &["d"]]);
        check(&[&["a", "c"]], &[&["a", "c"], &["b"], &["d"]]);
        check(&[&["a", "b"], &["c", "d"]], &[&["a", "b"], &["c", "d"]]);
        check(
            &[&["a", "b"], &["c", "d"], &["b", "d"]],
            &[&["a", "b", "c", "d"]],
        );
    }
}
