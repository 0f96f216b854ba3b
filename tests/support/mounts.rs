//! Mount namespaces, for file systems that nobody else sees.

use std::process::Command;
use std::sync::OnceLock;

use super::{TIME_LIMIT, limited, output, search_path};

/// A command in a mount namespace of its own; who is not root is root in it.
pub(crate) fn unshared(words: &[&str]) -> Command {
    let mut command = limited(TIME_LIMIT, "unshare");
    command.arg("--mount");
    if !rustix::process::geteuid().is_root() {
        command.arg("--map-root-user");
    }
    command.args(words).env("PATH", search_path());
    command
}

/// Why there are none, or nothing if there are.
pub(crate) fn missing() -> Option<String> {
    static PROBE: OnceLock<Option<String>> = OnceLock::new();
    let probe = || {
        let script = "mount -t tmpfs none /mnt && exec umount /mnt";
        let done = output(&mut unshared(&["sh", "-c", script]), "");
        (done.status != 0).then(|| {
            let reason = done.stderr.trim();
            format!("file systems cannot be mounted in a namespace: {reason}")
        })
    };
    PROBE.get_or_init(probe).clone()
}
