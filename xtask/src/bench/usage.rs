//! What one run of a program uses.

use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result};
use nix::sys::resource::{Resource, UsageWho, getrusage, setrlimit};
use nix::sys::signal::Signal;
use nix::sys::time::TimeValLike as _;

use crate::run::{output, shown};

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Usage {
    /// User and system time together.
    pub(crate) seconds: f64,
    /// From the start to the end.
    pub(crate) wall: f64,
    /// The most memory that was held, or more: nothing below [`Usage::least`] can be told.
    pub(crate) bytes: f64,
    /// What the parent held. Its child begins with that, and the kernel counts it.
    pub(crate) least: f64,
    pub(crate) end: End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Status(i32),
    /// It used more processor time than it was given.
    BrokenOff,
    Killed(i32),
}

impl Usage {
    pub(crate) fn is_memory_known(&self) -> bool {
        self.bytes > self.least
    }
}

/// The usage of one run. The kernel adds up over all children, so each run has a parent of its own: this program again.
pub(crate) fn measured(command: &Command, patience: u64) -> Result<Usage> {
    let mut parent = Command::new(std::env::current_exe()?);
    parent
        .arg("measure")
        .arg(patience.to_string())
        .arg(command.get_program())
        .args(command.get_args());
    if let Some(dir) = command.get_current_dir() {
        parent.current_dir(dir);
    }
    for (name, value) in command.get_envs() {
        parent.env(name, value.unwrap_or_default());
    }
    read(&output(&mut parent)?)
}

fn read(said: &str) -> Result<Usage> {
    let wrong = || format!("no usage in `{said}`");
    let numbers: Vec<i64> = said
        .split_whitespace()
        .map(str::parse)
        .collect::<Result<_, _>>()
        .with_context(wrong)?;
    let [cpu, wall, memory, least, end] = numbers[..] else {
        anyhow::bail!(wrong());
    };
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    Ok(Usage {
        seconds: cpu as f64 / 1e6,
        wall: wall as f64 / 1e6,
        bytes: memory as f64 * 1024.0,
        least: least as f64 * 1024.0,
        end: match i32::try_from(end)? {
            status if status >= 0 => End::Status(status),
            signal if signal == -(Signal::SIGXCPU as i32) => End::BrokenOff,
            signal => End::Killed(-signal),
        },
    })
}

/// Runs a program with so many seconds of processor time. Prints its processor time and its time in microseconds, its peak
/// memory and that of this program in units of 1024 bytes, and its exit status or, below zero, what signal killed it.
pub(crate) fn measure(words: &[String]) -> Result<()> {
    let (patience, words) = words.split_first().context("how long?")?;
    let (program, args) = words.split_first().context("which program?")?;
    let patience = patience.parse().context("how many seconds?")?;
    setrlimit(Resource::RLIMIT_CPU, patience, patience + 5)?;
    let mut command = Command::new(program);
    command
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let begin = Instant::now();
    let status = command
        .status()
        .with_context(|| format!("cannot start {}", shown(&command)))?;
    let wall = begin.elapsed().as_micros();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let time = usage.user_time() + usage.system_time();
    let signal = status.signal().unwrap_or_default();
    println!(
        "{} {wall} {} {} {}",
        time.num_microseconds(),
        usage.max_rss(),
        own_peak()?,
        status.code().unwrap_or(-signal)
    );
    Ok(())
}

/// The peak of the memory of this program, in units of 1024 bytes. Unlike that of `getrusage`, it leaves out what the
/// process held before it became this program.
fn own_peak() -> Result<i64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|peak| peak.split_whitespace().next());
    Ok(peak
        .context("the kernel tells no peak of memory")?
        .parse()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_a_run_are_read() {
        let usage = read("250000 500000 1000 500 1\n").expect("five numbers");
        assert_eq!(
            usage,
            Usage {
                seconds: 0.25,
                wall: 0.5,
                bytes: 1_024_000.0,
                least: 512_000.0,
                end: End::Status(1),
            }
        );
        let broken_off = read("1 1 1 1 -24").expect("five numbers");
        assert_eq!(broken_off.end, End::BrokenOff);
        let killed = read("1 1 1 1 -11").expect("five numbers");
        assert_eq!(killed.end, End::Killed(11));
    }

    #[test]
    fn what_is_no_usage_is_quoted() {
        let error = read("1 2 three").expect_err("three numbers");
        assert_eq!(error.to_string(), "no usage in `1 2 three`");
    }
}
