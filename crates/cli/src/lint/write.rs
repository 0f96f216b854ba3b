//! Replaces files so that every reader finds the old or the new text, never a part.
//!
//! What belongs together is replaced together: every new text is on the disk before the first one takes its place.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use ipsec_conf::text::cause;
use rustix::fs::Access;

use super::attributes;
use super::error::Error;
use super::overlay::Change;

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

/// Gives the files their new texts, all of them or none, if each still holds its old one; modes and owners stay, links are
/// followed.
pub(crate) fn replace(changes: &[Change]) -> Result<(), Error> {
    replace_by(changes, &|draft, real| fs::rename(draft, real))
}

/// Puts a draft in the place of a file.
type Rename<'a> = &'a dyn Fn(&Path, &Path) -> io::Result<()>;

fn replace_by(changes: &[Change], rename: Rename<'_>) -> Result<(), Error> {
    let outcome = replace_all(changes, rename);
    let (Err(error), [_, _, ..]) = (&outcome, changes) else {
        return outcome;
    };
    if matches!(error, Error::HalfWritten { .. }) {
        return outcome;
    }
    let failed = error.path().map(Path::to_owned);
    let others = changes
        .iter()
        .map(|change| change.shown.clone())
        .filter(|path| Some(path) != failed.as_ref());
    let others = others.collect();
    outcome.map_err(|error| Error::Together {
        error: Box::new(error),
        others,
    })
}

fn replace_all(changes: &[Change], rename: Rename<'_>) -> Result<(), Error> {
    let mut drafts = changes
        .iter()
        .map(Draft::new)
        .collect::<Result<Vec<_>, Error>>()?;
    // Writing takes time; the last look is as late as it can be.
    for draft in &drafts {
        draft.check_unchanged()?;
    }
    for at in 0..drafts.len() {
        let Err(source) = drafts[at].put(rename) else {
            continue;
        };
        let path = drafts[at].change.shown.clone();
        let stuck: Vec<PathBuf> = drafts[..at]
            .iter()
            .filter(|draft| draft.take_back(rename).is_err())
            .map(|draft| draft.change.shown.clone())
            .collect();
        return Err(if stuck.is_empty() {
            Error::Write { path, source }
        } else {
            Error::HalfWritten {
                path,
                source,
                changed: stuck,
            }
        });
    }
    Ok(())
}

/// A new text beside the file that it is for; goes away unless it took its place.
struct Draft<'a> {
    change: &'a Change,
    /// Behind all links.
    real: PathBuf,
    path: PathBuf,
    is_there: bool,
}

