//! `--watch`.

#![allow(clippy::disallowed_methods, reason = "tests start the program")]

mod lint;

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStderr, ChildStdout, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use lint::Dir;

/// Longer than any machine should need; a test that passes does not wait so long.
const PATIENCE: Duration = Duration::from_secs(60);

struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start(dir: &Dir, words: &str) -> Watching {
        let mut child = dir
            .command(&format!("--watch --output-format concise {words}"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let (send, lines) = channel();
        let out: ChildStdout = child.stdout.take().expect("it is a pipe");
        let err: ChildStderr = child.stderr.take().expect("it is a pipe");
        let also = send.clone();
        std::thread::spawn(move || {
            BufReader::new(out)
                .lines()
                .map_while(Result::ok)
                .try_for_each(|line| send.send(line))
        });
        std::thread::spawn(move || {
            BufReader::new(err)
                .lines()
                .map_while(Result::ok)
                .try_for_each(|line| also.send(line))
        });
        Watching { child, lines }
    }

    /// Lines of the two streams come in any order between them: what is passed over here will not come again.
    #[track_caller]
    fn wait_for(&self, wanted: &str) {
        let mut seen = Vec::new();
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) if line.contains(wanted) => return,
                Ok(line) => seen.push(line),
                Err(error) => panic!(
                    "{error}: no line with `{wanted}` among\n{}",
                    seen.join("\n")
                ),
            }
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_change_of_an_included_file_makes_another_run() {
    let dir = Dir::with(&[
        ("ipsec.conf", "include d/a.conf\n"),
        ("d/a.conf", "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n"),
    ]);
    let watching = Watching::start(&dir, "--target libreswan@5.4 --select V101 ipsec.conf");
    watching.wait_for("watching 2 files");
    dir.write(
        "d/a.conf",
        "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\ttypo=1\n",
    );
    watching.wait_for("unknown keyword `typo`");
    dir.write(
        "d/a.conf",
        "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tother=1\n",
    );
    watching.wait_for("unknown keyword `other`");
}

#[test]
fn a_file_that_comes_later_is_seen() {
    let dir = Dir::new();
    let watching = Watching::start(&dir, "--target libreswan@5.4 ipsec.conf");
    watching.wait_for("cannot read `ipsec.conf`");
    watching.wait_for("watching");
    dir.write("ipsec.conf", "conn a\n\ttypo=1\n");
    watching.wait_for("unknown keyword `typo`");
}

#[test]
fn a_directory_is_watched_as_a_whole() {
    let dir = Dir::with(&[(
        "d/ipsec.conf",
        "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n",
    )]);
    let watching = Watching::start(&dir, "--target libreswan@5.4 d");
    watching.wait_for("watching");
    dir.write("d/new.ipsec.conf", "conn b\n\ttypo=1\n");
    watching.wait_for("unknown keyword `typo`");
}

#[test]
fn standard_input_cannot_be_watched() {
    assert_eq!(Dir::new().status("--watch -"), 2);
}
