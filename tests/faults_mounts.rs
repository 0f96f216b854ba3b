//! Writing where the file system has no room, may not be written, or lets nothing take the place of a file.
//!
//! Each program runs in a mount namespace of its own, so that nothing of it is seen outside or left behind.

#![allow(
    clippy::disallowed_methods,
    reason = "tests start the programs and write files"
)]

mod dir;
mod support;
mod writers;

use std::fs;
use std::path::Path;

use dir::Dir;
use support::mounts::unshared;
use support::{Need, output, requires};
use writers::{WRITERS, Writer, untidy};

/// Mounts `place`, runs the program there, and looks at what it left before the mount goes away.
const SCRIPT: &str = "\
set -e
eval \"$0\"
cd place
status=0
\"$@\" >/dev/null 2>../said || status=$?
ls -A >../names
cp ipsec.conf ../found
exit $status
";

/// Without them root is refused what others are refused.
const POWERS: &str = "--bounding-set=-dac_override,-dac_read_search,-chown,-fowner";

struct Seen {
    status: i32,
    said: String,
    names: String,
    text: String,
}

/// What a program does with `place/ipsec.conf` after the commands of `prepare`, which begin beside `place`.
fn seen(prepare: &str, run_by: &[&str], (program, words): Writer) -> Seen {
    let dir = Dir::with(&[("ipsec.conf", &untidy()), ("place/ipsec.conf", &untidy())]);
    let mut command = unshared(&["sh", "-c", SCRIPT, prepare]);
    command
        .args(run_by)
        .arg(program)
        .args(words)
        .current_dir(dir.path())
        .env("HOME", dir.path());
    let done = output(&mut command, "");
    assert!(
        dir.path().join("found").exists(),
        "{prepare}: {}",
        done.stderr
    );
    Seen {
        status: done.status,
        said: dir.read("said"),
        names: dir.read("names"),
        text: dir.read("found"),
    }
}

/// Neither program changes anything, and both say why.
#[track_caller]
fn check_refused(prepare: &str, run_by: &[&str], expect: &str) {
    for writer in WRITERS {
        let seen = seen(prepare, run_by, writer);
        let expect = format!("error: {expect}\n");
        assert!(seen.said.starts_with(&expect), "{writer:?}: {}", seen.said);
        assert_eq!(seen.status, 2, "{writer:?}: {}", seen.said);
        assert_eq!(seen.text, untidy(), "{writer:?}");
        let others = seen.names.lines().filter(|name| name.starts_with('.'));
        assert_eq!(others.count(), 0, "a draft is left behind: {}", seen.names);
    }
}

#[test]
fn a_full_disk() {
    if !requires(&[Need::MountNs]) {
        return;
    }
    // Half of the new text has room.
    let half = "mount -t tmpfs -o size=136k none place; cp ipsec.conf place;";
    check_refused(
        half,
        &[],
        "cannot write `ipsec.conf`: no space left on device",
    );
    // Nothing of it has.
    let full = format!("{half} cat /dev/zero >place/fill 2>/dev/null || true;");
    check_refused(
        &full,
        &[],
        "cannot write `ipsec.conf`: no space left on device",
    );
    let no_names = "mount -t tmpfs -o nr_inodes=2 none place; cp ipsec.conf place;";
    check_refused(
        no_names,
        &[],
        "cannot write `ipsec.conf`: no file can be made beside it: no space left on device",
    );
    // With room the same is no fault.
    let room = "mount -t tmpfs -o size=1m none place; cp ipsec.conf place;";
    for writer in WRITERS {
        let seen = seen(room, &[], writer);
        assert_ne!(seen.text, untidy(), "{writer:?}: {}", seen.said);
        assert_eq!(seen.names, "ipsec.conf\n", "{writer:?}");
    }
}

#[test]
fn a_file_system_that_is_read_only() {
    if !requires(&[Need::MountNs]) {
        return;
    }
    check_refused(
        "mount -t tmpfs none place; cp ipsec.conf place; mount -o remount,ro place;",
        &[],
        "`ipsec.conf` is not written: it is read-only",
    );
    // The file alone, in a directory that can be written.
    check_refused(
        "mount --bind ipsec.conf place/ipsec.conf; mount -o remount,bind,ro place/ipsec.conf;",
        &[],
        "`ipsec.conf` is not written: it is read-only",
    );
}

#[test]
fn a_file_that_is_a_mount_point() {
    if !requires(&[Need::MountNs]) {
        return;
    }
    check_refused(
        "mount --bind ipsec.conf place/ipsec.conf;",
        &[],
        "cannot write `ipsec.conf`: it is a mount point, so change the file that is mounted there: \
         device or resource busy",
    );
}

#[test]
fn a_directory_that_may_not_be_written() {
    if !requires(&[Need::MountNs, Need::Root]) {
        return;
    }
    check_refused(
        "chmod 555 place;",
        &["setpriv", POWERS],
        "cannot write `ipsec.conf`: no file can be made beside it: permission denied",
    );
    // As /tmp: a file of somebody else can be written and not be replaced.
    check_refused(
        "chown 1 place/ipsec.conf; chmod 666 place/ipsec.conf; chown 2 place; chmod 1777 place;",
        &["setpriv", POWERS],
        "cannot write `ipsec.conf`: its owner cannot be kept: operation not permitted",
    );
}

/// What was mounted above was seen by nobody else.
#[test]
fn mounts_stay_inside() {
    if !requires(&[Need::MountNs]) {
        return;
    }
    let dir = Dir::with(&[("place/ipsec.conf", "")]);
    let mounted = "mount -t tmpfs none place && touch place/inside";
    output(unshared(&["sh", "-c", mounted]).current_dir(dir.path()), "").ok();
    assert!(!Path::new(&dir.path().join("place/inside")).exists());
    assert_eq!(
        fs::read_dir(dir.path().join("place"))
            .expect("readable")
            .count(),
        1
    );
}