impl<'a> Draft<'a> {
    fn new(change: &'a Change) -> Result<Draft<'a>, Error> {
        check_writable(&change.shown)?;
        let cannot = |source| Error::Write {
            path: change.shown.clone(),
            source,
        };
        let real = change.shown.canonicalize().map_err(cannot)?;
        let metadata = fs::metadata(&real).map_err(cannot)?;
        let (path, mut file) = draft_beside(&real, 0o600).map_err(cannot)?;
        let draft = Draft {
            change,
            real,
            path,
            is_there: true,
        };
        let written = (|| {
            file.write_all(&change.new)?;
            // The owner first: changing it clears bits of the mode.
            let own = file.metadata()?;
            if (own.uid(), own.gid()) != (metadata.uid(), metadata.gid()) {
                std::os::unix::fs::fchown(&file, Some(metadata.uid()), Some(metadata.gid()))
                    .map_err(because("its owner cannot be kept"))?;
            }
            attributes::keep(&draft.real, &file).map_err(|(name, error)| {
                because(&format!("its attribute `{name}` cannot be kept"))(error)
            })?;
            file.set_permissions(fs::Permissions::from_mode(metadata.mode() & 0o7777))?;
            file.sync_all()
        })();
        written.map_err(cannot)?;
        Ok(draft)
    }

    fn check_unchanged(&self) -> Result<(), Error> {
        let path = || self.change.shown.clone();
        let now = fs::read(&self.real).map_err(|source| Error::Write {
            path: path(),
            source,
        })?;
        if now == self.change.old {
            return Ok(());
        }
        Err(Error::Refused {
            path: path(),
            reason: "it changed while it was being checked",
        })
    }

    fn put(&mut self, rename: Rename<'_>) -> io::Result<()> {
        rename(&self.path, &self.real).map_err(|error| {
            // Typical of containers: one file of the host is mounted into `/etc`.
            let is_mount = error.kind() == io::ErrorKind::ResourceBusy;
            because(if is_mount {
                "it is a mount point, so change the file that is mounted there"
            } else {
                "nothing else can take its place"
            })(error)
        })?;
        self.is_there = false;
        Ok(())
    }

    /// Gives the file its old text again, unless somebody else changed it since.
    fn take_back(&self, rename: Rename<'_>) -> Result<(), Error> {
        let back = Change {
            shown: self.change.shown.clone(),
            old: self.change.new.clone(),
            new: self.change.old.clone(),
        };
        replace_all(&[back], rename)
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        if self.is_there {
            // What cannot be removed does no harm: nobody reads it.
            let _ = fs::remove_file(&self.path);
        }
    }
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
            let change = Change {
                shown: path.to_owned(),
                old: fs::read(path).map_err(cannot)?,
                new: bytes.to_vec(),
            };
            return replace(&[change]);
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
            ".{name}.ipsec-conf-{}-{number}",
            std::process::id()
        ));
        match OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(mode)
            .open(&draft)
        {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(because("no file can be made beside it")(error)),
            Ok(file) => return Ok((draft, file)),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// What the system says, behind what it is about: the path is that of another file than the one that failed.
fn because(what: &str) -> impl Fn(io::Error) -> io::Error {
    move |error| io::Error::new(error.kind(), format!("{what}: {}", cause(&error)))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// Files with these texts, and the changes that turn `old` into `new` in all of them.
    fn files(texts: &[(&str, &str)]) -> (tempfile::TempDir, Vec<Change>) {
        let dir = tempfile::tempdir().unwrap();
        let changes = texts.iter().map(|(name, text)| {
            let shown = dir.path().join(name);
            fs::write(&shown, text).unwrap();
            Change {
                shown,
                old: b"old".to_vec(),
                new: b"new".to_vec(),
            }
        });
        let changes = changes.collect();
        (dir, changes)
    }

    fn texts(changes: &[Change]) -> Vec<String> {
        let texts = changes.iter().map(|change| fs::read(&change.shown));
        texts
            .map(|text| String::from_utf8(text.unwrap()).unwrap())
            .collect()
    }

    /// The message, without the path of the directory.
    fn refusal(dir: &tempfile::TempDir, outcome: Result<(), Error>) -> String {
        let here = format!("{}/", dir.path().display());
        outcome.unwrap_err().to_string().replace(&here, "")
    }

    #[track_caller]
    fn check_no_drafts(dir: &tempfile::TempDir, count: usize) {
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), count);
    }

    #[test]
    fn a_changed_file_is_left_alone() {
        let (dir, changes) = files(&[("a", "new on disk")]);
        assert_eq!(
            refusal(&dir, replace(&changes)),
            "`a` is not written: it changed while it was being checked"
        );
        assert_eq!(texts(&changes), ["new on disk"]);
        check_no_drafts(&dir, 1);
    }

    #[test]
    fn all_files_are_replaced() {
        let (dir, changes) = files(&[("a", "old"), ("b", "old")]);
        replace(&changes).unwrap();
        assert_eq!(texts(&changes), ["new", "new"]);
        check_no_drafts(&dir, 2);
    }

    #[test]
    fn one_changed_file_keeps_the_others_from_being_written() {
        let (dir, changes) = files(&[("a", "old"), ("b", "new on disk"), ("c", "old")]);
        assert_eq!(
            refusal(&dir, replace(&changes)),
            "`b` is not written: it changed while it was being checked; \
             `a`, `c` are not written either: their fixes belong together"
        );
        assert_eq!(texts(&changes), ["old", "new on disk", "old"]);
        check_no_drafts(&dir, 3);
    }

    /// A rename that fails at the numbers `fails`, counted from 0.
    fn renames_but(fails: &'static [usize]) -> impl Fn(&Path, &Path) -> io::Result<()> {
        let number = Cell::new(0);
        move |draft, real| {
            let this = number.replace(number.get() + 1);
            if fails.contains(&this) {
                return Err(io::Error::other("no luck"));
            }
            fs::rename(draft, real)
        }
    }

    #[test]
    fn what_was_replaced_is_put_back() {
        let (dir, changes) = files(&[("a", "old"), ("b", "old"), ("c", "old")]);
        assert_eq!(
            refusal(&dir, replace_by(&changes, &renames_but(&[2]))),
            "cannot write `c`: nothing else can take its place: no luck; `a`, `b` are not written either: their fixes belong together"
        );
        assert_eq!(texts(&changes), ["old", "old", "old"]);
        check_no_drafts(&dir, 3);
    }

    #[test]
    fn what_cannot_be_put_back_is_named() {
        let (dir, changes) = files(&[("a", "old"), ("b", "old"), ("c", "old")]);
        assert_eq!(
            refusal(&dir, replace_by(&changes, &renames_but(&[2, 3]))),
            "cannot write `c`: nothing else can take its place: no luck; `a` is changed already and could not be put back"
        );
        assert_eq!(texts(&changes), ["new", "old", "old"]);
        check_no_drafts(&dir, 3);
    }

    #[test]
    fn mode_and_links_stay() {
        let (dir, mut changes) = files(&[("a", "old")]);
        let path = changes[0].shown.clone();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        changes[0].shown = dir.path().join("link");
        std::os::unix::fs::symlink("a", &changes[0].shown).unwrap();
        replace(&changes).unwrap();
        assert!(changes[0].shown.is_symlink());
        assert_eq!(texts(&changes), ["new"]);
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, 0o640);
    }
}
