//! Extended attributes of a file, which its successor keeps: access control lists, labels of the kernel, what users noted.
//!
//! The mode alone is not enough: with an access control list its bits for the group say what anybody in the list may have.

use std::fs::File;
use std::io;
use std::path::Path;

use rustix::fs::{XattrFlags, fgetxattr, fremovexattr, fsetxattr, getxattr, listxattr};
use rustix::io::Errno;

/// Signatures of the content, which is another one now; the kernel makes new ones where it has to.
const OF_THE_CONTENT: [&str; 2] = ["security.ima", "security.evm"];

/// The access control list.
const LIST: &str = "system.posix_acl_access";

/// More is not possible on Linux.
const LONGEST: usize = 64 * 1024;

/// Gives the new file what the old one has; the error says of which attribute the system did not allow it.
pub(super) fn keep(old: &Path, new: &File) -> Result<(), (String, io::Error)> {
    for name in names(old) {
        let kept = (|| {
            let wanted = value(|buffer| getxattr(old, &*name, buffer))?;
            // Most labels come with the directory, and setting one may not be allowed where having it is.
            let own = value(|buffer| fgetxattr(new, &*name, buffer));
            if own.is_ok_and(|own| own == wanted) {
                return Ok(());
            }
            fsetxattr(new, &*name, &wanted, XattrFlags::empty())
        })();
        kept.map_err(|error: Errno| (name, error.into()))?;
    }
    // The directory may give every new file a list.
    if getxattr(old, LIST, &mut [0_u8; 0]).is_err() && fgetxattr(new, LIST, &mut [0_u8; 0]).is_ok()
    {
        fremovexattr(new, LIST).map_err(|error| (LIST.to_owned(), error.into()))?;
    }
    Ok(())
}

/// None where the file system has no attributes.
fn names(path: &Path) -> Vec<String> {
    let list = value(|buffer| listxattr(path, buffer)).unwrap_or_default();
    let names = list.split(|&byte| byte == 0);
    names
        .filter(|name| !name.is_empty())
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .filter(|name| !OF_THE_CONTENT.contains(&name.as_str()))
        .collect()
}

fn value(read: impl FnOnce(&mut [u8]) -> Result<usize, Errno>) -> Result<Vec<u8>, Errno> {
    let mut buffer = vec![0; LONGEST];
    let length = read(&mut buffer)?;
    buffer.truncate(length);
    Ok(buffer)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use rustix::fs::setxattr;

    use super::*;

    /// Readable for its owner and for user 1, and not for the group, whose bits in the mode say otherwise.
    const FOR_USER_1: &[u8] = b"\x02\0\0\0\
        \x01\0\x06\0\xff\xff\xff\xff\
        \x02\0\x04\0\x01\0\0\0\
        \x04\0\0\0\xff\xff\xff\xff\
        \x10\0\x04\0\xff\xff\xff\xff\
        \x20\0\0\0\xff\xff\xff\xff";

    /// What a new file has of the attributes of an old one, as far as this file system takes them: where it takes none
    /// there is nothing to keep.
    fn check(old: Attributes, new: Attributes) {
        let dir = tempfile::tempdir().unwrap();
        let [old_path, new_path] = ["old", "new"].map(|name| dir.path().join(name));
        let wanted = give(&old_path, old);
        give(&new_path, new);
        keep(&old_path, &File::open(&new_path).unwrap()).unwrap();
        for (name, expect) in wanted {
            let found = value(|buffer| getxattr(&new_path, name, buffer)).unwrap();
            assert_eq!(found, expect, "{name}");
        }
        let has_list = |path| names(path).iter().any(|name| name == LIST);
        assert_eq!(has_list(&new_path), has_list(&old_path));
    }

    type Attributes = &'static [(&'static str, &'static [u8])];

    /// Those that the file took.
    fn give(path: &Path, attributes: Attributes) -> Vec<(&'static str, &'static [u8])> {
        fs::write(path, "").unwrap();
        let is_taken = |(name, value)| setxattr(path, name, value, XattrFlags::empty()).is_ok();
        let taken = attributes.iter().copied().filter(|&it| is_taken(it));
        taken.collect()
    }

    #[test]
    fn lists_and_notes_are_kept() {
        check(&[(LIST, FOR_USER_1), ("user.note", b"ticket 4711")], &[]);
        check(&[("user.note", b"new")], &[("user.note", b"old")]);
    }

    #[test]
    fn a_list_that_the_directory_gave_is_taken_away() {
        check(&[], &[(LIST, FOR_USER_1)]);
    }
}
