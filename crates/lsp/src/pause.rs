//! Notices when the typing pauses.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use crate::worker::Jobs;
use crate::workspace::Workspace;

/// Shorter than the time in which a reader looks for what an edit has done elsewhere.
const PAUSE: Duration = Duration::from_millis(200);

/// Starts a thread that is told of every edit, and tells the workspace of every pause; it ends with the last sender.
pub(crate) fn start(jobs: Jobs) -> Sender<()> {
    let (sender, edits) = channel();
    std::thread::spawn(move || {
        while edits.recv().is_ok() {
            loop {
                match edits.recv_timeout(PAUSE) {
                    Ok(()) => {}
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
            let Some(jobs) = jobs.upgrade() else { return };
            // Nobody is there any more to hear it.
            let _ = jobs.send(Box::new(Workspace::pause));
        }
    });
    sender
}
