//! The real file system.

use std::borrow::Cow;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use ipsec_conf::Source;
use ipsec_conf::model::Vfs;
use ipsec_conf::text::SourceError;

/// Some file systems state no size, and some of their files have no end: `/proc/self/pagemap` is as large as the memory
/// that a process could have.
const UNANNOUNCED: u64 = 1 << 20;

const NO_FILE: &str = "it is no regular file";

/// Files on disk, relative to the working directory. Only regular files are read: a FIFO or a device would block.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Vfs for Disk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let (path, metadata) = match fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                let path = followed(path);
                let metadata = fs::metadata(&path)?;
                (path, metadata)
            }
            metadata => (Cow::Borrowed(path), metadata?),
        };
        if metadata.is_dir() {
            return Err(io::Error::new(
                io::ErrorKind::IsADirectory,
                "it is a directory",
            ));
        }
        if !metadata.is_file() {
            return Err(io::Error::other(NO_FILE));
        }
        if metadata.len() > Source::MOST_BYTES as u64 {
            return Err(io::Error::other(SourceError::TooLarge));
        }
        let file = open(&path)?;
        let most = metadata.len().max(UNANNOUNCED);
        let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
        file.take(most + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > most {
            return Err(io::Error::other("it is larger than its size says"));
        }
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

/// Does not wait: between the look at a file and its opening, somebody may have put a FIFO in its place, and some files of
/// the kernel, such as its log, are regular and wait for more.
#[cfg(target_os = "linux")]
fn open(path: &Path) -> io::Result<fs::File> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let file = fs::File::from(rustix::fs::open(path, flags, Mode::empty())?);
    if !file.metadata()?.is_file() {
        return Err(io::Error::other(NO_FILE));
    }
    Ok(file)
}

#[cfg(not(target_os = "linux"))]
fn open(path: &Path) -> io::Result<fs::File> {
    fs::File::open(path)
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

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_without_an_end_is_not_read_to_it() {
        let dir = tempfile::tempdir().unwrap();
        let sparse = dir.path().join("sparse.conf");
        fs::File::create(&sparse).unwrap().set_len(1 << 40).unwrap();
        let complaint = |path: &Path| Disk.read(path).unwrap_err().to_string();
        assert_eq!(complaint(&sparse), "the file is larger than 1365 MiB");
        assert!(Disk.read(Path::new("/proc/self/pagemap")).is_err());
        // It states no size, and has an end.
        assert!(
            !Disk
                .read(Path::new("/proc/self/status"))
                .unwrap()
                .is_empty()
        );
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
