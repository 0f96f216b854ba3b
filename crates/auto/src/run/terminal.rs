//! A terminal for programs that say more on one.

use std::os::fd::OwnedFd;

use rustix::fs::{Mode, OFlags, open as open_file};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

/// The end to read from and the end to write to, which changes nothing of what is written. `None` where there are no
/// terminals to be had; a pipe will do then.
pub(super) fn open() -> Option<(OwnedFd, OwnedFd)> {
    let reader = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).ok()?;
    grantpt(&reader).ok()?;
    unlockpt(&reader).ok()?;
    let name = ptsname(&reader, Vec::new()).ok()?;
    let writer = open_file(
        name,
        OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC,
        Mode::empty(),
    )
    .ok()?;
    let mut modes = tcgetattr(&writer).ok()?;
    modes.make_raw();
    tcsetattr(&writer, OptionalActions::Now, &modes).ok()?;
    Some((reader, writer))
}
