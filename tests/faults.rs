//! Writing when something goes wrong: a file is the old one or the new one, never a part, whoever looks and whenever.

#![allow(
    clippy::disallowed_methods,
    reason = "tests start and stop the programs"
)]

mod dir;
mod writers;

use std::fs;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use dir::Dir;
use writers::{FMT, WRITERS, Writer, untidy};

fn command(dir: &Dir, limits: &str, (program, words): Writer) -> Command {
    let mut command = dir.limited(limits, program, words);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn output(dir: &Dir, limits: &str, writer: Writer) -> Output {
    command(dir, limits, writer)
        .stderr(Stdio::piped())
        .output()
        .expect("sh is there")
}

/// What a writer makes of the text when nothing is in its way.
fn done(writer: Writer) -> String {
    let dir = Dir::with(&[("ipsec.conf", &untidy())]);
    output(&dir, "", writer);
    let done = dir.read("ipsec.conf");
    assert_ne!(done, untidy(), "{writer:?}");
    done
}

fn names(dir: &Dir) -> Vec<String> {
    let entries = fs::read_dir(dir.path()).expect("readable");
    let name = |entry: std::io::Result<fs::DirEntry>| {
        let entry = entry.expect("readable");
        entry.file_name().to_string_lossy().into_owned()
    };
    entries.map(name).collect()
}

/// The system refuses to write more than 512 bytes, as a full disk does.
#[test]
fn no_room_for_the_new_text() {
    for writer in WRITERS {
        let dir = Dir::with(&[("ipsec.conf", &untidy())]);
        let output = output(&dir, "trap '' XFSZ; ulimit -f 1;", writer);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{writer:?}: {said}");
        assert!(
            said.contains("cannot write `ipsec.conf`: file too large"),
            "{said}"
        );
        assert_eq!(dir.read("ipsec.conf"), untidy(), "{writer:?}");
        assert_eq!(names(&dir), ["ipsec.conf"], "no draft is left behind");
    }
}

/// The system ends the program in the middle of its writing.
#[test]
fn killed_while_it_writes() {
    for writer in WRITERS {
        let dir = Dir::with(&[("ipsec.conf", &untidy())]);
        let killed = output(&dir, "ulimit -f 1;", writer);
        assert_eq!(killed.status.code(), None, "{writer:?}: it was not killed");
        assert_eq!(dir.read("ipsec.conf"), untidy(), "{writer:?}");
        // What it left behind is in nobody's way.
        assert_eq!(names(&dir).len(), 2, "{:?}", names(&dir));
        output(&dir, "", writer);
        assert_eq!(dir.read("ipsec.conf"), done(writer), "{writer:?}");
    }
}

#[test]
fn killed_at_any_time() {
    for writer in WRITERS {
        let new = done(writer);
        for step in 0..12 {
            let dir = Dir::with(&[("ipsec.conf", &untidy())]);
            let mut child = command(&dir, "", writer).spawn().expect("sh is there");
            thread::sleep(Duration::from_millis(step * 40));
            child.kill().expect("it can be killed");
            child.wait().expect("it was started");
            let found = dir.read("ipsec.conf");
            assert!(found == untidy() || found == new, "{writer:?}");
        }
    }
}

/// Two formatters with different tastes, and a reader who never finds anything but a whole file.
#[test]
fn several_writers_at_once() {
    let tabs: (&str, &[&str]) = (FMT, &["ipsec.conf"]);
    let blanks: (&str, &[&str]) = (FMT, &["--config", "blanks.toml", "ipsec.conf"]);
    let dir = Dir::with(&[
        ("ipsec.conf", &untidy()),
        ("blanks.toml", "[format]\nindent = 8\n"),
    ]);
    let with_tabs = done(tabs);
    let whole = [
        untidy(),
        with_tabs.clone(),
        with_tabs.replace('\t', "        "),
    ];
    for _ in 0..4 {
        let mut children: Vec<_> = [tabs, blanks, tabs]
            .map(|writer| command(&dir, "", writer).spawn().expect("sh is there"))
            .into();
        while children
            .iter_mut()
            .any(|child| child.try_wait().expect("it was started").is_none())
        {
            assert!(whole.contains(&dir.read("ipsec.conf")), "a part of a text");
        }
    }
    assert!(whole[1..].contains(&dir.read("ipsec.conf")));
    assert_eq!(names(&dir).len(), 2, "no draft is left behind");
}
