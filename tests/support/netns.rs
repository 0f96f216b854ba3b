//! Network namespaces that live as long as a test.
//!
//! Names carry the process id, so tests run in parallel, and what a killed test run left behind is
//! recognised and removed by the next one.

use std::fs::File;
use std::os::fd::AsFd;
use std::path::Path;
use std::process::Command;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};

use super::{TIME_LIMIT, limited, output, search_path};

const PREFIX: &str = "ipsec-test-";

/// A named network namespace; dropping it ends every process in it.
pub(crate) struct Netns {
    name: String,
}

impl Netns {
    /// A new namespace with its loopback interface up.
    pub(crate) fn new(label: &str) -> Self {
        static STALE: Once = Once::new();
        static NEXT: AtomicU32 = AtomicU32::new(0);
        STALE.call_once(remove_stale);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("{PREFIX}{}-{number}-{label}", std::process::id());
        add(&name).unwrap_or_else(|error| panic!("{error}"));
        let namespace = Self { name };
        namespace.ip("link set lo up");
        namespace
    }

    /// Two namespaces joined by a veth pair that is called `eth0` in both and is down.
    pub(crate) fn pair(one: &str, other: &str) -> (Self, Self) {
        let (one, other) = (Self::new(one), Self::new(other));
        one.ip(&format!(
            "link add eth0 type veth peer name eth0 netns {}",
            other.name
        ));
        (one, other)
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Runs a batch of `ip` commands in the namespace, one a line, without the word `ip`.
    #[track_caller]
    pub(crate) fn ip(&self, batch: &str) {
        let mut command = Command::new("ip");
        command
            .args(["-n", &self.name, "-batch", "-"])
            .env("PATH", search_path());
        let done = output(&mut command, batch);
        assert_eq!(
            done.status, 0,
            "ip -n {}: {}\n{batch}",
            self.name, done.stderr
        );
    }

    /// A command in the namespace, stopped after [`TIME_LIMIT`].
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = limited(TIME_LIMIT, "ip");
        command
            .args(["netns", "exec", &self.name])
            .args(words)
            .env("PATH", search_path());
        command
    }

    /// A command that serves the test in the namespace and dies with the thread that starts it.
    ///
    /// The process that is started becomes the program itself, so that its id is the program's.
    pub(crate) fn daemon(&self, words: &[&str]) -> Command {
        let mut command = Command::new("setpriv");
        command
            .args(["--pdeathsig", "KILL", "ip", "netns", "exec", &self.name])
            .args(words)
            .env("PATH", search_path());
        command
    }

    /// Calls `function` on a thread of its own inside the namespace.
    pub(crate) fn enter<T: Send>(&self, function: impl FnOnce() -> T + Send) -> T {
        let path = Path::new("/run/netns").join(&self.name);
        let file = File::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        std::thread::scope(|scope| {
            let thread = scope.spawn(|| {
                move_into_link_name_space(file.as_fd(), Some(LinkNameSpaceType::Network))
                    .expect("root may enter a namespace");
                function()
            });
            thread
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    }
}

impl Drop for Netns {
    fn drop(&mut self) {
        remove(&self.name);
    }
}

/// Whether namespaces and veth pairs can be made here.
pub(crate) fn probe() -> Result<(), String> {
    let name = format!("{PREFIX}{}-probe", std::process::id());
    add(&name)?;
    let mut command = Command::new("ip");
    command.args([
        "-n", &name, "link", "add", "v0", "type", "veth", "peer", "name", "v1",
    ]);
    let done = output(command.env("PATH", search_path()), "");
    remove(&name);
    match done.status {
        0 => Ok(()),
        _ => Err(format!(
            "veth interfaces cannot be made: {}",
            done.stderr.trim()
        )),
    }
}

fn add(name: &str) -> Result<(), String> {
    let mut reason = String::new();
    // The first `ip netns add` of a machine mounts /run/netns, and two at once may meet there.
    for _ in 0..5 {
        let mut command = Command::new("ip");
        let done = output(
            command
                .args(["netns", "add", name])
                .env("PATH", search_path()),
            "",
        );
        if done.status == 0 {
            return Ok(());
        }
        reason = done.stderr;
        std::thread::sleep(Duration::from_millis(20));
    }
    Err(format!(
        "network namespaces cannot be made: {}",
        reason.trim()
    ))
}

fn remove(name: &str) {
    for pid in pids(name) {
        // It may have ended by itself meanwhile.
        let _ = kill_process(pid, Signal::KILL);
    }
    let mut command = Command::new("ip");
    output(
        command
            .args(["netns", "del", name])
            .env("PATH", search_path()),
        "",
    );
}

fn pids(name: &str) -> Vec<Pid> {
    let mut command = Command::new("ip");
    let done = output(
        command
            .args(["netns", "pids", name])
            .env("PATH", search_path()),
        "",
    );
    let numbers = done
        .stdout
        .lines()
        .filter_map(|line| line.trim().parse().ok());
    numbers.filter_map(Pid::from_raw).collect()
}

/// Removes the namespaces of test runs that are no more.
fn remove_stale() {
    let mut command = Command::new("ip");
    let done = output(
        command.args(["netns", "list"]).env("PATH", search_path()),
        "",
    );
    for name in done
        .stdout
        .lines()
        .filter_map(|line| line.split_whitespace().next())
    {
        let Some((owner, _)) = name
            .strip_prefix(PREFIX)
            .and_then(|rest| rest.split_once('-'))
        else {
            continue;
        };
        if !Path::new("/proc").join(owner).exists() {
            remove(name);
        }
    }
}
