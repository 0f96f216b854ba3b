//! The files on disk with the open documents over them.

use std::collections::HashMap;
use std::io;
use std::path::{Component, Path, PathBuf};

use ipsec_conf::model::Vfs;
use ipsec_conf_host::Disk;

use crate::document::Document;

/// Open documents by [`plain`] path.
pub(crate) struct Overlay<'a>(pub(crate) &'a HashMap<PathBuf, Document>);

impl Vfs for Overlay<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self.0.get(&plain(path)) {
            Some(document) => Ok(document.text().as_bytes().to_vec()),
            None => Disk.read(path),
        }
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        let within = plain(dir);
        let open = self
            .0
            .keys()
            .filter(|path| path.parent() == Some(&within))
            .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
        let mut names: Vec<String> = open.collect();
        match Disk.list(dir) {
            Ok(found) => names.extend(found),
            Err(error) if names.is_empty() => return Err(error),
            Err(_) => {}
        }
        names.sort();
        names.dedup();
        Ok(names)
    }

    fn exists(&self, path: &Path) -> bool {
        self.0.contains_key(&plain(path)) || Disk.exists(path)
    }
}

/// One name for a path however it is written, without asking the file system.
pub(crate) fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if out.file_name().is_some() => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::plain;
    use std::path::Path;

    #[test]
    fn a_path_has_one_name() {
        assert_eq!(
            plain(Path::new("/etc/./ipsec.d/../x.conf")),
            Path::new("/etc/x.conf")
        );
        assert_eq!(plain(Path::new("../x.conf")), Path::new("../x.conf"));
    }
}
