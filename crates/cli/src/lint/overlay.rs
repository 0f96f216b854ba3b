//! The files on disk with some of them changed in memory.

use std::cell::RefCell;
use std::collections::BTreeMap;
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

    pub(crate) fn changes(self) -> Vec<Change> {
        let changed = self.files.into_inner().into_values().filter_map(|text| {
            let new = text.new.filter(|new| *new != text.old)?;
            Some(Change {
                shown: text.shown,
                old: text.old,
                new,
            })
        });
        changed.collect()
    }
}

fn key(path: &Path) -> PathBuf {
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
