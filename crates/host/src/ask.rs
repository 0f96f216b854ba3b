//! Asks other programs for what they know.

use std::io::Read as _;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use ipsec_conf::{Dialect, Target, Version};

/// How long an answer may take.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// What a program said.
pub(crate) struct Answer {
    pub(crate) stdout: Vec<u8>,
    #[cfg_attr(
        not(any(feature = "lint", test)),
        expect(
            dead_code,
            reason = "only the linter asks programs that fail to say something"
        )
    )]
    pub(crate) is_success: bool,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }
}

/// Runs a program that tells something; nothing when it cannot be started or takes too long.
pub(crate) fn ask(program: &str, arguments: &[&str]) -> Option<Answer> {
    let mut child = Command::new(program)
        .args(arguments)
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut stdout = child.stdout.take()?;
    let (sender, receiver) = mpsc::channel();
    // Left behind when a grandchild keeps the pipe open beyond our patience.
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let is_read = stdout.read_to_end(&mut bytes).is_ok();
        let _ = sender.send(is_read.then_some(bytes));
    });
    let end = Instant::now() + PATIENCE;
    let stdout = receiver.recv_timeout(PATIENCE).ok().flatten();
    let is_success = wait_until(&mut child, end)?;
    Some(Answer {
        stdout: stdout?,
        is_success,
    })
}

/// Whether the program ended well; it is stopped when its time is over.
fn wait_until(child: &mut Child, end: Instant) -> Option<bool> {
    loop {
        if let Some(status) = child.try_wait().ok()? {
            return Some(status.success());
        }
        if Instant::now() >= end {
            // It may have ended by itself meanwhile.
            let _ = child.kill();
            let _ = child.wait();
            return None;
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// What `ipsec --version` says.
pub fn installed() -> Option<Target> {
    understand(&ask("ipsec", &["--version"])?.text())
}

/// The name of a dialect and the version behind it: `Linux strongSwan U5.9.8/K6.1`, `Libreswan 4.10`.
fn understand(text: &str) -> Option<Target> {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(2).find_map(|pair| {
        let dialect = Dialect::ALL
            .into_iter()
            .find(|dialect| dialect.name() == pair[0])?;
        let version: Version = pair[1].parse().ok()?;
        Some(Target { dialect, version })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_as_programs_say_them() {
        for (text, expected) in [
            (
                "Linux Libreswan 4.10 (XFRM) on 6.1.0",
                Some("libreswan@4.10"),
            ),
            ("Libreswan 4.10\n", Some("libreswan@4.10")),
            ("Linux Libreswan v5.1 (XFRM)", Some("libreswan@5.1")),
            (
                "Linux strongSwan U5.9.8/K6.1.0-13-amd64\nUniversity",
                Some("strongswan@5.9.8"),
            ),
            (
                "Linux Openswan U2.6.52.3/K(no kernel code presently loaded)",
                Some("openswan@2.6.52.3"),
            ),
            (
                "Linux Openswan U2.4.4/K2.6.8 (netkey)",
                Some("openswan@2.4.4"),
            ),
            ("Linux FreeS/WAN U2.04/K2.4", None),
            ("", None),
        ] {
            let understood = understand(text).map(|target| target.to_string());
            assert_eq!(understood.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_program_that_does_not_end_is_stopped() {
        let start = Instant::now();
        assert!(ask("sleep", &["60"]).is_none());
        assert!(start.elapsed() < PATIENCE * 2);
        assert!(ask("no-such-program-anywhere", &[]).is_none());
    }

    #[test]
    fn an_answer_may_be_long() {
        let Some(answer) = ask("seq", &["100000"]) else {
            return;
        };
        assert!(answer.is_success);
        assert_eq!(answer.text().lines().count(), 100_000);
    }
}
