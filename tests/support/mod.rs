//! What the integration tests share: real daemons in network namespaces, certificates, and a stub `ipsec`.
//!
//! A test starts with `if !requires(TwoPlutos::NEEDS) { return; }`: on a machine without root or without
//! the daemons it says why it was skipped, and with `IPSEC_TESTS_REQUIRE_ALL=1`, as in CI, it fails.
//! `IPSEC_TESTS_KEEP=1` keeps the scratch directories of the hosts.
#![allow(
    clippy::disallowed_methods,
    reason = "tests write files and start the real programs"
)]
#![allow(
    dead_code,
    reason = "every test binary compiles this module and uses its own part of it"
)]
#![allow(
    clippy::print_stderr,
    reason = "a test says on standard error why it was skipped"
)]

pub(crate) mod charon;
pub(crate) mod mounts;
pub(crate) mod need;
pub(crate) mod netns;
pub(crate) mod pki;
pub(crate) mod pluto;
pub(crate) mod stub;

use std::ffi::OsStr;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

pub(crate) use need::{Need, requires};

/// Seconds after which a command of a test is stopped; its status is then 124.
pub(crate) const TIME_LIMIT: u32 = 20;

/// What a command left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Output {
    /// The exit status; 128 and the number of the signal that ended it.
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Output {
    /// Fails the test, showing what was printed, unless the command ended with status 0.
    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        self.status(0)
    }

    /// Fails the test, showing what was printed, unless the command ended with `expected`.
    #[track_caller]
    pub(crate) fn status(self, expected: i32) -> Self {
        assert_eq!(
            self.status, expected,
            "exit status\n--- stdout\n{}--- stderr\n{}",
            self.stdout, self.stderr
        );
        self
    }

    /// Both streams, standard output first.
    pub(crate) fn text(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }
}

/// A command that is stopped, with all its children, after `seconds`.
pub(crate) fn limited(seconds: u32, program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("timeout");
    command
        .args(["--kill-after=2", &seconds.to_string()])
        .arg(program);
    command
}

/// Runs `command` to its end with `input` as standard input.
pub(crate) fn output(command: &mut Command, input: &str) -> Output {
    use std::os::unix::process::ExitStatusExt;

    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    // A program that does not read its input closes the pipe: no fault of the test.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let done = child
        .wait_with_output()
        .expect("the child was just started");
    Output {
        status: done
            .status
            .code()
            .unwrap_or_else(|| 128 + done.status.signal().unwrap_or(0)),
        stdout: String::from_utf8_lossy(&done.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&done.stderr).into_owned(),
    }
}

/// Whether `condition` becomes true within `limit`; asked every 20 ms.
pub(crate) fn eventually(limit: Duration, mut condition: impl FnMut() -> bool) -> bool {
    let end = Instant::now() + limit;
    loop {
        if condition() {
            return true;
        }
        if Instant::now() >= end {
            return false;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The search path of the tests: the caller's, and the directories of system commands.
pub(crate) fn search_path() -> String {
    let path = std::env::var("PATH").unwrap_or_default();
    format!("/usr/sbin:/sbin:{path}:/usr/bin:/bin")
}

/// Where `program` is on [`search_path`].
pub(crate) fn which(program: &str) -> Option<PathBuf> {
    std::env::split_paths(&search_path())
        .map(|directory| directory.join(program))
        .find(|path| path.is_file())
}

/// A scratch directory with a short path, as the control sockets in it need one.
fn scratch() -> tempfile::TempDir {
    let mut directory = tempfile::Builder::new()
        .prefix("ipsec-")
        .tempdir()
        .expect("a temporary directory can be made");
    if std::env::var_os("IPSEC_TESTS_KEEP").is_some() {
        directory.disable_cleanup(true);
        let _ = writeln!(std::io::stderr(), "kept: {}", directory.path().display());
    }
    directory
}

/// The end of a log, shown when a test fails.
fn tail(log: &str) -> String {
    let lines: Vec<&str> = log.lines().collect();
    lines[lines.len().saturating_sub(40)..].join("\n")
}
