//! The thread that owns the workspace.
//!
//! The framework runs handlers side by side; one that waits may be overtaken by the next. So a handler only puts a job into
//! one queue, without waiting, and the jobs are done here in the order of that queue.

use tokio::sync::mpsc::{UnboundedSender, WeakUnboundedSender, unbounded_channel};

use crate::client::Message;
use crate::judge;
use crate::pause;
use crate::workspace::Workspace;

pub(crate) type Job = Box<dyn FnOnce(&mut Workspace) + Send>;

/// A way into the queue that does not keep it open.
pub(crate) type Jobs = WeakUnboundedSender<Job>;

/// Starts the thread; it ends when nobody can send any more.
pub(crate) fn start(messages: UnboundedSender<Message>) -> UnboundedSender<Job> {
    let (sender, mut jobs) = unbounded_channel::<Job>();
    let verdicts = sender.downgrade();
    std::thread::spawn(move || {
        let typing = pause::start(verdicts.clone());
        let mut workspace = Workspace::new(messages, judge::start(verdicts), typing);
        while let Some(job) = jobs.blocking_recv() {
            job(&mut workspace);
            // A burst of changes is judged once, when it is over.
            while let Ok(job) = jobs.try_recv() {
                job(&mut workspace);
            }
            workspace.settle();
        }
    });
    sender
}
