//! The real file system.

use std::borrow::Cow;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use ipsec_conf::model::Vfs;

/// Files on disk, relative to the working directory. Only regular files are read: a FIFO or a device would block.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Vfs for Disk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let path = &*followed(path);
        let metadata = fs::metadata(path)?;
        if metadata.is_dir() {
            return Err(io::Error::new(
                io::ErrorKind::IsADirectory,
                "it is a directory",
            ));
        }
        if !metadata.is_file() {
            return Err(io::Error::other("it is no regular file"));
        }
        let mut bytes = Vec::with_capacity(
            usize::try_from(metadata.len())
                .unwrap_or(0)
                .saturating_add(1),
        );
        fs::File::open(path)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        // The directory itself may be such a placeholder; a name below it shows that it is meant as a directory.
        let below = dir.join("_");
        for entry in fs::read_dir(followed(&below).parent().unwrap_or(dir))? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        Ok(names)
    }

    fn exists(&self, path: &Path) -> bool {
        fs::symlink_metadata(followed(path)).is_ok()
    }
}

/// `path` with its placeholders of symbolic links followed.
///
/// An export without symbolic links (git with `core.symlinks=false`, many archives) leaves a small file in the place of a
/// link, whose text is the link's target. Such a file in the middle of a path can mean nothing else, so a configuration tree
/// that is checked with `--root` reads as it was.
fn followed(path: &Path) -> Cow<'_, Path> {
    let is_broken = |path: &Path| {
        fs::symlink_metadata(path).is_err_and(|error| error.kind() == io::ErrorKind::NotADirectory)
    };
    if !is_broken(path) {
        return Cow::Borrowed(path);
    }
    let mut followed = path.to_owned();
    // Links may lead to links; a circle of them ends here.
    for _ in 0..8 {
        let Some(next) = follow_one(&followed) else {
            break;
        };
        followed = next;
        if !is_broken(&followed) {
            break;
        }
    }
    Cow::Owned(followed)
}

/// Replaces the innermost file in the middle of `path` by what its text names.
fn follow_one(path: &Path) -> Option<PathBuf> {
    const LONGEST: u64 = 4096;
    let file = path
        .ancestors()
        .skip(1)
        .find(|ancestor| fs::metadata(ancestor).is_ok_and(|found| found.is_file()))?;
    let rest = path.strip_prefix(file).ok()?;
    if fs::metadata(file).ok()?.len() > LONGEST {
        return None;
    }
    let target = fs::read_to_string(file).ok()?;
    let target = target.trim_end_matches('\n');
    let is_path = !target.is_empty() && !target.contains(['\n', '\0']) && !target.starts_with('/');
    is_path.then(|| {
        file.parent()
            .unwrap_or(Path::new(""))
            .join(target)
            .join(rest)
    })
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
        assert_eq!(
            Disk.read(dir.path()).unwrap_err().kind(),
            io::ErrorKind::IsADirectory
        );
        assert!(Disk.read(Path::new("/dev/zero")).is_err());
        assert_eq!(Disk.list(dir.path()).unwrap(), ["a.conf"]);
    }

    #[test]
    fn a_file_in_the_place_of_a_link_is_followed() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("real/ipsec.d")).unwrap();
        fs::create_dir(dir.path().join("etc")).unwrap();
        fs::write(dir.path().join("real/ipsec.d/a.conf"), "conn a\n").unwrap();
        fs::write(dir.path().join("etc/ipsec.d"), "../real/ipsec.d").unwrap();
        assert_eq!(
            Disk.read(&dir.path().join("etc/ipsec.d/a.conf")).unwrap(),
            b"conn a\n"
        );
        assert_eq!(
            Disk.list(&dir.path().join("etc/ipsec.d")).unwrap(),
            ["a.conf"]
        );
        assert!(!Disk.exists(&dir.path().join("etc/ipsec.d/b.conf")));
        fs::write(dir.path().join("etc/ipsec.d"), "ipsec.d/").unwrap();
        assert!(Disk.read(&dir.path().join("etc/ipsec.d/a.conf")).is_err());
    }
}
