//! Labels of `SELinux`. They are extended attributes, which need no library of its own.

use std::path::Path;

/// The type of a file's label: the third part of `system_u:object_r:user_home_t:s0`.
#[cfg(target_os = "linux")]
pub(super) fn label_type(path: &Path) -> Option<String> {
    let mut label = [0; 512];
    let length = rustix::fs::getxattr(path, "security.selinux", &mut label[..]).ok()?;
    let label = String::from_utf8_lossy(&label[..length]);
    let kind = label.trim_end_matches('\0').split(':').nth(2)?;
    Some(kind.to_owned())
}

#[cfg(not(target_os = "linux"))]
pub(super) fn label_type(_path: &Path) -> Option<String> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::io::Write as _;

    use rustix::fs::{XattrFlags, setxattr};

    use super::*;

    #[test]
    fn the_type_stands_in_the_label() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let label = b"unconfined_u:object_r:user_home_t:s0\0";
        let set = setxattr(file.path(), "security.selinux", label, XattrFlags::empty());
        if let Err(error) = set {
            let _ = writeln!(
                std::io::stderr(),
                "skipped: a file cannot be labelled: {error}"
            );
            return;
        }
        assert_eq!(label_type(file.path()).as_deref(), Some("user_home_t"));
        assert_eq!(label_type(Path::new("/no/such/file")), None);
    }
}
