//! Replaces a file so that every reader finds the old or the new text, never a part.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::Access;

use super::error::Error;

/// Whether the file may be replaced, before any work is done.
pub(crate) fn check_writable(path: &Path) -> Result<(), Error> {
    let refused = |reason| {
        Err(Error::Refused {
            path: path.to_owned(),
            reason,
        })
    };
    let metadata = fs::metadata(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })?;
    if !metadata.is_file() {
        return refused("it is no regular file");
    }
    if metadata.permissions().readonly() || rustix::fs::access(path, Access::WRITE_OK).is_err() {
        return refused("it is read-only");
    }
    Ok(())
}

/// Gives the file behind `path` the text `new`, if it still holds `old`; mode and owner stay, links are followed.
pub(crate) fn replace(path: &Path, old: &[u8], new: &[u8]) -> Result<(), Error> {
    check_writable(path)?;
    let cannot = |source| Error::Write {
        path: path.to_owned(),
        source,
    };
    let real = path.canonicalize().map_err(cannot)?;
    let metadata = fs::metadata(&real).map_err(cannot)?;
    let (draft, mut file) = draft_beside(&real, 0o600).map_err(cannot)?;
    let written = (|| {
        file.write_all(new)?;
        // The owner first: changing it clears bits of the mode.
        let own = file.metadata()?;
        if (own.uid(), own.gid()) != (metadata.uid(), metadata.gid()) {
            std::os::unix::fs::fchown(&file, Some(metadata.uid()), Some(metadata.gid()))?;
        }
        file.set_permissions(fs::Permissions::from_mode(metadata.mode() & 0o7777))?;
        file.sync_all()
    })();
    let outcome = written.map_err(cannot).and_then(|()| {
        if fs::read(&real).map_err(cannot)? != old {
            return Err(Error::Refused {
                path: path.to_owned(),
                reason: "it changed while it was being checked",
            });
        }
        fs::rename(&draft, &real).map_err(cannot)
    });
    if outcome.is_err() {
        // What cannot be removed does no harm: nobody reads it.
        let _ = fs::remove_file(&draft);
    }
    outcome
}

/// Writes a file of our own, whole or not at all; a pipe or a device gets the bytes as they are.
pub(crate) fn whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let cannot = |source| Error::Write {
        path: path.to_owned(),
        source,
    };
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => {
            return OpenOptions::new()
                .write(true)
                .open(path)
                .and_then(|mut file| file.write_all(bytes))
                .map_err(cannot);
        }
        Ok(_) => {
            let old = fs::read(path).map_err(cannot)?;
            return replace(path, &old, bytes);
        }
        Err(_) => {}
    }
    let (draft, mut file) = draft_beside(path, 0o666).map_err(cannot)?;
    let outcome = file
        .write_all(bytes)
        .and_then(|()| fs::rename(&draft, path))
        .map_err(cannot);
    if outcome.is_err() {
        let _ = fs::remove_file(&draft);
    }
    outcome
}

/// A new file in the directory of `path`; `mode` is cut by the user's mask.
fn draft_beside(path: &Path, mode: u32) -> io::Result<(PathBuf, File)> {
    let name = path
        .file_name()
        .ok_or(io::ErrorKind::InvalidInput)?
        .to_string_lossy()
        .into_owned();
    for number in 0..100 {
        let draft = path.with_file_name(format!(
            ".{name}.ipsec-lint-{}-{number}",
            std::process::id()
        ));
        match OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(mode)
            .open(&draft)
        {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
            Ok(file) => return Ok((draft, file)),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_file_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("ipsec.conf");
        fs::write(&path, "new on disk").unwrap();
        let error = replace(&path, b"as it was read", b"fixed").unwrap_err();
        assert!(
            error
                .to_string()
                .ends_with("it changed while it was being checked"),
            "{error}"
        );
        assert_eq!(fs::read(&path).unwrap(), b"new on disk");
        assert_eq!(
            fs::read_dir(dir.path()).unwrap().count(),
            1,
            "no draft is left behind"
        );
    }

    #[test]
    fn mode_and_links_stay() {
        let dir = tempfile::tempdir().unwrap();
        let (path, link) = (dir.path().join("a.conf"), dir.path().join("link.conf"));
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink("a.conf", &link).unwrap();
        replace(&link, b"old", b"new").unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, 0o640);
    }
}
