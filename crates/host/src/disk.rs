//! The real file system.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use ipsec_conf::model::Vfs;

/// Files on disk, relative to the working directory. Only regular files are read: a FIFO or a device would block.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Vfs for Disk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let metadata = fs::metadata(path)?;
        if metadata.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a directory"));
        }
        if !metadata.is_file() {
            return Err(io::Error::other("it is no regular file"));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0).saturating_add(1));
        fs::File::open(path)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(dir)? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        Ok(names)
    }

    fn exists(&self, path: &Path) -> bool {
        fs::symlink_metadata(path).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_regular_files_are_read() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.conf");
        fs::write(&file, "conn a\n").unwrap();
        assert_eq!(Disk.read(&file).unwrap(), b"conn a\n");
        assert_eq!(Disk.read(dir.path()).unwrap_err().kind(), io::ErrorKind::IsADirectory);
        assert!(Disk.read(Path::new("/dev/zero")).is_err());
        assert_eq!(Disk.list(dir.path()).unwrap(), ["a.conf"]);
    }
}
